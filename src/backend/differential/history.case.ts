import type { CasBook } from './cas-book.case.ts';
import type { Command } from './command.case.ts';

const KEPT = 10;
const LATEST_KEPT = 5;

/** What was done last, and last to each key: for whoever has to find out where two servers parted. */
export class History {
  private readonly byKey = new Map<string, Entry[]>();
  private readonly latest: Entry[] = [];

  add(index: number, command: Command, book: CasBook, answer: string, stepSeconds: number): void {
    const entry = { index, command, book, answer: shown(answer), stepSeconds };
    push(this.latest, entry, LATEST_KEPT);
    // Flushes and steps concern all keys.
    const all = command.name.includes('flush') || stepSeconds > 0;
    const names = all ? new Set([...this.byKey.keys(), ...command.keys]) : new Set(command.keys);
    for (const key of names) {
      const entries = this.byKey.get(key) ?? [];
      this.byKey.set(key, entries);
      push(entries, entry, KEPT);
    }
  }

  of(command: Command): string[] {
    const entries = new Set([...command.keys.slice(0, 3).flatMap((key) => this.byKey.get(key) ?? []), ...this.latest]);
    return [...entries].sort((a, b) => a.index - b.index).map(line);
  }
}

interface Entry {
  readonly index: number;
  readonly command: Command;
  readonly book: CasBook;
  readonly answer: string;
  readonly stepSeconds: number;
}

function push(entries: Entry[], entry: Entry, most: number): void {
  entries.push(entry);
  if (entries.length > most) entries.shift();
}

function line({ index, command, book, answer, stepSeconds }: Entry): string {
  const step = stepSeconds === 0 ? '' : `(${stepSeconds} s later) `;
  return `    ${index} ${step}${command.name}: ${shown(command.render(book, 0).toString('latin1'))} -> ${answer}`;
}

/** On one line, and not endless. */
export function shown(text: string): string {
  const escaped = JSON.stringify(text);
  return escaped.length <= 600
    ? escaped
    : `${escaped.slice(0, 500)}… (${text.length} characters) …${escaped.slice(-80)}`;
}
