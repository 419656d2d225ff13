import { createLiveWorld, type LiveWorld } from '../../world/live/live-world.ts';
import { SECOND, type Socket } from '../../world/world.ts';
import { answerParent } from './children.case.ts';
import { askText } from './ask-text.case.ts';

/** Under way at once: the kernel's backlog is not what is measured. */
const CONNECTING_MAX = 200;
const LIMIT_SECONDS = 60;
const QUESTION = Buffer.from('get nothing\r\n');
const ANSWER_BYTES = 'END\r\n'.length;

export type IdleRequest =
  | { readonly open: { readonly port: number; readonly count: number } }
  /** Each asks for a key once, and is idle again. */
  | { readonly speak: true }
  /** A newcomer stores and fetches a value in their midst. */
  | { readonly probe: { readonly port: number } };

export interface Probed {
  readonly answer: string;
}

/** The role of clients that hold connections. */
export function hold(): void {
  const world = createLiveWorld({ seed: 1 });
  const idlers = new Idlers(world);
  answerParent<IdleRequest>(async (request) => {
    if ('open' in request) await idlers.open(`127.0.0.1:${request.open.port}`, request.open.count);
    else if ('speak' in request) await idlers.speak();
    else {
      const probed: Probed = { answer: await probe(world, `127.0.0.1:${request.probe.port}`) };
      return probed;
    }
    return {};
  });
}

function probe(world: LiveWorld, address: string): Promise<string> {
  return askText(world, address, 'set probe 0 0 5\r\nvalue\r\nget probe\r\n', 'END\r\n');
}

class Idlers {
  readonly #world: LiveWorld;
  readonly #sockets: Socket[] = [];
  #open = 0;
  #answerBytes = 0;
  #changed: () => void = () => undefined;
  #failed: (error: Error) => void = () => undefined;

  constructor(world: LiveWorld) {
    this.#world = world;
  }

  async open(address: string, count: number): Promise<void> {
    while (this.#sockets.length < count) {
      for (let i = 0; i < CONNECTING_MAX && this.#sockets.length < count; i++) this.#connect(address);
      await this.#until(() => this.#open === this.#sockets.length);
    }
  }

  async speak(): Promise<void> {
    for (const socket of this.#sockets) socket.write(QUESTION, 0, QUESTION.length);
    await this.#until(() => this.#answerBytes === this.#sockets.length * ANSWER_BYTES);
  }

  #connect(address: string): void {
    const socket = this.#world.net.connect('idler', address, {
      onOpen: () => {
        this.#open++;
        this.#changed();
      },
      onData: (_buf, start, end) => {
        this.#answerBytes += end - start;
        this.#changed();
        return end;
      },
      onClose: (why) => this.#failed(new Error(`an idle connection was closed: ${why}`)),
    });
    this.#sockets.push(socket);
  }

  #until(holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const { clock } = this.#world;
      const late = { fire: () => reject(new Error(`not within ${LIMIT_SECONDS} s: ${this.#open} connections`)) };
      const timer = clock.at(clock.now() + LIMIT_SECONDS * SECOND, late);
      this.#failed = reject;
      this.#changed = () => {
        if (!holds()) return;
        clock.cancel(timer);
        resolve();
      };
      this.#changed();
    });
  }
}
