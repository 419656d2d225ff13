import type { Verb } from '../../protocol/message.ts';
import type { Message } from './message.ts';

const NONE: readonly string[] = [];

/** A request as it went by, until it is answered, and forgotten. */
export class ReadRequest implements Message {
  readonly verb: Verb;
  readonly command: string;
  readonly credential: string | null;
  /** It may stay without an answer. */
  quiet = false;
  /** It did not get to who would answer it. */
  dropped = false;
  /** Not all keys are known: the command was too long. */
  isCut = false;
  /** The user whom it signs in as, if it is accepted; '': it does not. */
  user = '';
  /** Text: requests that nobody could read went before it. */
  afterGap = false;
  /** Of a meta command: the codes that it may be answered with. */
  codes: readonly string[] = NONE;
  /** Of a meta command: what its answer is to repeat, '' if not: `O` and its opaque, `k` and its key. */
  opaqueToken = '';
  keyToken = '';
  /** Binary: what the answer has in common with it. */
  id = 0;
  /** Binary: counted in the order in which they were asked. */
  number = 0;
  answered = false;
  #keys: string | readonly string[];
  #luck: Map<object, boolean> | null = null;

  /** `keys`: a text is several, with spaces between them. */
  constructor(verb: Verb, command: string, keys: string | readonly string[], credential: string | null) {
    this.verb = verb;
    this.command = command;
    this.#keys = keys;
    this.credential = credential;
  }

  get keys(): readonly string[] {
    if (typeof this.#keys === 'string') this.#keys = this.#keys.split(' ').filter((key) => key !== '');
    return this.#keys;
  }

  /** Made when first asked for: most requests are of no interest to anybody. */
  get luck(): Map<object, boolean> {
    return (this.#luck ??= new Map());
  }
}
