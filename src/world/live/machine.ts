import { FileTable } from '../file-table.ts';
import type { Machine, MachineOptions, Nanos, Task } from '../world.ts';
import type { LiveContext } from './context.ts';
import type { Turn } from './turn.ts';

/** A table of descriptors, shared by the nodes placed here. Cores are the process's own in this world. */
export class LiveMachine implements Machine {
  readonly name: string;
  readonly #turn: Turn;
  readonly #onPlace: (node: string, machine: LiveMachine) => void;
  /** Listeners with a backlog that wait for a descriptor. */
  readonly #waiting = new Set<Task>();
  readonly #table: FileTable;

  constructor(
    { turn, clock }: Pick<LiveContext, 'turn' | 'clock'>,
    options: MachineOptions,
    onPlace: (node: string, machine: LiveMachine) => void,
  ) {
    this.name = options.name;
    this.#turn = turn;
    this.#table = new FileTable(options.fileLimit ?? Infinity, () => clock.now());
    this.#onPlace = onPlace;
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

  get fileLimit(): number {
    return this.#table.limit;
  }

  set fileLimit(limit: number) {
    this.#table.limit = limit;
    this.#wake();
  }

  get freeFiles(): number {
    return Math.max(0, this.#table.limit - this.#table.used);
  }

  place(node: string): void {
    this.#onPlace(node, this);
  }

  /** Takes a descriptor; false when the table is full. */
  takeFile(): boolean {
    return this.#table.take();
  }

  releaseFile(): void {
    this.#table.release();
    this.#wake();
  }

  awaitFile(task: Task): void {
    this.#waiting.add(task);
  }

  #wake(): void {
    if (this.#waiting.size === 0 || this.freeFiles === 0) return;
    for (const task of this.#waiting) this.#turn.post(task);
    this.#waiting.clear();
  }
}
