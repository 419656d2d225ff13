/**
 * Conversations that were held with memcached 1.6.18, to be held with ours and, where it is installed, with the original
 * again. A row is why, then what is said and what is heard, in turns on one connection; each begins with an empty store.
 * In what is heard, the cas values are numbered as they first appear (`c<1>`); in what is said, `<1>` is that value.
 */
import { createLiveWorld } from '../world/live/live-world.ts';
import { SECOND } from '../world/world.ts';
import { startMemcached } from './memcached.case.ts';
import { TestNode } from './node.case.ts';
import { Peer } from './peer.case.ts';
import type { BackendOptions } from './options.ts';

export type ParityRow = readonly [why: string, ...turns: string[]];

/** Closes each turn: whatever is heard before its answer belongs to the turn. */
const LAST_WORD = 'mn\r\n';
const LAST_HEARD = 'MN\r\n';
const ANSWER_LIMIT_MS = 10_000;
/** A second may end between two turns, and a time that is told be another: then they are held again. */
const TRIES = 3;

type Ask = (say: string) => Promise<string> | string;

/** What is heard in this row's turns. */
async function heardBy(row: ParityRow, ask: Ask): Promise<string[]> {
  const values: string[] = [];
  const heard: string[] = [];
  for (let turn = 1; turn < row.length; turn += 2) {
    const say = row[turn]!.replace(/<(\d)>/g, (_, rank: string) => values[Number(rank) - 1] ?? 'never seen');
    const answer = await ask(say);
    heard.push(
      answer.replace(/(\bc|cas=)(\d+)/g, (_, name: string, value: string) => {
        if (value === '0') return `${name}0`;
        if (!values.includes(value)) values.push(value);
        return `${name}<${values.indexOf(value) + 1}>`;
      }),
    );
  }
  return heard;
}

export function expectedOf(row: ParityRow): string[] {
  return row.slice(1).filter((_, i) => i % 2 === 1);
}

export function rowsHeardByOurs(
  rows: readonly ParityRow[],
  options: Partial<BackendOptions> = {},
): Promise<string[][]> {
  return Promise.all(
    rows.map((row) => {
      const node = new TestNode(options);
      const peer = node.peer();
      return heardBy(row, (say) => {
        peer.say(say + LAST_WORD);
        node.pass(SECOND / 100);
        return withoutLast(peer.take());
      });
    }),
  );
}

export async function rowsHeardByTheirs(rows: readonly ParityRow[], args: readonly string[] = []): Promise<string[][]> {
  const real = await startMemcached({ args });
  const world = createLiveWorld({ seed: 1 });
  try {
    const all: string[][] = [];
    for (const row of rows) {
      let heard: string[] = [];
      for (let n = 0; n < TRIES; n++) {
        const peer = new Waiting(world, real.address);
        await peer.ask('flush_all\r\n');
        heard = await heardBy(row, (say) => peer.ask(say));
        peer.socket.reset();
        if (JSON.stringify(heard) === JSON.stringify(expectedOf(row))) break;
      }
      all.push(heard);
    }
    return all;
  } finally {
    await world.close();
    await real.stop();
  }
}

class Waiting extends Peer {
  private onAnswer: (() => void) | null = null;

  ask(say: string): Promise<string> {
    this.say(say + LAST_WORD);
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`no answer to ${say}, heard ${this.heard}`)), ANSWER_LIMIT_MS);
      this.onAnswer = () => {
        clearTimeout(limit);
        resolve(withoutLast(this.take()));
      };
    });
  }

  override onData(buf: Buffer, start: number, end: number): number {
    super.onData(buf, start, end);
    if (this.heard.endsWith(LAST_HEARD)) this.onAnswer?.();
    return end;
  }
}

function withoutLast(heard: string): string {
  return heard.endsWith(LAST_HEARD) ? heard.slice(0, -LAST_HEARD.length) : heard;
}
