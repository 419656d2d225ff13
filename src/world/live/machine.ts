import type { Machine, MachineOptions, Task } from '../world.ts';
import type { Turn } from './turn.ts';

/** A table of descriptors, shared by the nodes placed here. Cores are the process's own in this world. */
export class LiveMachine implements Machine {
  readonly name: string;
  readonly #turn: Turn;
  readonly #onPlace: (node: string, machine: LiveMachine) => void;
  /** Listeners with a backlog that wait for a descriptor. */
  readonly #waiting = new Set<Task>();
  #fileLimit: number;
  #files = 0;

  constructor(turn: Turn, options: MachineOptions, onPlace: (node: string, machine: LiveMachine) => void) {
    this.name = options.name;
    this.#turn = turn;
    this.#fileLimit = options.fileLimit ?? Infinity;
    this.#onPlace = onPlace;
  }

  get files(): number {
    return this.#files;
  }

  get fileLimit(): number {
    return this.#fileLimit;
  }

  set fileLimit(limit: number) {
    this.#fileLimit = limit;
    this.#wake();
  }

  get freeFiles(): number {
    return Math.max(0, this.#fileLimit - this.#files);
  }

  place(node: string): void {
    this.#onPlace(node, this);
  }

  /** Takes a descriptor; false when the table is full. */
  takeFile(): boolean {
    if (this.#files >= this.#fileLimit) return false;
    this.#files++;
    return true;
  }

  releaseFile(): void {
    this.#files--;
    this.#wake();
  }

  awaitFile(task: Task): void {
    this.#waiting.add(task);
  }

  #wake(): void {
    if (this.#waiting.size === 0 || this.#files >= this.#fileLimit) return;
    for (const task of this.#waiting) this.#turn.post(task);
    this.#waiting.clear();
  }
}
