/** What a report says of the people on call. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { OncallSpec } from '../scenario/define.ts';
import type { OncallFigures, Result } from '../scenario/result.ts';
import { outage } from './fixture.case.ts';
import { TEXT_WIDTH, textReport } from './text.ts';

const spec: OncallSpec = {
  rules: { slow: { kind: 'threshold', metric: 'p99', above: '10ms', for: '50s' } },
  escalation: 'push-escalated',
  channels: { call: { delay: '12s' } },
  people: [{ name: 'Ada', response: '30s', action: 'drawn' }],
  action: { do: 'eject', backends: 'suspects' },
};

const entry = (at: number, kind: OncallFigures['pages'][number]['log'][number]['kind'], channel = '') => {
  return { at, kind, person: 'Ada', channel };
};

const figures: OncallFigures = {
  alerts: [{ rule: 'slow', pendingAt: -260, firedAt: -210, resolvedAt: null, says: 'p99 is high' }],
  pages: [
    {
      rule: 'slow',
      sentAt: -210,
      log: [
        entry(-210, 'sent', 'push'),
        entry(-210, 'lost', 'push'),
        entry(-180, 'escalated', 'call'),
        entry(-180, 'sent', 'call'),
        entry(-168, 'arrived', 'call'),
        entry(-138, 'acknowledged'),
        entry(-138, 'action-begun'),
        entry(-60, 'effective'),
      ],
      deed: { at: -60, by: 'Ada', nodes: ['backend-4'], says: 'backend-4: ejected by Ada' },
    },
  ],
};

function reported(incident: OncallFigures, control: OncallFigures, oncall = spec): string[] {
  const result: Result = {
    ...outage,
    scenario: { ...outage.scenario, oncall },
    incident: { ...outage.incident, oncall: incident },
    control: { ...outage.control!, oncall: control },
  };
  return textReport(result).split('\n');
}

test('the chain with the time that each link took, and which times are assumptions', () => {
  const lines = reported(figures, { alerts: [], pages: [] });
  for (const line of [
    'ON CALL  after: since the line above',
    '  -04:20              first scrape that shows it  monitor',
    '  -03:30        50 s  alert slow fires            monitor',
    '  -03:30         0 s  push message lost           Ada',
    '  -03:00        30 s  no receipt: call next       Ada',
    '  -02:48        12 s  call arrives                Ada',
    '  -01:00  1 min 18 s  the action takes effect     Ada',
    '  1 alert fired, 1 page sent. In the control, none.',
  ]) {
    assert.ok(lines.includes(line), `expected the line ${JSON.stringify(line)} in\n${lines.join('\n')}`);
  }
  const text = lines.join(' ').replaceAll(/\s+/g, ' ');
  assert.match(text, 'Pinned by the scenario: the call takes 12s; Ada acknowledges after 30s.');
  assert.match(
    text,
    'assumed, not measured: how long the push message takes, and whether it comes; how long Ada needs to act.',
  );
  assert.not.match(text, 'INFOCOM');
  const own = lines.slice(lines.indexOf('ON CALL  after: since the line above'), lines.indexOf('OVER TIME'));
  assert.equal(
    own.filter((line) => line.length > TEXT_WIDTH),
    [],
  );
});

test('a page that led to nothing, false alarms of the control, and the one figure that is from a source', () => {
  const pages = [{ ...figures.pages[0]!, deed: null }];
  const text = reported({ ...figures, pages }, figures, { ...spec, escalation: 'sms-only' })
    .join(' ')
    .replaceAll(/\s+/g, ' ');
  assert.match(text, '1 page had led to nothing when the run ended. In the control, where nothing is wrong: 1 alert.');
  assert.match(text, 'Of them only the loss of 5.1 % of SMS is from a source (Meng et al., INFOCOM 2007).');
});

test('a person who found nothing to do', () => {
  const deed = { at: 700, by: 'Ada', nodes: [], says: 'nothing left' };
  const lines = reported({ ...figures, pages: [{ ...figures.pages[0]!, deed }] }, { alerts: [], pages: [] });
  assert.ok(lines.some((line) => /\+11:40 .* nothing left to do +Ada$/.test(line)));
});

test('nobody on call: not a word of it', () => {
  assert.not.match(textReport(outage), 'ON CALL');
});

test.run();
