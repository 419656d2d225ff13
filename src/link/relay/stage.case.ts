import * as assert from 'uvu/assert';
import { Link, type LinkOptions } from '../link.ts';
import { Relay, type RelayOptions } from '../relay.ts';
import { createVirtualWorld, type VirtualWorld } from '../../world/virtual/virtual-world.ts';
import { defineToxic, type ToxicDefinition } from '../toxic.ts';
import { LINGER } from './relayed-connection.ts';
import { MILLISECOND, type CloseReason, type Socket, type SocketHandler } from '../../world/world.ts';

/** Holds everything for ever. */
export const hold = defineToxic({ type: 'hold', attributes: {}, shape: (_now, out) => void (out.at = Infinity) });
/** Connects through it get no answer. */
export const blackhole = defineToxic({
  type: 'blackhole',
  attributes: {},
  connect: (_now, out) => void (out.fate = 'drop'),
});

/** An end of a connection that says what it is told to, and notes what it hears: `ms what`. */
export class Peer implements SocketHandler {
  readonly heard: string[] = [];
  bytes = 0;
  /** Its own end follows the other's; false: it says nothing about it. */
  followsEnd = true;
  #socket: Socket | null = null;
  readonly #world: VirtualWorld;

  constructor(world: VirtualWorld) {
    this.#world = world;
  }

  get socket(): Socket {
    if (this.#socket === null) throw new Error('expected a connection');
    return this.#socket;
  }

  set socket(socket: Socket) {
    this.#socket = socket;
  }

  say(text: string): boolean {
    return this.socket.write(Buffer.from(text), 0, text.length);
  }

  onOpen(): void {
    this.#note('open');
  }

  onData(buf: Buffer, start: number, end: number): number {
    this.bytes += end - start;
    this.#note(end - start > 10 ? `${end - start} bytes` : buf.toString('latin1', start, end));
    return end;
  }

  onEnd(): void {
    this.#note('end');
    if (this.followsEnd) this.socket.end();
  }

  onClose(why: CloseReason): void {
    this.#note(why);
  }

  #note(what: string): void {
    this.heard.push(`${this.#world.clock.now() / MILLISECOND} ${what}`);
  }
}

/** A relay in virtual time between clients and a server; its link is 1 ms long. */
export class Stage {
  readonly world = createVirtualWorld({ seed: 'relay' });
  readonly link: Link;
  readonly relay: Relay;
  /** Connections that the server has accepted. */
  readonly accepted: Peer[] = [];

  constructor(options: Partial<RelayOptions> = {}, toxics: LinkOptions['toxics'] = []) {
    const { world } = this;
    const rng = world.rng.bind(world);
    this.link = new Link({ from: 'clients', to: 'server', latency: MILLISECOND, toxics, rng });
    this.relay = new Relay({ world, name: 'r', link: this.link, upstream: 'server', ...options });
    world.net.listen(
      { node: 'server', address: 'server' },
      {
        accept: (socket) => {
          const peer = new Peer(world);
          peer.socket = socket;
          this.accepted.push(peer);
          return peer;
        },
      },
    );
  }

  /** Starts it; what `onReady` heard. */
  start(): readonly (Error | null)[] {
    const heard: (Error | null)[] = [];
    this.relay.start((error) => heard.push(error));
    this.pass(0);
    return heard;
  }

  connect(door = 'relay/r'): Peer {
    const peer = new Peer(this.world);
    peer.socket = this.world.net.connect('client', door, peer);
    return peer;
  }

  pass(ms: number): void {
    this.world.run(this.world.clock.now() + ms * MILLISECOND);
  }
}

export const LINGER_MS = LINGER / MILLISECOND;

export function connected(toxics: readonly ToxicDefinition[] = []): { stage: Stage; client: Peer; server: Peer } {
  const stage = new Stage({}, toxics);
  assert.equal(stage.start(), [null]);
  const client = stage.connect();
  stage.pass(10);
  const [server] = stage.accepted;
  assert.ok(server);
  return { stage, client, server };
}

/** Nobody is left, and nothing is to happen any more. */
export function assertOver(stage: Stage): void {
  const { relay, link, world } = stage;
  assert.equal([relay.connections, link.connections], [0, 0]);
  // A timeout that was disarmed may still be looked at.
  stage.pass(LINGER_MS);
  assert.is(world.pendingTasks, 0);
}
