/** A client says things through a link, a server answers: what each hears, and when. */
import type { Link } from '../../src/link/link.ts';
import type { ToxicOptions } from '../../src/link/link.ts';
import { MILLISECOND, type Nanos, type Socket, type SocketHandler, type World } from '../../src/world/world.ts';

export interface Stage {
  readonly link: Link;
  /** Adds it now. */
  toxic(type: string, attributes?: ToxicOptions['attributes'], rest?: Omit<ToxicOptions, 'type' | 'attributes'>): void;
  /** The client's, and the server's beyond the echo. */
  say(text: string): void;
  answer(text: string): void;
  /** At this time, in ms since the connect. */
  at(ms: number, act: () => void): void;
  readonly client: () => Socket;
  readonly server: () => Socket;
}

/** Lines are `ms what`, and bytes `ms =bytes`; the connect being at 0 and the link 1 ms long. */
export interface Scene {
  readonly why: string;
  /** Whether the server says what it hears. @default true */
  readonly echo?: boolean;
  play(stage: Stage): void;
  readonly client: readonly string[];
  readonly server: readonly string[];
  /** What a relay cannot do: the kernel answers its clients' connects, and it is no more than two ends of two of them. */
  readonly relay?: { readonly client?: readonly string[]; readonly server?: readonly string[] };
}

export type Side = 'client' | 'server';

/** Writes down what the two ends hear; the server echoes. */
export class Actors {
  readonly heard: Readonly<Record<Side, string[]>> = { client: [], server: [] };
  readonly sockets: Record<Side, Socket | null> = { client: null, server: null };
  /** Types that have been on the link. */
  readonly toxics = new Set<string>();
  readonly #world: World;
  #start: Nanos = 0;
  #echoes = true;

  constructor(world: World) {
    this.#world = world;
  }

  /** The client's connect is tried now. */
  begin(link: Link, { play, echo = true }: Scene, connect: (handler: SocketHandler) => Socket): void {
    this.#start = this.#world.clock.now();
    this.#echoes = echo;
    const say = (side: Side) => (text: string) => this.socket(side).write(Buffer.from(text), 0, text.length);
    play({
      link,
      toxic: (type, attributes = {}, rest = {}) => {
        this.toxics.add(type);
        link.addToxic({ type, attributes, ...rest });
      },
      say: say('client'),
      answer: say('server'),
      at: (ms, act) => this.#world.clock.at(this.#start + ms * MILLISECOND, { fire: act }),
      client: () => this.socket('client'),
      server: () => this.socket('server'),
    });
    this.sockets.client = connect(this.handler('client'));
  }

  handler(side: Side): SocketHandler {
    const note = (what: string): void => {
      this.heard[side].push(`${(this.#world.clock.now() - this.#start) / MILLISECOND} ${what}`);
    };
    return {
      ...(side === 'client' && { onOpen: () => note('open') }),
      onData: (buf, from, to) => {
        note(`=${buf.toString('latin1', from, to)}`);
        if (side === 'server' && this.#echoes) this.socket('server').write(buf, from, to);
        return to;
      },
      onEnd: () => {
        note('end');
        this.socket(side).end();
      },
      onClose: (why) => note(why),
    };
  }

  socket(side: Side): Socket {
    const socket = this.sockets[side];
    if (socket === null) throw new Error(`scene: expected the ${side} to be there`);
    return socket;
  }
}
