/**
 * Malformed inputs on real sockets, many at a time, to a node in a process of its own. What `fuzz.case.ts` asks for in
 * virtual time, within bounded waits here.
 */
import * as assert from 'uvu/assert';
import { dueTo } from '../protocol/due.case.ts';
import { detectProtocol } from '../protocol/detect.ts';
import { describe, MalformedInputs, type Malformed } from '../protocol/malformed.case.ts';
import type { Protocol } from '../protocol/message.ts';
import { createLiveWorld, type LiveWorld } from '../world/live/live-world.ts';
import { SECOND, type CloseReason, type Socket, type SocketHandler, type TimerId } from '../world/world.ts';
import { askText } from './bench/ask-text.case.ts';
import type { Child } from './bench/children.case.ts';
import { LiveNeighbour } from './fuzz-neighbour.case.ts';

const AT_ONCE = 200;
/** For an answer, a close, or the end of a connection. */
const PATIENCE = 30 * SECOND;
/** Of those who are owed a word one in so many ends in peace: whoever does holds a port for a minute. Others reset. */
const END_EVERY = 16;
const NEWCOMER_EVERY = 500;
const GROWTH_MAX = 1.05;
const LOOKS = 5;
const DRAIN_LOOKS = 100;

export interface Look {
  readonly resident: number;
  /** Client connections that are open. */
  readonly connections: number;
  /** What is wrong between two looks; '' for nothing. */
  readonly wrong: string;
}

export interface LiveFuzzOptions {
  readonly name: string;
  readonly inputs: number;
  /** Answers 'start' with `{ address }`, and 'look' with a `Look`. */
  readonly server: Child;
  readonly signIn: Record<Protocol, Buffer> | null;
}

export async function fuzzLive({ name, inputs, server, signIn }: LiveFuzzOptions): Promise<void> {
  const world = createLiveWorld({ seed: name });
  try {
    const { address } = await server.ask<{ address: string }>({ request: 'start' });
    const fuzzing = new LiveFuzzing(world, address, signIn, new MalformedInputs(name));
    await fuzzing.neighbour.start();
    const half = async (): Promise<number> => {
      const between = Math.ceil(inputs / 2 / 5 / LOOKS);
      await fuzzing.run(inputs / 2 - LOOKS * between);
      const seen: number[] = [];
      for (let i = 0; i < LOOKS; i++) {
        await fuzzing.run(between);
        seen.push(await residentOf(server));
      }
      return Math.min(...seen);
    };
    const [first, second] = [await half(), await half()];
    const message = `${name}: resident memory after the halves: ${first >> 10} KiB, ${second >> 10} KiB`;
    console.log(message);
    assert.ok(second <= GROWTH_MAX * first, `${message}, expected at most ${GROWTH_MAX} times as much`);
  } finally {
    server.stop();
    await world.close();
  }
}

/** Once only the neighbour is connected. */
async function residentOf(server: Child): Promise<number> {
  for (let i = 0; i < DRAIN_LOOKS; i++) {
    const { resident, connections, wrong } = await server.ask<Look>({ request: 'look' });
    assert.is(wrong, '');
    if (connections === 1) return resident;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('connections beside the neighbour: expected them to end');
}

class LiveFuzzing {
  readonly neighbour: LiveNeighbour;
  private readonly world: LiveWorld;
  private readonly address: string;
  private readonly signIn: Record<Protocol, Buffer> | null;
  private readonly all: MalformedInputs;
  private sent = 0;

  constructor(world: LiveWorld, address: string, signIn: Record<Protocol, Buffer> | null, all: MalformedInputs) {
    this.world = world;
    this.address = address;
    this.signIn = signIn;
    this.all = all;
    this.neighbour = new LiveNeighbour(world, address, signIn?.text ?? null);
  }

  run(inputs: number): Promise<void> {
    return new Promise((resolve, rejectBare) => {
      let left = inputs;
      const open = new Set<Malformed>();
      // Whatever goes wrong, one of these has done it.
      const reject = (error: unknown): void => {
        const message = error instanceof Error ? error.message : String(error);
        rejectBare(new Error(`${message}; under way were:\n${[...open].map(describe).join('\n')}`));
      };
      this.neighbour.onWrong = reject;
      const next = (): void => {
        if (left === 0 && open.size === 0) return resolve();
        if (left === 0) return;
        left--;
        const input = this.all.next();
        open.add(input);
        const due = dueTo(input.bytes);
        this.neighbour.flushes += due.flushes;
        // Where no word is due, only an end in peace tells that all was read.
        const ending = ++this.sent % END_EVERY === 0 || !due.word;
        if (this.sent % NEWCOMER_EVERY === 0) this.newcomer().catch(reject);
        const fuzzer = new LiveFuzzer(this.world, input, this.signIn, ending, (error) => {
          if (error !== null) return reject(error);
          open.delete(input);
          next();
        });
        fuzzer.connect(this.address);
      };
      for (let i = 0; i < AT_ONCE; i++) next();
    });
  }

  private async newcomer(): Promise<void> {
    const signIn = this.signIn?.text.toString('latin1') ?? '';
    const expected = `${signIn === '' ? '' : 'STORED\r\n'}END\r\n`;
    assert.is(await askText(this.world, this.address, `${signIn}get nothing\r\n`, 'END\r\n'), expected);
  }
}

/** One input on a connection of its own. */
class LiveFuzzer implements SocketHandler {
  private readonly world: LiveWorld;
  private readonly input: Malformed;
  private readonly signIn: Buffer | null;
  private readonly ending: boolean;
  private readonly onDone: (error: Error | null) => void;
  private state: 'connecting' | 'signing in' | 'speaking' | 'waiting' | 'leaving' | 'gone' = 'connecting';
  private socket: Socket | null = null;
  private readonly watchdog: TimerId;
  private at = 0;
  private piece = 0;
  private heard = false;

  constructor(
    world: LiveWorld,
    input: Malformed,
    signIn: Record<Protocol, Buffer> | null,
    ending: boolean,
    onDone: (error: Error | null) => void,
  ) {
    this.world = world;
    this.input = input;
    const protocol = input.bytes.length === 0 ? 'text' : detectProtocol(input.bytes[0]!);
    this.signIn = input.signedIn && signIn !== null ? signIn[protocol] : null;
    this.ending = ending;
    this.onDone = onDone;
    this.watchdog = world.clock.at(world.clock.now() + PATIENCE, { fire: () => this.late() });
  }

  connect(address: string): void {
    this.socket = this.world.net.connect('fuzzer', address, this);
  }

  onOpen(): void {
    if (this.signIn === null) return this.speak();
    this.state = 'signing in';
    this.socket!.write(this.signIn, 0, this.signIn.length);
  }

  onData(_buf: Buffer, _start: number, end: number): number {
    if (this.state === 'signing in') this.speak();
    else {
      this.heard = true;
      if (this.state === 'waiting') this.leave();
    }
    return end;
  }

  onClose(why: CloseReason): void {
    const { state } = this;
    this.state = 'gone';
    this.world.clock.cancel(this.watchdog);
    const early = state === 'connecting' || state === 'signing in';
    this.onDone(early ? new Error(`${why} while ${state}: ${describe(this.input)}`) : null);
  }

  /** The next piece; each in a turn of its own. */
  private speak(): void {
    if (this.state === 'gone' || this.state === 'leaving') return;
    this.state = 'speaking';
    const { bytes, cuts } = this.input;
    if (this.at >= bytes.length) return this.spoken();
    const end = cuts[this.piece++] ?? bytes.length;
    this.socket!.write(bytes, this.at, end);
    this.at = end;
    this.world.clock.at(0, { fire: () => this.speak() });
  }

  private spoken(): void {
    this.state = 'waiting';
    if (this.heard || !dueTo(this.input.bytes).word) this.leave();
  }

  private leave(): void {
    this.state = 'leaving';
    if (this.ending) this.socket!.end();
    else this.socket!.reset();
  }

  private late(): void {
    const { state } = this;
    if (state === 'gone') return;
    this.onDone(new Error(`${state} for too long: ${describe(this.input)}`));
  }
}
