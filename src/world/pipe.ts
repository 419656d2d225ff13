import { ByteQueue } from './byte-queue.ts';
import { SEGMENTS_MAX, WINDOW, type PipeKernel, type PipeReceiver, type PipeSender } from './pipe-ends.ts';
import { Segments } from './segments.ts';
import { Verdict, type CloseBy, type Shaper } from './shaper.ts';
import type { Nanos, Task } from './world.ts';

/** Reused: a verdict is read before the next one is asked for. */
const verdict = new Verdict();

/**
 * One direction of a connection: a byte queue with times of arrival. Only the head segment has a place in the kernel's
 * heap. The shaper decides, the pipe acts.
 */
export class Pipe extends ByteQueue implements Task {
  readonly #kernel: PipeKernel;
  readonly #sender: PipeSender;
  readonly #receiver: PipeReceiver;
  readonly #latency: Nanos;
  readonly #shaper: Shaper | null;
  readonly #segments = new Segments();
  /** The time of the kernel's earliest task for this pipe; Infinity: none. */
  #scheduledAt: Nanos = Infinity;
  #paused = false;
  /** The receiver exists: it was accepted. */
  #open = false;
  #fresh = false;
  /** What waits does not tell yet what it is: the writer is not held back for it. */
  #undecided = false;
  #wantsDrain = false;
  #end: 'open' | 'waiting' | 'sent' | 'delivered' = 'open';
  #endAt: Nanos = Infinity;
  #endEntered: Nanos = 0;
  #closeAt: Nanos = Infinity;
  #closeBy: CloseBy = 'end';
  #dead = false;

  constructor(kernel: PipeKernel, sender: PipeSender, receiver: PipeReceiver, latency: Nanos, shaper: Shaper | null) {
    super();
    this.#kernel = kernel;
    this.#sender = sender;
    this.#receiver = receiver;
    this.#latency = latency;
    this.#shaper = shaper;
    if (shaper === null) return;
    shaper.changed = () => this.#reshape();
    if (shaper.active) this.#stand(kernel.now());
  }

  get pending(): number {
    return this.#undecided ? 0 : this.written - this.sent;
  }

  /** Nothing is in it, and no FIN: who writes past it overtakes nothing. */
  get idle(): boolean {
    return this.read === this.written && this.#end === 'open' && !this.#dead;
  }

  write(from: Uint8Array, start: number, end: number): boolean {
    if (this.#dead || this.#end !== 'open') return false;
    const n = end - start;
    if (n <= 0) return this.pending === 0;
    this.append(from, start, end);
    this.#pump();
    if (this.pending === 0) return true;
    this.#wantsDrain = true;
    return false;
  }

  /** FIN after all that was written. */
  end(): void {
    if (this.#dead || this.#end !== 'open') return;
    this.#end = 'waiting';
    this.#pump();
  }

  /** The receiver's side is there; what arrived before is offered to it. */
  openReceiver(): void {
    this.#open = true;
    if (this.arrived > this.read || this.#endAt <= this.#kernel.now()) this.#wake(this.#kernel.now());
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (!this.#dead) this.#wake(this.#kernel.now());
  }

  /** No more comes out: a reset, or the receiver is gone. Bytes are dropped. */
  kill(): void {
    this.#dead = true;
    this.drop();
    this.#undecided = false;
    this.#segments.clear();
    this.release();
  }

  /** Nobody is left whom a shaper could tell to close: what is under way still arrives. */
  release(): void {
    this.#closeAt = Infinity;
    if (this.#shaper !== null) this.#shaper.changed = null;
  }

  /** The sender is gone with a reset: what is under way arrives before the RST, the rest is lost. */
  cut(): void {
    this.written = this.sent;
    this.#undecided = false;
    if (this.#end === 'open' || this.#end === 'waiting') this.#end = 'delivered';
  }

  /** The connection is ended from between: what has left arrives, then the FIN; what is held or waits is lost. */
  sever(): void {
    if (this.#dead || this.#end === 'delivered') return;
    const now = this.#kernel.now();
    for (const { bytes } of this.#segments.takeAfter(now + this.#latency)) this.sent -= bytes;
    this.written = this.sent;
    this.#undecided = false;
    // Shapers have no say in it any more.
    this.release();
    const endWasSent = this.#end === 'sent';
    this.#end = 'sent';
    this.#endAt = Math.min(this.#endAt, now + this.#latency);
    if (!endWasSent) this.#sender.endSent();
    this.#schedule();
  }

  fire(): void {
    const now = this.#kernel.now();
    if (this.#scheduledAt <= now) this.#scheduledAt = Infinity;
    if (this.#dead) return;
    if (this.#closeAt <= now) {
      this.#closeAt = Infinity;
      this.#sender.severed(this.#closeBy);
      if (this.#dead) return;
    }
    const arrived = this.#segments.arrive(now);
    if (arrived > 0) {
      this.arrived += arrived;
      this.#fresh = true;
    }
    if (this.#open && !this.#paused) this.#deliver(now);
    if (!this.#dead) this.#schedule();
  }

  #deliver(now: Nanos): void {
    if (this.#fresh && this.arrived > this.read) {
      this.#fresh = false;
      this.delivering = true;
      this.#kernel.trace.mix(2, this.arrived - this.read, now);
      const start = this.read;
      const end = this.arrived;
      const consumed = this.#receiver.read(this.buf, start, end);
      this.delivering = false;
      if (this.#dead) return;
      if (!(consumed >= start && consumed <= end)) {
        throw new Error(`onData: expected an index in ${start}..${end}, got ${consumed}`);
      }
      // Counted from where it stands now: a write meanwhile may have moved the bytes to a new buffer.
      this.read += consumed - start;
      this.seen = this.#paused ? this.read : this.arrived;
      // A receiver that paused itself and left bytes gets them again on resume.
      if (this.#paused && this.read < this.arrived) this.#fresh = true;
      if (this.read === this.written) this.rewindToStart();
      if (this.sent < this.written) this.#pump();
    }
    if (this.#end === 'sent' && this.#endAt <= now && !this.#paused && this.#segments.empty) {
      this.#end = 'delivered';
      // Nothing comes after a FIN.
      this.dropBuffer();
      this.#receiver.readEnd();
    }
  }

  /** Sends what the window has room for, and the FIN behind it. */
  #pump(): void {
    const now = this.#kernel.now();
    const had = this.sent;
    this.#undecided = false;
    while (this.sent < this.written) {
      const room = WINDOW - (this.sent - this.seen);
      if (room <= 0) break;
      const waiting = this.written - this.sent;
      const n = Math.min(room, waiting);
      // Without a toxic nothing is ever held: when it entered, nobody will ask.
      if (this.#shaper === null || !this.#shaper.active) this.#segment(now + this.#latency, n, 0, 0);
      else if (this.#segments.count >= SEGMENTS_MAX) break;
      else if (this.#shape(now, n) === 0) {
        this.#undecided = n === waiting;
        // Nothing comes behind a FIN: what has not told until now never will.
        if (!this.#undecided || this.#end === 'open') break;
        this.#segment(now + this.#latency, n, now, 0);
      }
    }
    if (this.sent === this.written) this.#undecided = false;
    if (this.pending === 0) {
      if (this.#wantsDrain && this.sent !== had) {
        this.#wantsDrain = false;
        this.#sender.drained();
      }
      if (this.#end === 'waiting') this.#sendEnd(now);
    }
    this.#schedule();
  }

  #segment(at: Nanos, n: number, entered: Nanos, flip: number): void {
    this.#segments.add(at, n, entered, flip);
    this.sent += n;
  }

  /** About the next `n` bytes, which entered at `now`. Returns how many it was about; 0: they do not tell yet. */
  #shape(now: Nanos, n: number): number {
    verdict.clear(now, n);
    this.#shaper!.shape(now, n, verdict, this.buf, this.sent);
    if (verdict.take === 0) return 0;
    const take = Math.min(n, Math.max(1, verdict.take));
    if (verdict.fate === 'drop') this.remove(take);
    else {
      this.#segment(verdict.at + this.#latency, take, now, verdict.flip);
      if (verdict.flip !== 0) this.buf[this.sent - 1]! ^= verdict.flip;
    }
    this.#closes(this.#kernel.now());
    return take;
  }

  #closes(now: Nanos): void {
    if (verdict.closeAt >= this.#closeAt) return;
    this.#closeAt = Math.max(now, verdict.closeAt);
    this.#closeBy = verdict.closeBy;
  }

  /** What was announced before counts no more, unless it is due. */
  #stand(now: Nanos): void {
    if (this.#closeAt <= now) return;
    verdict.clear(now, 0);
    this.#shaper!.standing(now, verdict);
    this.#closeAt = Infinity;
    this.#closes(now);
    this.#schedule();
  }

  #sendEnd(now: Nanos): void {
    this.#end = 'sent';
    this.#endEntered = now;
    this.#timeEnd(now);
    this.#sender.endSent();
  }

  #timeEnd(entered: Nanos): void {
    let at = entered + this.#latency;
    if (this.#shaper?.active) {
      verdict.clear(entered, 0);
      this.#shaper.shapeEnd(entered, verdict);
      at = verdict.fate === 'drop' ? Infinity : verdict.at + this.#latency;
      this.#closes(this.#kernel.now());
    }
    this.#endAt = Math.max(at, this.#segments.lastAt, this.#kernel.now());
  }

  /** The toxics changed: what is held is shaped again, as of its entry, and leaves no earlier than now. */
  #reshape(): void {
    if (this.#dead) return;
    const now = this.#kernel.now();
    const held = this.#segments.takeAfter(now + this.#latency);
    let at = this.sent;
    for (const { bytes, flip } of held.toReversed()) {
      if (flip !== 0) this.buf[at - 1]! ^= flip;
      at -= bytes;
    }
    this.#shaper!.rewind(now, this.sent - at);
    this.sent = at;
    this.#stand(now);
    let took = 1;
    let left = 0;
    for (const [i, { bytes, entered }] of this.#shaper!.active ? held.entries() : []) {
      left += bytes;
      // What entered together is one piece again, however it was cut.
      if (held[i + 1]?.entered !== entered)
        for (; left > 0 && took > 0; left -= took) took = this.#shape(entered, left);
    }
    // What nobody shapes any more, or does not tell any more what it is, is as if it had just been written.
    this.#pump();
    if (this.#end === 'sent') this.#timeEnd(this.#endEntered);
    this.#schedule();
  }

  #schedule(): void {
    let at = this.#segments.nextAt;
    if (at === Infinity && this.#end === 'sent' && this.#open && !this.#paused) at = this.#endAt;
    this.#wake(Math.min(at, this.#closeAt));
  }

  #wake(at: Nanos): void {
    if (at >= this.#scheduledAt) return;
    this.#scheduledAt = at;
    this.#kernel.post(at, this);
  }
}
