import { Bag } from '../bag.ts';
import { createRng } from '../rng.ts';
import type { Clock, Cpu, Machine, MachineOptions, Nanos, Net, Rng, World } from '../world.ts';
import { Station, VirtualCpu } from './cpu.ts';
import { Kernel } from './kernel.ts';
import { VirtualMachine } from './machine.ts';
import { VirtualNet } from './net.ts';
import type { SocketOwner, VirtualSocket } from './socket.ts';

export interface VirtualWorldOptions {
  readonly seed: string | number;
}

/** A discrete-event simulation: nothing in it happens but through the kernel's heap, on one thread. */
export interface VirtualWorld extends World {
  readonly kind: 'virtual';
  /** Runs all that is due up to and including this time. What a handler throws comes out here. */
  run(until: Nanos): void;
  /** Ends `run` after the current event. */
  stop(): void;
  /** Tasks that ran so far. */
  readonly events: number;
  readonly pendingTasks: number;
  readonly traceHash: string;
  /** The hash after each 64 Ki records: where they differ, two runs parted. */
  readonly traceCheckpoints: readonly string[];
}

interface PlacedNode extends SocketOwner {
  readonly cpu: VirtualCpu;
}

export function createVirtualWorld(options: VirtualWorldOptions): VirtualWorld {
  return new Simulation(String(options.seed));
}

class Simulation implements VirtualWorld {
  readonly kind = 'virtual';
  readonly clock: Clock;
  readonly net: Net;
  readonly #seed: string;
  readonly #kernel = new Kernel();
  readonly #machines = new Map<string, VirtualMachine>();
  readonly #nodes = new Map<string, PlacedNode>();
  readonly #net: VirtualNet;

  constructor(seed: string) {
    this.#seed = seed;
    this.clock = this.#kernel;
    this.#net = new VirtualNet(this.#kernel, (node) => this.#node(node));
    this.net = {
      listen: (listenOptions, acceptor) => this.#net.listen(listenOptions, acceptor),
      connect: (node, address, handler) => this.#net.connect(node, address, handler),
      setHop: (from, to, hop) => this.#net.setHop(from, to, hop),
      kill: (node) => {
        this.#net.kill(node);
        this.#node(node).cpu.clear();
      },
    };
  }

  rng(stream: string): Rng {
    return createRng(this.#seed, stream);
  }

  machine(options: MachineOptions): Machine {
    let machine = this.#machines.get(options.name);
    if (machine === undefined) {
      machine = new VirtualMachine(this.#kernel, options, (node, home) => this.#place(node, home));
      this.#machines.set(options.name, machine);
    }
    return machine;
  }

  cpu(node: string): Cpu {
    return this.#node(node).cpu;
  }

  station(_name: string, servers: number): Cpu {
    return new VirtualCpu(new Station(this.#kernel, servers));
  }

  trace(kind: number, a: number, b: number): void {
    this.#kernel.trace.mix(kind, a, b);
  }

  run(until: Nanos): void {
    this.#kernel.run(until);
  }

  stop(): void {
    this.#kernel.stop();
  }

  get events(): number {
    return this.#kernel.events;
  }

  get pendingTasks(): number {
    return this.#kernel.pending;
  }

  get traceHash(): string {
    return this.#kernel.trace.digest();
  }

  get traceCheckpoints(): readonly string[] {
    return this.#kernel.trace.checkpoints;
  }

  #node(name: string): PlacedNode {
    return this.#nodes.get(name) ?? this.#place(name, this.machine({ name: `machine of ${name}` }) as VirtualMachine);
  }

  #place(name: string, machine: VirtualMachine): PlacedNode {
    if (this.#nodes.has(name))
      throw new Error(`node ${name}: placed already, on ${this.#nodes.get(name)!.machine.name}`);
    const node = { name, machine, sockets: new Bag<VirtualSocket>(), cpu: machine.newCpu() };
    this.#nodes.set(name, node);
    return node;
  }
}
