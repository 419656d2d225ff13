/** Text that would like to be more than text, and a run in which it stands wherever a user's text can. */
import type { Scenario } from '../../scenario/define.ts';
import { smallScenario } from '../../scenario/fixture.case.ts';
import type { Result } from '../../scenario/result.ts';
import { parseScenario } from '../../scenario/schema.ts';
import { resultOf } from './reports.case.ts';

export const SCRIPT = '<script>alert(1)</script>';
export const CLOSING = '</script><script>alert(2)</script></style>';
export const ATTRIBUTE = `"><img src=x onerror=alert(3)>' onmouseover='alert(4)`;
export const LINK = 'javascript:alert(5)';
export const COMMENT = '<!-- <script> --!> ]]> &lt;b&gt; &#60;';
/** Breaks lines in scripts of old; turns text around. */
export const SIGNS = '\u2028 and \u2029, \u202Eturned\u202C, \u0000\u0007';
export const LONG = 'long'.repeat(60);

/** Shown by no page as anything but text. */
export const ALL = [SCRIPT, CLOSING, ATTRIBUTE, LINK, COMMENT, LONG];

/** As far as the schema lets it through. */
const scenario: Scenario = {
  ...smallScenario,
  title: `${SCRIPT} ${ATTRIBUTE} ${LONG}`,
  story: `${CLOSING} ${COMMENT} ${LINK}\n\n${SCRIPT} ${LONG}`,
  timeline: [
    { at: '0s', for: '10s', do: 'slow', nodes: ['backend-1', 'backend-2'], factor: 500 },
    ...[...ALL, SIGNS].map((says) => ({ at: '5s', do: 'note', says, kind: 'page' }) as const),
  ],
  oncall: {
    interval: '1s',
    rules: { 'rule-name': { kind: 'threshold', metric: 'p99', above: '1ms', for: '1s' } },
    escalation: 'sms-only',
    channels: { sms: { delay: '1s' } },
    people: [{ name: `${ATTRIBUTE} ${LONG}`, response: '1s', action: '1s' }],
    action: { do: 'eject', backends: 'suspects' },
  },
  expectations: ALL.map((says) => ({ says, metric: 'incident.web.fault.all.p99', above: 1000 })),
};

/** Names that no scenario may have, but a file that was written by hand may. */
const RENAMED: Readonly<Record<string, string>> = {
  web: SCRIPT,
  legacy: `${ATTRIBUTE} ${LONG}`,
  'backend-1': CLOSING,
  'proxy-1': `${LONG}${ATTRIBUTE}`,
  'rule-name': COMMENT,
  timeout: ATTRIBUTE,
};

/** A run of it; then the same in names, and in what a run says of itself. */
export async function hostileResult(): Promise<Result> {
  const id = `${SCRIPT}${ATTRIBUTE}`;
  const result = await resultOf(id, parseScenario(scenario, 'hostile'), CLOSING);
  const names = new RegExp(`\\b(?:${Object.keys(RENAMED).join('|')})\\b(?!-)`, 'g');
  const renamed = JSON.stringify(result).replaceAll(names, (name) => JSON.stringify(RENAMED[name]).slice(1, -1));
  return {
    // As it was, but for words in strings and keys.
    ...(JSON.parse(renamed) as Result),
    remarks: ALL,
    verdict: { ...result.verdict, reasons: ALL },
    health: { ...result.health, valid: false, reasons: ALL },
    environment: { ...result.environment, node: SCRIPT, platform: ATTRIBUTE },
  };
}
