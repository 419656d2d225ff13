import type { Protocol } from '../../protocol/message.ts';
import { BinaryAwaited } from './binary-awaited.ts';
import { TextAwaited } from './text-awaited.ts';

/** What both directions of a connection have to know. */
export class Session {
  /**
   * The user who signed in last. By SASL: from the request on, whatever the answer, since who is refused is not answered
   * anything else. By text: from the answer on, since the request may be a set like any other.
   */
  credential: string | null = null;
  /** As requests show it; null: they did not yet. */
  protocol: Protocol | null = null;
  readonly binary = new BinaryAwaited();
  readonly text: TextAwaited;

  constructor(fresh: boolean) {
    this.text = new TextAwaited(!fresh);
  }
}
