import type { Server, Socket } from 'node:net';
import { createRng } from '../rng.ts';
import { TraceHash } from '../trace.ts';
import type { Clock, Cpu, Machine, MachineOptions, Net, Rng, World } from '../world.ts';
import { LiveClock } from './clock.ts';
import type { LiveContext } from './context.ts';
import { LiveCpu } from './cpu.ts';
import { LiveMachine } from './machine.ts';
import { LiveNet, type PlacedNode } from './net.ts';
import type { LiveSocket } from './socket.ts';
import { Turn } from './turn.ts';
import { Vitals } from './vitals.ts';

export interface LiveWorldOptions {
  /** Of the random streams. Arrival times and thread schedules are the machine's: two live runs are never equal. */
  readonly seed: string | number;
  /** Hosts that may be connected to besides loopback. @default [] */
  readonly allowHosts?: readonly string[];
  /** Hears what handlers and tasks throw. The world goes on. @default rethrown, which ends the process */
  readonly onError?: (error: unknown) => void;
}

/** Real sockets on loopback and wall time. */
export interface LiveWorld extends World {
  readonly kind: 'live';
  /** Makes it time 0 again, so that what had to be prepared takes no time of the run. Throws while timers are pending. */
  restartClock(): void;
  /** Watches the process and its machine from now on. */
  vitals(): Vitals;
  /** Destroys every socket, listener and timer; no handler hears of it. Resolves when all descriptors are closed. */
  close(): Promise<void>;
}

export function createLiveWorld(options: LiveWorldOptions): LiveWorld {
  return new Loopback(options);
}

interface LiveNode extends PlacedNode {
  readonly cpu: LiveCpu;
}

class Loopback implements LiveWorld {
  readonly kind = 'live';
  readonly clock: Clock;
  readonly net: Net;
  readonly #seed: string;
  readonly #context: LiveContext;
  readonly #net: LiveNet;
  readonly #machines = new Map<string, LiveMachine>();
  readonly #nodes = new Map<string, LiveNode>();

  constructor({ seed, allowHosts = [], onError = rethrow }: LiveWorldOptions) {
    this.#seed = String(seed);
    this.#context = {
      clock: new LiveClock(onError),
      turn: new Turn(onError),
      trace: new TraceHash(),
      handles: new Set<Socket | Server>(),
      fail: onError,
    };
    this.clock = this.#context.clock;
    this.#net = new LiveNet(this.#context, (node) => this.#node(node), allowHosts);
    this.net = {
      listen: (listenOptions, acceptor) => this.#net.listen(listenOptions, acceptor),
      connect: (node, address, handler) => this.#net.connect(node, address, handler),
      setHop: (from, to, hop) => this.#net.setHop(from, to, hop),
      kill: (node) => this.#kill(node),
    };
  }

  rng(stream: string): Rng {
    return createRng(this.#seed, stream);
  }

  machine(options: MachineOptions): Machine {
    return this.#machine(options);
  }

  cpu(node: string): Cpu {
    return this.#node(node).cpu;
  }

  station(_name: string, servers: number): Cpu {
    return new LiveCpu(this.#context, { servers, alwaysTimed: true });
  }

  trace(kind: number, a: number, b: number): void {
    this.#context.trace.mix(kind, a, b);
  }

  restartClock(): void {
    this.#context.clock.restart();
  }

  vitals(): Vitals {
    const { clock } = this.#context;
    return new Vitals(() => clock.spun);
  }

  async close(): Promise<void> {
    for (const node of this.#nodes.keys()) this.#kill(node);
    this.#context.clock.close();
    this.#context.turn.close();
    const closed: Promise<unknown>[] = [];
    for (const handle of this.#context.handles) {
      // A server that could not be bound has no 'close'.
      closed.push(new Promise((resolve) => handle.once('close', resolve).once('error', resolve)));
      if ('destroy' in handle) handle.destroy();
    }
    await Promise.all(closed);
  }

  #kill(node: string): void {
    this.#net.kill(node);
    this.#node(node).cpu.clear();
  }

  #machine(options: MachineOptions): LiveMachine {
    let machine = this.#machines.get(options.name);
    if (machine === undefined) {
      machine = new LiveMachine(this.#context, options, (node, home) => this.#place(node, home));
      this.#machines.set(options.name, machine);
    }
    return machine;
  }

  #node(name: string): LiveNode {
    return this.#nodes.get(name) ?? this.#place(name, this.#machine({ name: `machine of ${name}` }));
  }

  #place(name: string, machine: LiveMachine): LiveNode {
    const placed = this.#nodes.get(name);
    if (placed !== undefined) throw new Error(`node ${name}: placed already, on ${placed.machine.name}`);
    const cpu = new LiveCpu(this.#context, { servers: 1, alwaysTimed: false });
    const node: LiveNode = { name, machine, sockets: new Set<LiveSocket>(), cpu };
    this.#nodes.set(name, node);
    return node;
  }
}

/** From an empty stack: the queue it was caught in goes on. */
function rethrow(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
