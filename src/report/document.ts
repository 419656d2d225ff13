/** A report before it has a form: sections give blocks, `text.ts` and `markdown.ts` write them down. */

/** What a piece of text wants to say by its colour; it must be understood without. */
export type Tone = 'good' | 'bad' | 'quiet' | 'strong';

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
}

export type Cell = string | Span;

export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  /** At least so wide on a terminal, that tables below each other line up. */
  readonly width?: number;
  /** Says more of the column before it, and is never parted from it. */
  readonly joined?: boolean;
}

export type Block =
  | { readonly kind: 'verdict'; readonly name: Span; readonly says: string }
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string; readonly aside?: string }
  /** One level below a heading: what the next table is about. */
  | { readonly kind: 'caption'; readonly text: string; readonly aside?: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone?: Tone }
  | { readonly kind: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] }
  /** Names, values, and what they mean. */
  | {
      readonly kind: 'facts';
      readonly rows: readonly (readonly [name: string, value: Cell, gloss?: string])[];
      /** An empty line before. */
      readonly apart?: boolean;
    }
  /** Lines to be kept as they are: characters that stand below each other, or what draws them for so many of them. */
  | { readonly kind: 'picture'; readonly lines: Lines | ((width: number) => Lines) }
  | { readonly kind: 'checks'; readonly rows: readonly Check[] };

export type Lines = readonly (readonly Span[])[];

export interface Check {
  /** Null: cannot be told. */
  readonly held: boolean | null;
  readonly says: string;
  readonly detail: string;
}

export function span(cell: Cell): Span {
  return typeof cell === 'string' ? { text: cell } : cell;
}

export const left = (head: string): Column => ({ head, align: 'left' });
export const right = (head: string, width = 0): Column => ({ head, align: 'right', width });
