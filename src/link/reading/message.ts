/** Which requests are meant; what is absent is not asked for. Key and credential are one character a byte of the wire. */
export interface Match {
  /** By name, in lower case: `get`, `set`, `mg`. One of a list is enough. */
  readonly command?: string | readonly string[];
  /** Of any of its keys; `*` stands for any characters. */
  readonly key?: string;
  /** The user whom the connection signed in as; `*` stands for any characters. */
  readonly credential?: string;
}

/** A request, and all its replies. */
export interface Message {
  readonly command: string;
  /** One character a byte. */
  readonly keys: readonly string[];
  /** One character a byte. Null: nobody has signed in. */
  readonly credential: string | null;
  /** What was decided about it, by whom. */
  readonly luck: Map<object, boolean>;
}

/** Tells which message the bytes of one direction belong to. */
export interface Reader {
  /** Of the bytes that were peeked at last; null: nobody can tell. */
  readonly message: Message | null;
  /**
   * Looks at buf[start, end), what comes next in the stream. Returns how many of them belong to one message; 0: not
   * enough to tell. What may come again still stands in front of `start`: of what lies further back, messages are
   * forgotten.
   */
  peek(buf: Uint8Array, start: number, end: number): number;
  /** The next `bytes` of those peeked at are through. `kept` false: they were dropped, and never come again. */
  advance(bytes: number, kept: boolean): void;
  /** The last `bytes` that were kept come again. */
  rewind(bytes: number): void;
}

export function matches({ command, key, credential }: Match, message: Message): boolean {
  if (typeof command === 'string' ? command !== message.command : command?.includes(message.command) === false) {
    return false;
  }
  if (key !== undefined && !message.keys.some((one) => isLike(one, key))) return false;
  return credential === undefined || (message.credential !== null && isLike(message.credential, credential));
}

/** Whether the text is the pattern, in which `*` stands for any characters. Takes time linear in each part. */
function isLike(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return text === first;
  const last = rest.pop()!;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > text.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}
