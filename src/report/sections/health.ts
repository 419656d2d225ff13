import type { Result, Totals } from '../../scenario/result.ts';
import type { Block, Cell } from '../document.ts';
import { count, latency, NOT_AVAILABLE, percent } from '../format.ts';

/** Can the figures above be trusted? */
export function health({ health: figures, world, incident }: Result): Block[] {
  const says = figures.valid
    ? 'The figures can be trusted.'
    : `The figures cannot be trusted: ${figures.reasons.join('; ')}.`;
  const counts: Cell = figures.countsAgree ? 'agree' : { text: 'differ', tone: 'bad' };
  const ofMachine = (share: number | null): string =>
    world === 'virtual' || share === null ? NOT_AVAILABLE : percent(share);
  return [
    { kind: 'heading', text: 'Health of the measurement' },
    { kind: 'paragraph', text: says, tone: figures.valid ? 'good' : 'bad' },
    {
      kind: 'facts',
      rows: [
        ['counts', counts, account(incident.totals)],
        ['load achieved', percent(figures.achievedShare), 'of the operations that were to be sent'],
        ['send lag p99', latency(figures.sendLagP99Us), 'behind the intended send time'],
        ["Little's law", percent(figures.littlesLawError), 'error of: in flight = throughput x time in the system'],
        ['event loop busy', ofMachine(figures.eventLoopUtilisation), 'of the time'],
        ['other processes', ofMachine(figures.foreignCpu), "of the machine's CPU"],
      ],
    },
  ];
}

function account({ operations, answered, failed, unfinished }: Totals): string {
  const parts = `${count(answered)} answered + ${count(failed)} failed + ${count(unfinished)} unfinished`;
  return `${count(operations)} operations = ${parts}`;
}
