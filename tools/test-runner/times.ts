import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../files.ts';

/** How long each file took last time, so that the longest start first. A lost or broken record only costs time. */
export class Times {
  readonly #path = join(root, 'node_modules/.cache/brownout/test-times.json');
  readonly #seconds = new Map<string, number>();

  constructor() {
    try {
      const stored: unknown = JSON.parse(readFileSync(this.#path, 'utf8'));
      for (const [file, seconds] of Object.entries(stored ?? {})) this.#seconds.set(file, Number(seconds));
    } catch {
      // The first run, or two runs wrote at once.
    }
  }

  /** What never ran comes first: it may be long. */
  longestFirst(files: readonly string[]): string[] {
    const of = (file: string): number => this.#seconds.get(file) ?? Number.MAX_VALUE;
    return files.toSorted((a, b) => of(b) - of(a));
  }

  set(file: string, seconds: number): void {
    this.#seconds.set(file, Math.round(seconds * 10) / 10);
  }

  save(): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(this.#path, JSON.stringify(Object.fromEntries(this.#seconds), null, 1));
  }
}
