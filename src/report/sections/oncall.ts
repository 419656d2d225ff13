import { oncallAssumptions } from '../../scenario/oncall-assumptions.ts';
import type { OncallFigures, PagingFigures, Result } from '../../scenario/result.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { clock, seconds } from '../format.ts';

/** Of more pages than these only the number is told. */
const SHOWN = 6;
const CHANNELS: Readonly<Record<string, string>> = { sms: 'SMS', push: 'push message', call: 'call' };

/** The chain from the alert to the effect, each link with the time that it took, and which of these are assumptions. */
export function oncall({ incident, control, scenario }: Result): Block[] {
  const figures = incident.oncall;
  if (figures === undefined || scenario.oncall === undefined) return [];
  const rows = figures.pages.slice(0, SHOWN).flatMap((page) => rowsOf(page, figures));
  const columns = [right('time'), right('after'), left('what'), left('who')];
  return [
    { kind: 'heading', text: 'On call', aside: 'after: since the line above' },
    ...(rows.length === 0 ? [] : [{ kind: 'table', columns, rows } as const]),
    { kind: 'paragraph', text: summary(figures, control?.oncall), tone: 'quiet' },
    { kind: 'paragraph', text: origins(scenario.oncall), tone: 'quiet' },
  ];
}

function rowsOf({ rule, sentAt, log, deed }: PagingFigures, { alerts }: OncallFigures): Cell[][] {
  const alert = alerts.find((one) => one.rule === rule && one.firedAt === sentAt);
  const steps: { readonly at: number; readonly what: Cell; readonly who: string }[] = [];
  if (alert !== undefined) {
    if (alert.pendingAt < sentAt)
      steps.push({ at: alert.pendingAt, what: 'first scrape that shows it', who: 'monitor' });
    steps.push({ at: sentAt, what: `alert ${rule} fires`, who: 'monitor' });
  }
  for (const { at, kind, person, channel } of log) {
    if (kind === 'action-begun' || kind === 'effective') continue;
    steps.push({ at, what: wording(kind, CHANNELS[channel] ?? channel), who: person });
  }
  if (deed !== null) {
    const what: Cell =
      deed.nodes.length === 0 ? 'nothing left to do' : { text: 'the action takes effect', tone: 'good' };
    steps.push({ at: deed.at, what, who: deed.by });
  }
  return steps.map(({ at, what, who }, i) => [clock(at), i === 0 ? '' : seconds(at - steps[i - 1]!.at), what, who]);
}

function wording(kind: PagingFigures['log'][number]['kind'], channel: string): Cell {
  switch (kind) {
    case 'sent':
      return `${channel} sent`;
    case 'lost':
      return { text: `${channel} lost`, tone: 'bad' };
    case 'arrived':
      return `${channel} arrives`;
    case 'escalated':
      return channel === '' ? 'next person' : `no receipt: ${channel} next`;
    case 'exhausted':
      return { text: 'nobody is left to page', tone: 'bad' };
    case 'no-response':
      return { text: 'no response', tone: 'bad' };
    default:
      return kind.replaceAll('-', ' ');
  }
}

function summary({ alerts, pages }: OncallFigures, control: OncallFigures | undefined): string {
  const unanswered = pages.filter(({ deed }) => deed === null).length;
  const said = [
    alerts.length === 0
      ? 'No alert fired.'
      : `${counted(alerts.length, 'alert')} fired, ${counted(pages.length, 'page')} sent.`,
    unanswered === 0 ? '' : `${counted(unanswered, 'page')} had led to nothing when the run ended.`,
    pages.length > SHOWN ? `Only the first ${SHOWN} pages are shown.` : '',
  ];
  if (control !== undefined) {
    const { length } = control.alerts;
    said.push(
      length === 0 ? 'In the control, none.' : `In the control, where nothing is wrong: ${counted(length, 'alert')}.`,
    );
  }
  return said.filter(Boolean).join(' ');
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function origins(spec: NonNullable<Result['scenario']['oncall']>): string {
  const { pinned, drawn, measuredLoss } = oncallAssumptions(spec);
  return [
    pinned.length === 0 ? '' : `Pinned by the scenario: ${pinned.join('; ')}.`,
    drawn.length === 0
      ? 'Nothing is drawn.'
      : `Drawn from distributions that are assumed, not measured: ${drawn.join('; ')}.`,
    measuredLoss ? 'Of them only the loss of 5.1 % of SMS is from a source (Meng et al., INFOCOM 2007).' : '',
  ]
    .filter(Boolean)
    .join(' ');
}
