const STRIDE = 32;

/** First in, first out; what came last can be taken back. */
export class Fifo<T> {
  readonly #items: (T | undefined)[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  get last(): T | undefined {
    return this.size === 0 ? undefined : this.#items[this.#items.length - 1];
  }

  /** Counted from the first. */
  at(place: number): T | undefined {
    return this.#items[this.#head + place];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** Takes the first out. */
  shift(): T | undefined {
    if (this.size === 0) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    if (this.size === 0) this.clear();
    // In strides: each costs the length of the list.
    else if (this.#head >= STRIDE && this.#head >= this.size) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** Takes the last out. */
  pop(): T | undefined {
    return this.size === 0 ? undefined : this.#items.pop();
  }

  clear(): void {
    this.#items.length = 0;
    this.#head = 0;
  }
}
