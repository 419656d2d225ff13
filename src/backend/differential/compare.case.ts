/** Plays one mix to two servers and holds their answers against each other, command by command. */
import { createRng } from '../../world/rng.ts';
import { CasBook } from './cas-book.case.ts';
import type { Command } from './command.case.ts';
import { DIFFERENCES, type Difference } from './differences.case.ts';
import { History, shown } from './history.case.ts';
import { Mix, type Batch } from './mix.case.ts';
import { play } from './play.case.ts';
import type { Server } from './server.case.ts';

export interface Plan {
  readonly seed: number;
  readonly commands: number;
  readonly epochSeconds: number;
  readonly theirs: Server;
  readonly ours: Server;
  /** @default throws its report */
  readonly onMismatch?: (mismatch: Mismatch) => void;
}

/** What was played: the shares of the mix are judged by it. */
export class Tally {
  commands = 0;
  /** Keys asked for, and those of them that were there. */
  lookups = 0;
  hits = 0;
  readonly counts = new Map<string, number>();
  /** Those of the differences that came. */
  readonly differences = new Set<Difference['shown']>();
}

/** Throws at the first answer that differs and is not listed. */
export async function compare(plan: Plan): Promise<Tally> {
  const mix = new Mix(createRng(String(plan.seed), 'differential'), plan.epochSeconds);
  const mismatch = plan.onMismatch ?? fail;
  const tally = new Tally();
  const history = new History();
  const theirs = { server: plan.theirs, book: new CasBook() };
  const ours = { server: plan.ours, book: new CasBook() };
  while (tally.commands < plan.commands) {
    const batch = cut(mix.next(), plan.commands - tally.commands);
    const [said, sayWe] = await Promise.all([play(theirs, batch), play(ours, batch)]);
    batch.commands.forEach((command, i) => {
      const [a, b] = [said.answers[i]!, sayWe.answers[i]!];
      history.add(tally.commands, command, theirs.book, a, i === 0 ? (batch.step ?? 0) : 0);
      if (a !== b && !listed(command, a, b, tally)) {
        mismatch({ plan, index: tally.commands, batch, command, theirs: a, ours: b, history });
      }
      count(tally, command, a);
    });
    const [how, howWe] = [said.ending, sayWe.ending];
    if (how !== howWe || how === 'stuck') {
      const command = batch.commands.at(-1)!;
      mismatch({
        plan,
        index: tally.commands - 1,
        batch,
        command,
        theirs: `connection ${how}`,
        ours: `connection ${howWe}`,
        history,
      });
    }
  }
  return tally;
}

function cut(batch: Batch, most: number): Batch {
  return batch.commands.length <= most ? batch : { ...batch, commands: batch.commands.slice(0, most) };
}

function listed(command: Command, theirs: string, ours: string, tally: Tally): boolean {
  const found = DIFFERENCES.find(({ shown }) => shown.by === 'mix' && shown.matches(command, theirs, ours));
  if (found !== undefined) tally.differences.add(found.shown);
  return found !== undefined;
}

function count(tally: Tally, command: Command, answer: string): void {
  tally.commands++;
  tally.counts.set(command.name, (tally.counts.get(command.name) ?? 0) + 1);
  if (!command.retrieves) return;
  tally.lookups += command.keys.length;
  if (command.protocol === 'binary') tally.hits += /"status":0,/.test(answer) ? 1 : 0;
  else tally.hits += hits(answer);
}

/** Values in a text answer, read as they are framed: words in values are not counted. */
function hits(answer: string): number {
  if (/^(?:VA|HD)\b/.test(answer)) return 1;
  let found = 0;
  // A length that is none ends it.
  for (let at = 0; at >= 0 && answer.startsWith('VALUE ', at); found++) {
    const end = answer.indexOf('\r\n', at);
    at = end + 2 + Number(/^VALUE [^ ]+ \d+ (\d+)/.exec(answer.slice(at, end))?.[1]) + 2;
  }
  return found;
}

function fail(mismatch: Mismatch): never {
  throw new Error(report(mismatch));
}

export interface Mismatch {
  readonly plan: Plan;
  readonly index: number;
  readonly batch: Batch;
  readonly command: Command;
  readonly theirs: string;
  readonly ours: string;
  readonly history: History;
}

export function report({ plan, index, batch, command, theirs, ours, history }: Mismatch): string {
  const pipelined = batch.commands.map((each) => each.name).join(', ');
  return [
    `seed ${plan.seed}, command ${index} (${command.name}) on ${batch.connection.name}:`,
    `  ${plan.theirs.name}: ${shown(theirs)}`,
    `  ${plan.ours.name}: ${shown(ours)}`,
    `  in a batch of: ${pipelined}`,
    '  the last commands, and those on the same keys before, with what memcached said:',
    ...history.of(command),
  ].join('\n');
}
