import { detectProtocol } from '../../protocol/detect.ts';
import { BinaryRequests, looksLikeRequest } from './binary-requests.ts';
import { LOST, MORE, type Framing } from './framing.ts';
import type { ReadRequest } from './read-request.ts';
import type { Session } from './session.ts';
import { beginsCommand, TextRequests } from './text-requests.ts';

/**
 * Upstream:
 *
 *   sure    read from the first byte on
 *   lost    what comes is not understood
 *   joined  a piece looked like the beginning of a request: so does all that follows, or it was none
 */
export class RequestFraming implements Framing {
  request: ReadRequest | null = null;
  readonly #session: Session;
  readonly #text: TextRequests;
  readonly #binary: BinaryRequests;
  #state: 'sure' | 'lost' | 'joined';

  constructor(session: Session, fresh: boolean) {
    this.#session = session;
    this.#text = new TextRequests(session, fresh);
    this.#binary = new BinaryRequests(session);
    this.#state = fresh ? 'sure' : 'lost';
  }

  frame(buf: Buffer, start: number, end: number): number {
    if (this.#state === 'lost' && !this.#join(buf, start, end)) return LOST;
    const session = this.#session;
    session.protocol ??= detectProtocol(buf[start]!);
    if (session.protocol === 'binary') {
      const frame = this.#binary.frame(buf, start, end);
      this.request = this.#binary.request;
      return frame === LOST ? this.#lose() : frame;
    }
    if (this.#state === 'joined' && !this.#text.midLine) {
      const begins = beginsCommand(buf, start, end);
      if (begins !== 'yes') return begins === 'no' ? this.#lose() : MORE;
    }
    const frame = this.#text.frame(buf, start, end);
    this.request = this.#text.request;
    return frame === LOST ? this.#lose() : frame;
  }

  drop(request: ReadRequest): void {
    request.dropped = true;
  }

  #join(buf: Buffer, start: number, end: number): boolean {
    const binary = looksLikeRequest(buf, start, end);
    if (!binary && beginsCommand(buf, start, end) !== 'yes') return false;
    this.#session.protocol = binary ? 'binary' : 'text';
    this.#state = 'joined';
    return true;
  }

  #lose(): number {
    this.#state = 'lost';
    this.#session.protocol = null;
    this.#session.text.addGap();
    return LOST;
  }
}
