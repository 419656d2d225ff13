import type { Hop, HopShapers, HopTraffic } from '../hop.ts';
import type { CloseBy, Shaper } from '../shaper.ts';
import { Pipe } from '../pipe.ts';
import { WINDOW } from '../pipe-ends.ts';
import { Deadline, type Nanos, SECOND } from '../world.ts';
import type { LiveContext } from './context.ts';
import { LivePipeKernel } from './pipe-kernel.ts';
import type { Wire } from './wire.ts';

/** How long an accepting side may do nothing about a connection that the hop has ended: a kernel's FIN_WAIT_2. */
const ORPHAN: Nanos = 60 * SECOND;

/** Whoever goes on and on saying more to a connection that the hop has ended is told by a RST, as a closed socket would. */
const DISCARDED_MAX = 4 * WINDOW;

/** The connecting socket, as its hop sees it. */
export interface HopOwner {
  /** Bytes have come through the hop; all are taken. */
  deliver(buf: Buffer, start: number, end: number): void;
  deliverEnd(): void;
  /** Something that waited has left. */
  drained(): void;
  /** Our FIN has left. */
  endSent(): void;
  /** A RST has come through the hop. */
  lost(): void;
  /** The hop ends the connection, on both sides. */
  severed(by: CloseBy): void;
  /** RST, to the kernel and to a peer of this world. */
  cutWire(): void;
}

/**
 * What lies between, hosted by the connecting side for both directions:
 *
 *   handler ─> upstream pipe ─> wire ═══ loopback ═══ accepting side
 *   handler <─ downstream pipe <─ wire
 *
 * A direction without latency, whose shaper sleeps and whose pipe is empty, goes past its pipe.
 */
export class HostedHop {
  readonly #context: LiveContext;
  readonly #wire: Wire;
  readonly #owner: HopOwner;
  readonly #latency: Nanos;
  readonly #shapers: HopShapers;
  readonly #up: Pipe;
  readonly #down: Pipe;
  readonly #upKernel: LivePipeKernel;
  readonly #downKernel: LivePipeKernel;
  readonly #traffic: HopTraffic;
  #paused = false;
  #gone: 'owner' | 'wire' | 'both' | null = null;
  /** Ended by the hop: what either side still sends goes nowhere. */
  #severed = false;
  #orphan: Deadline | null = null;
  #discarded = 0;

  constructor(context: LiveContext, wire: Wire, owner: HopOwner, hop: Hop) {
    this.#context = context;
    this.#wire = wire;
    this.#owner = owner;
    this.#latency = hop.latency;
    this.#shapers = hop.open({ close: (by) => this.#sever(by) });
    const severed = (by: CloseBy): void => this.#sever(by);
    this.#traffic = this.#shapers.traffic ?? {
      upstream: { received: 0, sent: 0 },
      downstream: { received: 0, sent: 0 },
    };
    this.#upKernel = new LivePipeKernel(context);
    this.#downKernel = new LivePipeKernel(context);
    this.#up = new Pipe(
      this.#upKernel,
      { drained: () => owner.drained(), endSent: () => owner.endSent(), severed },
      { read: (buf, start, end) => this.#toWire(buf, start, end), readEnd: () => wire.end() },
      hop.latency,
      this.#shapers.upstream,
    );
    this.#down = new Pipe(
      this.#downKernel,
      { drained: () => wire.resume(), endSent: () => undefined, severed },
      { read: (buf, start, end) => this.#toOwner(buf, start, end), readEnd: () => owner.deliverEnd() },
      hop.latency,
      this.#shapers.downstream,
    );
    this.#up.openReceiver();
    this.#down.openReceiver();
  }

  get pending(): number {
    return this.#up.pending + this.#wire.pending;
  }

  write(buf: Uint8Array, start: number, end: number): boolean {
    if (this.#severed) return false;
    const { upstream } = this.#traffic;
    upstream.received += end - start;
    if (!this.#passes(this.#up, this.#shapers.upstream)) return this.#up.write(buf, start, end);
    upstream.sent += end - start;
    return this.#wire.write(buf, start, end);
  }

  end(): void {
    if (this.#severed) return;
    if (!this.#passes(this.#up, this.#shapers.upstream)) return this.#up.end();
    this.#wire.end();
    this.#owner.endSent();
  }

  pause(): void {
    this.#paused = true;
    // Once severed all that comes goes to the owner, who keeps it during a pause.
    if (!this.#severed) this.#down.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#down.resume();
  }

  /** From the wire. */
  receive(buf: Buffer, start: number, end: number): void {
    if (this.#severed) return this.#discard(end - start);
    this.#traffic.downstream.received += end - start;
    if (!this.#paused && this.#passes(this.#down, this.#shapers.downstream)) this.#toOwner(buf, start, end);
    else if (!this.#down.write(buf, start, end)) this.#wire.pause();
  }

  receiveEnd(): void {
    if (this.#severed) return;
    if (!this.#paused && this.#passes(this.#down, this.#shapers.downstream)) this.#owner.deliverEnd();
    else this.#down.end();
  }

  /** The accepting side's RST is here: its bytes that left before it arrive first. */
  receiveReset(): void {
    this.#killUp();
    this.#afterLatency(() => this.#owner.lost());
  }

  /** The wire has room again. */
  wireWritten(): void {
    this.#up.resume();
  }

  /** The owner resets: what has left goes on its way, then the RST. */
  reset(): void {
    this.#up.cut();
    if (this.#latency === 0) {
      this.#killUp();
      return this.#owner.cutWire();
    }
    this.#afterLatency(() => {
      this.#killUp();
      this.#wire.flush();
      // A late clock may have written the last bytes just now: the peer gets the chance to read them that they had.
      this.#context.clock.post(0, { fire: () => this.#owner.cutWire() });
    });
  }

  /** The owner hears no more. What it sent before its FIN is still under way, or toxics have yet to end it. */
  close(): void {
    this.#down.kill();
    this.#downKernel.cancel();
    this.#over('owner');
  }

  /** The other end can hear no more. */
  wireGone(): void {
    if (this.#orphan !== null) this.#context.clock.deadlines(ORPHAN).disarm(this.#orphan);
    this.#killUp();
    this.#over('wire');
  }

  #passes(pipe: Pipe, shaper: Shaper): boolean {
    return this.#latency === 0 && !shaper.active && pipe.idle;
  }

  #toWire(buf: Buffer, start: number, end: number): number {
    this.#traffic.upstream.sent += end - start;
    if (!this.#wire.write(buf, start, end)) this.#up.pause();
    return end;
  }

  #toOwner(buf: Buffer, start: number, end: number): number {
    this.#traffic.downstream.sent += end - start;
    this.#owner.deliver(buf, start, end);
    return end;
  }

  #sever(by: CloseBy): void {
    if (this.#severed) return;
    this.#severed = true;
    if (by === 'end') this.#severInPeace();
    else this.#killUp();
    this.#owner.severed(by);
  }

  /**
   * What has left arrives, then the FIN; what shapers hold is lost: they have no say in it any more. The pipes see to it,
   * not a task of its own: on a late clock that would come before bytes that left in time.
   */
  #severInPeace(): void {
    for (const pipe of [this.#up, this.#down]) {
      pipe.sever();
      pipe.resume();
    }
    // What the accepting side still sends is read, to be thrown away: its FIN stands behind it.
    this.#wire.resume();
    this.#limitWire();
    this.#over('wire');
  }

  #discard(bytes: number): void {
    this.#discarded += bytes;
    if (this.#discarded > DISCARDED_MAX) this.#wire.reset();
  }

  #limitWire(): void {
    if (this.#gone === 'wire' || this.#gone === 'both') return;
    this.#orphan = new Deadline({ fire: () => this.#wire.reset() });
    this.#context.clock.deadlines(ORPHAN).arm(this.#orphan);
  }

  /** Shapers are done with the connection when both its ends are. */
  #over(end: 'owner' | 'wire'): void {
    if (this.#gone === end || this.#gone === 'both') return;
    this.#gone = this.#gone === null ? end : 'both';
    if (this.#gone === 'both') this.#shapers.closed();
  }

  #killUp(): void {
    this.#up.kill();
    this.#upKernel.cancel();
  }

  #afterLatency(then: () => void): void {
    if (this.#latency === 0) then();
    else this.#context.clock.post(this.#context.clock.now() + this.#latency, { fire: then });
  }
}
