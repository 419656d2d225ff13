/**
 * Malformed inputs against a node in a virtual world, many connections at a time. Each of them is answered, closed, or
 * owed nothing, and gone soon after its client; a neighbour is served all the while, and a newcomer right after.
 */
import { createHash } from 'node:crypto';
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { dueTo } from '../protocol/due.case.ts';
import { detectProtocol } from '../protocol/detect.ts';
import { describe, MalformedInputs, type Malformed } from '../protocol/malformed.case.ts';
import type { Protocol } from '../protocol/message.ts';
import { inMemoryFullOf } from '../world/unwritten-memory.case.ts';
import { MILLISECOND, SECOND, type Nanos } from '../world/world.ts';
import type { VirtualWorld } from '../world/virtual/virtual-world.ts';
import { Peer } from './peer.case.ts';
import { resident } from './resident.case.ts';

const AT_ONCE = 50;
const GROWTH_MAX = 1.05;
/** Memory is judged from so many inputs on; of fewer, the first half is still warming up. */
const JUDGED_FROM = 100_000;
/** What would mean something to a parser that reads on behind an end: `n` as in `mn`, a blank, a digit, a dash. */
const FILLINGS = ['n', ' ', '1', '-'];
const VALUE = 'VALUE neighbour 0 5\r\nvalue\r\nEND\r\n';
const STORE = 'set neighbour 0 0 5\r\nvalue\r\n';
const FETCH = 'get neighbour\r\n';

export interface FuzzTarget {
  readonly world: VirtualWorld;
  readonly address: string;
  /** What signs in; null: nobody has to. */
  readonly signIn: Record<Protocol, Buffer> | null;
  /** Client connections it has open. */
  connections(): number;
  /** Throws when the node is not as it should be between two batches. */
  check?(): void;
}

interface FuzzOptions {
  /** The seed. */
  readonly name: string;
  readonly inputs: number;
  readonly target: () => FuzzTarget;
}

export interface TestFuzzOptions extends Omit<FuzzOptions, 'target'> {
  readonly target: (signIn: boolean) => FuzzTarget;
}

/** Once where nobody has to sign in, and once where clients have to: `target` is told which. */
export function testFuzz(test: Test, { name, inputs, target }: TestFuzzOptions): void {
  for (const signIn of [false, true]) {
    const title = `${inputs.toLocaleString('en')} malformed inputs`;
    test(signIn ? `${title}, some before a sign-in and some after` : title, () => {
      fuzz({ name: signIn ? `${name}/sign-in` : name, inputs, target: () => target(signIn) });
    });
  }
}

/** What all clients hear, as a hash, is the same whatever memory held before it was written. */
export function testUnwrittenMemory(test: Test, { name, inputs, target }: TestFuzzOptions): void {
  test(`${inputs.toLocaleString('en')} malformed inputs: nobody hears what memory held before`, async () => {
    const options = { name, inputs, target: () => target(false) };
    const heard: string[] = [];
    for (const filling of FILLINGS) heard.push(await inMemoryFullOf(filling, () => hashOfHeard(options)));
    assert.equal(
      heard,
      heard.map(() => heard[0]),
      `${name}: what was heard in memory full of '${FILLINGS.join("', '")}'`,
    );
  });
}

function hashOfHeard({ name, inputs, target }: FuzzOptions): string {
  const hash = createHash('sha256');
  const all = new MalformedInputs(name);
  const fuzzing = new Fuzzing(target(), ({ input, peer }) => hash.update(`${input.seed}: ${peer.heard}\n`, 'latin1'));
  for (let left = inputs; left > 0; left -= AT_ONCE) fuzzing.batch(all.take(Math.min(left, AT_ONCE)));
  return hash.digest('hex');
}

/** Throws with the seed and the bytes of what went wrong. */
function fuzz({ name, inputs, target }: FuzzOptions): void {
  const all = new MalformedInputs(name);
  const fuzzing = new Fuzzing(target());
  const share = (count: number): void => {
    for (let left = count; left > 0; left -= AT_ONCE) {
      const batch = all.take(Math.min(left, AT_ONCE));
      try {
        fuzzing.batch(batch);
      } catch (error) {
        throw blamed(error, batch, target);
      }
    }
  };
  const [first, second] = [residentAfter(share, inputs / 2), residentAfter(share, inputs / 2)];
  const message = `${name}: resident memory after the halves: ${mib(first)}, ${mib(second)}`;
  console.log(message);
  if (inputs < JUDGED_FROM) return;
  assert.ok(second <= GROWTH_MAX * first, `${message}, expected at most ${GROWTH_MAX} times as much`);
}

/** The least of several looks at the end: the allocator gives back as it pleases. */
function residentAfter(share: (count: number) => void, inputs: number): number {
  const looks = 5;
  const between = Math.ceil(inputs / (5 * looks));
  share(inputs - looks * between);
  const seen = Array.from({ length: looks }, () => {
    share(between);
    return resident();
  });
  return Math.min(...seen);
}

function mib(bytes: number): string {
  return `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}

/** Of a batch, the first input that fails alone too. */
function blamed(error: unknown, batch: readonly Malformed[], target: () => FuzzTarget): Error {
  for (const input of batch) {
    try {
      new Fuzzing(target()).batch([input]);
    } catch (cause) {
      const message = messageOf(cause);
      return new Error(message.includes(input.seed) ? message : `${message}: ${describe(input)}`, { cause });
    }
  }
  return new Error(`${messageOf(error)}: together:\n${batch.map(describe).join('\n')}`, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

class Fuzzing {
  private readonly target: FuzzTarget;
  private readonly heard: ((fuzzer: Fuzzer) => void) | undefined;
  private readonly neighbour: Peer;
  /** Flushes that have been asked for, and have cost the neighbour its value. */
  private flushes = 0;
  private flushed = 0;

  /** `heard` is told of each fuzzer when it has heard all that it will. */
  constructor(target: FuzzTarget, heard?: (fuzzer: Fuzzer) => void) {
    this.target = target;
    this.heard = heard;
    this.neighbour = this.peer('neighbour');
    this.signIn(this.neighbour, 'text');
    this.checkNeighbour();
  }

  batch(inputs: readonly Malformed[]): void {
    const { target, neighbour } = this;
    for (const { bytes } of inputs) this.flushes += dueTo(bytes).flushes;
    const fuzzers = inputs.map((input) => new Fuzzer(input, this.peer('fuzzer')));
    this.pass(MILLISECOND);
    for (const { input, peer } of fuzzers) if (input.signedIn) this.signIn(peer, protocolOf(input), false);
    this.pass(50 * MILLISECOND);
    for (const fuzzer of fuzzers) fuzzer.begin(target.signIn !== null);
    for (let speaking = true; speaking;) {
      speaking = false;
      for (const fuzzer of fuzzers) speaking = fuzzer.speak() || speaking;
      neighbour.say(FETCH);
      this.pass(MILLISECOND);
      this.checkMeanwhile();
    }
    this.pass(SECOND);
    for (const fuzzer of fuzzers) {
      fuzzer.check();
      this.heard?.(fuzzer);
    }
    this.checkNeighbour();
    this.checkNewcomer();
    // Some in peace, some not.
    fuzzers.forEach(({ peer }, i) => (i % 2 === 0 ? peer.socket.end() : peer.socket.reset()));
    this.pass(3 * SECOND);
    for (const { input, peer } of fuzzers) if (peer.closed === null) throw new Error(`still open: ${describe(input)}`);
    assert.is(target.connections(), 1, 'connections beside the neighbour');
    target.check?.();
  }

  private peer(node: string): Peer {
    return new Peer(this.target.world, this.target.address, node);
  }

  private pass(duration: Nanos): void {
    const { world } = this.target;
    world.run(world.clock.now() + duration);
  }

  private signIn(peer: Peer, protocol: Protocol, wait = true): void {
    const { signIn } = this.target;
    if (signIn === null) return;
    peer.say(signIn[protocol]);
    if (!wait) return;
    this.pass(50 * MILLISECOND);
    assert.ok(peer.take() !== '' && peer.closed === null, 'the neighbour is signed in');
  }

  private checkMeanwhile(): void {
    const heard = this.neighbour.take();
    if (heard === 'END\r\n' && this.flushed < this.flushes) {
      this.flushed++;
      this.neighbour.say(STORE);
      this.pass(MILLISECOND);
      assert.is(this.neighbour.take(), 'STORED\r\n', 'the neighbour stores');
    } else assert.is(heard, VALUE, 'the neighbour reads meanwhile');
  }

  private checkNeighbour(): void {
    assert.is(this.neighbour.closed, null, 'the neighbour is connected');
    this.neighbour.say(STORE + FETCH);
    this.pass(50 * MILLISECOND);
    assert.is(this.neighbour.take(), `STORED\r\n${VALUE}`, 'the neighbour stores and reads');
  }

  private checkNewcomer(): void {
    const peer = this.peer('newcomer');
    this.signIn(peer, 'text');
    peer.say(FETCH);
    this.pass(50 * MILLISECOND);
    assert.is(peer.take(), VALUE, 'a newcomer reads');
    peer.socket.end();
  }
}

class Fuzzer {
  readonly input: Malformed;
  readonly peer: Peer;
  private at = 0;
  private piece = 0;

  constructor(input: Malformed, peer: Peer) {
    this.input = input;
    this.peer = peer;
  }

  begin(mustSignIn: boolean): void {
    const heard = this.peer.take();
    const signedIn = mustSignIn && this.input.signedIn;
    if (signedIn === (heard === '')) throw new Error(`the sign-in was answered by '${heard}': ${describe(this.input)}`);
  }

  /** The next piece; false when there was none. */
  speak(): boolean {
    const { bytes, cuts } = this.input;
    if (this.at >= bytes.length) return false;
    const end = cuts[this.piece++] ?? bytes.length;
    this.peer.say(bytes.subarray(this.at, end));
    this.at = end;
    return true;
  }

  check(): void {
    const { peer, input } = this;
    if (!dueTo(input.bytes).word || peer.heard !== '' || peer.closed !== null) return;
    throw new Error(`neither answered nor closed: ${describe(input)}`);
  }
}

function protocolOf({ bytes }: Malformed): Protocol {
  return bytes.length === 0 ? 'text' : detectProtocol(bytes[0]!);
}
