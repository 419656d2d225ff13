import type { ToxicVerdict } from '../src/link/toxic.ts';
import { MILLISECOND, type Nanos } from '../src/world/world.ts';
import { Schedule } from './schedule.ts';

/** Bytes that are sent without a gap. */
interface Run {
  bytes: number;
  /** How many of them had been sent when the rest was planned: only the rest takes time. */
  readonly credit: number;
  readonly from: number;
  to: number;
  /** In ns. */
  readonly perByte: number;
}

const PIECE_MS = 100;
/** So many runs are remembered even though they have left. */
const REMEMBERED = 32;
/** Of a byte: what rounding may take or give. */
const EPSILON = 1e-6;

/**
 * What one direction of a connection sends at a rate, in pieces of 100 ms. When bytes are asked about again, those that
 * were sent by now stay sent when they were, the piece that is being sent keeps its progress, and the rest is planned
 * anew: at the rate there is now, no earlier than now.
 *
 *   runs:  | sent, under way elsewhere | being sent | planned |
 *                                            now
 */
export class Backlog {
  /** For this connection alone. */
  readonly own = new Schedule(REMEMBERED);
  #schedule = this.own;
  /** Of the schedule, when something was planned there. */
  #edition = 0;
  /** The latest last. */
  readonly #runs: Run[] = [];
  #tidyAt = 2 * REMEMBERED;
  /** Sent already and asked about again; the next last. */
  #again: Run[] = [];
  /** How many bytes of the next piece were sent already. */
  #credit = 0;
  /** Nothing is planned for before. */
  #from: Nanos = 0;

  /** About the bytes that enter at `now`; `rate` in bytes per ms, 0: not before it is another one. */
  plan(now: Nanos, out: ToxicVerdict, schedule: Schedule, rate: number): void {
    const run = this.#repeat(out.take) ?? this.#send(Math.max(now, this.#from), out.take, schedule, rate);
    out.take = run.bytes;
    out.at = Math.max(now, Math.round(run.to));
    this.#remember(now, run);
  }

  /** The last `bytes` are asked about again, at this rate. */
  rewind(now: Nanos, bytes: number, rate: number): void {
    this.#again = [];
    this.#credit = 0;
    this.#from = now;
    for (let left = bytes; left > 0;) {
      let run = this.#runs.pop();
      if (run === undefined) break;
      if (run.bytes > left) {
        const first = firstOf(run, run.bytes - left);
        this.#runs.push(first);
        run = restOf(run, first);
      }
      left -= run.bytes;
      this.#takeBack(now, run);
    }
    this.#schedule.serve(rate, now);
  }

  #takeBack(now: Nanos, run: Run): void {
    if (run.to <= now) {
      this.#again.push(run);
      return;
    }
    if (this.#edition === this.#schedule.edition) this.#schedule.free(Math.max(now, run.from), run.to);
    if (run.from >= now) {
      this.#credit += run.credit;
      return;
    }
    const sent = run.credit + (now - run.from) / run.perByte;
    const piece = pieceOf(MILLISECOND / run.perByte);
    const whole = Math.floor(sent / piece + EPSILON) * piece;
    if (whole > 0) this.#again.push(firstOf(run, whole));
    this.#credit += Math.max(0, sent - whole);
  }

  #repeat(most: number): Run | undefined {
    const run = this.#again.pop();
    if (run === undefined) return undefined;
    const bytes = Math.min(most, pieceOf(MILLISECOND / run.perByte));
    if (bytes >= run.bytes) return run;
    const first = firstOf(run, bytes);
    this.#again.push(restOf(run, first));
    return first;
  }

  #send(now: Nanos, most: number, schedule: Schedule, rate: number): Run {
    if (rate === 0) return this.#wait(most);
    schedule.serve(rate, now);
    this.#schedule = schedule;
    this.#edition = schedule.edition;
    const perByte = Math.min(MILLISECOND / rate, Number.MAX_SAFE_INTEGER);
    const from = schedule.find(now, Math.max(0, 1 - EPSILON - this.#credit) * perByte);
    const room = Math.floor(this.#credit + schedule.room / perByte + EPSILON);
    const bytes = Math.max(1, Math.min(most, pieceOf(rate), room));
    const credit = Math.min(this.#credit, bytes);
    const to = from + Math.min(schedule.room, (bytes - credit) * perByte);
    this.#credit -= credit;
    schedule.take(from, to);
    return { bytes, credit, from, to, perByte };
  }

  #wait(bytes: number): Run {
    const credit = Math.min(this.#credit, bytes);
    this.#credit -= credit;
    // Any finite time a byte does: none of them has one.
    return { bytes, credit, from: Infinity, to: Infinity, perByte: MILLISECOND };
  }

  #remember(now: Nanos, run: Run): void {
    const last = this.#runs.at(-1);
    if (last?.to === run.from && last.perByte === run.perByte && run.credit === 0) {
      last.bytes += run.bytes;
      last.to = run.to;
      return;
    }
    this.#runs.push(run);
    if (this.#runs.length < this.#tidyAt) return;
    const known = this.#runs.findIndex(({ to }) => to > now);
    this.#runs.splice(0, Math.min(known < 0 ? Infinity : known, this.#runs.length - REMEMBERED));
    this.#tidyAt = 2 * Math.max(REMEMBERED, this.#runs.length);
  }
}

/** Bytes that leave together, at a rate in bytes per ms. */
function pieceOf(rate: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(1, Math.floor(rate * PIECE_MS + EPSILON)));
}

function firstOf(run: Run, bytes: number): Run {
  const credit = Math.min(run.credit, bytes);
  return { ...run, bytes, credit, to: run.from + (bytes - credit) * run.perByte };
}

function restOf(run: Run, first: Run): Run {
  return { ...run, bytes: run.bytes - first.bytes, credit: run.credit - first.credit, from: first.to };
}
