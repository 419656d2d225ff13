/** The two ends of a relay's benchmark, in processes of their own: small questions and answers, or one bulk stream. */
import { connect, createServer, type Server, type Socket as NetSocket } from 'node:net';
import { answerParent } from './backend/bench/children.case.ts';
import { createLiveWorld } from './world/live/live-world.ts';
import { MILLISECOND, SECOND, type Socket, type World } from './world/world.ts';

const QUESTION_BYTES = 64;
const ANSWER_BYTES = 164;
/** What a writer gives the kernel at once, and a reader takes at most. */
const BULK_BYTES = 256 * 1024;
const SAMPLES_MAX = 1 << 20;

export interface Upstreams {
  /** Where a question is answered. */
  readonly small: number;
  /** Where whoever connects is sent bytes without end. */
  readonly bulk: number;
}

export type LoadRequest =
  | { readonly port: number; readonly seconds: number; readonly connections: number }
  | { readonly port: number; readonly seconds: number; readonly bulk: true };

export interface Load {
  /** Answers, or bytes. */
  readonly operations: number;
  readonly micros: number;
  /** Of the answers; 0 for a bulk stream. */
  readonly p50Micros: number;
}

/** The role of the upstream. */
export function serveUpstreams(): void {
  answerParent<object>(async () => {
    const world = createLiveWorld({ seed: 1 });
    const upstreams: Upstreams = { small: await answerQuestions(world), bulk: await pourOut() };
    return upstreams;
  });
}

function answerQuestions(world: World): Promise<number> {
  const answer = Buffer.alloc(ANSWER_BYTES, 'a');
  return new Promise((resolve, reject) => {
    const listener = world.net.listen(
      { node: 'upstream', address: 'upstream' },
      {
        onListening: (error) => (error === null ? resolve(Number(listener.address.split(':')[1])) : reject(error)),
        accept: (socket) => ({
          onData(_buf, start, end) {
            let at = start;
            for (; end - at >= QUESTION_BYTES; at += QUESTION_BYTES) socket.write(answer, 0, ANSWER_BYTES);
            return at;
          },
          onClose: () => undefined,
        }),
      },
    );
  });
}

function pourOut(): Promise<number> {
  const bytes = Buffer.alloc(BULK_BYTES, 'b');
  const server: Server = createServer((socket: NetSocket) => {
    const pour = (): void => {
      while (!socket.destroyed && socket.write(bytes));
    };
    // The reader goes away when it has had enough.
    socket.on('error', () => socket.destroy());
    socket.on('drain', pour);
    pour();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      if (bound === null || typeof bound === 'string') throw new Error('expected a port');
      resolve(bound.port);
    });
  });
}

/** The role of the client. */
export function load(): void {
  const world = createLiveWorld({ seed: 1 });
  answerParent<LoadRequest>((request) => ('bulk' in request ? drink(request) : new Asking(world, request).done));
}

function drink({ port, seconds }: LoadRequest): Promise<Load> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    let startedAt = 0;
    const onread = {
      buffer: Buffer.allocUnsafeSlow(BULK_BYTES),
      callback: (n: number): boolean => {
        bytes += n;
        const micros = (performance.now() - startedAt) * 1000;
        if (micros < seconds * 1e6 || socket.destroyed) return true;
        socket.resetAndDestroy();
        resolve({ operations: bytes, micros, p50Micros: 0 });
        return false;
      },
    };
    const socket = connect({ host: '127.0.0.1', port, onread }, () => (startedAt = performance.now()));
    socket.on('error', reject);
  });
}

/** Every connection asks again as soon as it is answered. */
class Asking {
  readonly done: Promise<Load>;
  readonly #world: World;
  readonly #question = Buffer.alloc(QUESTION_BYTES, 'q');
  readonly #samples = new Float64Array(SAMPLES_MAX);
  readonly #sockets: Socket[] = [];
  #open = 0;
  #answered = 0;
  #asked = 0;
  #startedAt = 0;
  #stopping = false;

  constructor(world: World, { port, seconds, connections }: Exclude<LoadRequest, { bulk: true }>) {
    this.#world = world;
    const { clock, net } = world;
    this.done = new Promise((resolve, reject) => {
      const begin = (): void => {
        this.#startedAt = clock.now();
        clock.at(this.#startedAt + seconds * SECOND, { fire: () => (this.#stopping = true) });
        for (const ask of asks) ask();
      };
      const answered = (): void => {
        if (this.#stopping && this.#answered === this.#asked) resolve(this.#finish());
      };
      const asks = Array.from({ length: connections }, () => {
        let askedAt = 0;
        const ask = (): void => {
          if (this.#stopping) return;
          this.#asked++;
          askedAt = clock.now();
          socket.write(this.#question, 0, QUESTION_BYTES);
        };
        const socket = net.connect('load', `127.0.0.1:${port}`, {
          onOpen: () => {
            if (++this.#open === connections) begin();
          },
          onData: (_buf, start, end) => {
            if (end - start < ANSWER_BYTES) return start;
            this.#samples[this.#answered++ % SAMPLES_MAX] = clock.now() - askedAt;
            ask();
            answered();
            return end;
          },
          onClose: (why) => {
            if (!this.#stopping) reject(new Error(`a connection was closed: ${why}`));
          },
        });
        this.#sockets.push(socket);
        return ask;
      });
    });
  }

  #finish(): Load {
    const micros = ((this.#world.clock.now() - this.#startedAt) * 1000) / MILLISECOND;
    for (const socket of this.#sockets) socket.end();
    const samples = this.#samples.subarray(0, Math.min(this.#answered, SAMPLES_MAX)).sort();
    return { operations: this.#answered, micros, p50Micros: (samples[samples.length >> 1] ?? 0) / 1000 };
  }
}
