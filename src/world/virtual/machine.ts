import { FileTable } from '../file-table.ts';
import type { Machine, MachineOptions, Nanos, Task } from '../world.ts';
import { VirtualCpu, Station } from './cpu.ts';
import type { Kernel } from './kernel.ts';

/** Cores, a table of descriptors and local ports, shared by the nodes placed here. */
export class VirtualMachine implements Machine {
  readonly name: string;
  readonly ephemeralPorts: number;
  readonly #kernel: Kernel;
  readonly #table: FileTable;
  readonly #onPlace: (node: string, machine: VirtualMachine) => void;
  readonly #cores: Station[] = [];
  readonly #cpus: VirtualCpu[] = [];
  /** Local ports taken, per destination address. */
  readonly #ports = new Map<string, number>();
  /** Who waits for a descriptor: listeners with a backlog. */
  readonly #waiting = new Set<Task>();

  constructor(kernel: Kernel, options: MachineOptions, onPlace: (node: string, machine: VirtualMachine) => void) {
    this.#onPlace = onPlace;
    this.#kernel = kernel;
    this.name = options.name;
    this.#table = new FileTable(options.fileLimit ?? Infinity, () => kernel.now());
    this.ephemeralPorts = options.ephemeralPorts ?? Infinity;
    const cores = options.cores ?? 1;
    if (!(Number.isInteger(cores) && cores >= 1)) throw new Error(`cores of ${this.name}: expected >= 1, got ${cores}`);
    for (let i = 0; i < cores; i++) this.#cores.push(new Station(kernel, 1));
  }

  get fileLimit(): number {
    return this.#table.limit;
  }

  set fileLimit(limit: number) {
    this.#table.limit = limit;
    this.#wake();
  }

  get files(): number {
    return this.#table.used;
  }

  get filesPeak(): number {
    return this.#table.peak;
  }

  get filesDenied(): number {
    return this.#table.denied;
  }

  get filesDeniedAt(): Nanos | null {
    return this.#table.deniedAt;
  }

  /** The world keeps the nodes: it knows where each was placed. */
  place(node: string): void {
    this.#onPlace(node, this);
  }

  newCpu(): VirtualCpu {
    const cpu = new VirtualCpu(this.#cores[this.#cpus.length % this.#cores.length]!);
    this.#cpus.push(cpu);
    return cpu;
  }

  /** Takes a descriptor; false when the table is full. */
  takeFile(): boolean {
    return this.#table.take();
  }

  releaseFile(): void {
    this.#table.release();
    this.#wake();
  }

  #wake(): void {
    for (const waiting of this.#waiting) this.#kernel.post(this.#kernel.now(), waiting);
    this.#waiting.clear();
  }

  awaitFile(task: Task): void {
    this.#waiting.add(task);
  }

  takePort(address: string): boolean {
    if (this.ephemeralPorts === Infinity) return true;
    const taken = this.#ports.get(address) ?? 0;
    if (taken >= this.ephemeralPorts) return false;
    this.#ports.set(address, taken + 1);
    return true;
  }

  releasePort(address: string): void {
    if (this.ephemeralPorts !== Infinity) this.#ports.set(address, this.#ports.get(address)! - 1);
  }
}
