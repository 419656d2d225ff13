/** Shapers of a link asked without a world. */
import * as assert from 'uvu/assert';
import type { HopConnection } from '../world/hop.ts';
import { Verdict, type CloseBy, type Shaper } from '../world/shaper.ts';

export class Ends implements HopConnection {
  readonly closes: CloseBy[] = [];
  close(by: CloseBy): void {
    this.closes.push(by);
  }
}

/** When the connection has to end, as things stand. */
export function close(shaper: Shaper, now: number): string {
  const out = new Verdict();
  out.clear(now, 0);
  shaper.standing(now, out);
  return out.closeAt === Infinity ? 'stays' : `${out.closeBy}@${out.closeAt}`;
}

/** Asks until all bytes are answered for, as a pipe does: `take@at`, with fate and close where they say something. */
export function ask(shaper: Shaper, now: number, what: number | string): string {
  const buf = typeof what === 'string' ? Buffer.from(what) : Buffer.alloc(what);
  const bytes = buf.length;
  const out = new Verdict();
  const answers: string[] = [];
  for (let left = bytes; left > 0; left -= out.take) {
    out.clear(now, left);
    shaper.shape(now, left, out, buf, bytes - left);
    assert.ok(out.take >= 1 && out.take <= left);
    const close = out.closeAt === Infinity ? '' : ` ${out.closeBy}@${out.closeAt}`;
    answers.push(`${out.fate === 'drop' ? 'drop ' : ''}${out.take}@${out.at}${close}`);
  }
  return answers.join(', ');
}
