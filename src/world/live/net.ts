import type { Hop } from '../hop.ts';
import type { Acceptor, Address, Listener, ListenOptions, Net, Socket, SocketHandler } from '../world.ts';
import { Connect, type Route, type Routes } from './connect.ts';
import type { LiveContext } from './context.ts';
import { assertAllowed, parseEndpoint } from './foreign.ts';
import { type ListenerHost, LiveListener } from './listener.ts';
import type { LiveMachine } from './machine.ts';
import { LiveSocket, type SocketOwner } from './socket.ts';

/** A node with its sockets and its machine. */
export interface PlacedNode extends SocketOwner {
  readonly machine: LiveMachine;
}

/** Who listens where on loopback, what lies between, and the limits that a real kernel cannot be told to keep. */
export class LiveNet implements Net, Routes, ListenerHost {
  readonly #context: LiveContext;
  readonly #nodeOf: (node: string) => PlacedNode;
  readonly #allowHosts: readonly string[];
  readonly #listeners = new Map<Address, LiveListener>();
  /** The node behind an address, also while it does not listen. */
  readonly #nodeAt = new Map<Address, string>();
  readonly #hops = new Map<string, Map<string, Hop>>();
  /** Where an address was last bound: who comes back after a crash is found where he was. */
  readonly #portOf = new Map<Address, number>();
  readonly #listenerOn = new Map<number, LiveListener>();
  /** Our connecting sockets that our listener has not seen yet, by both ports. */
  readonly #connecting = new Map<number, LiveSocket>();

  constructor(context: LiveContext, nodeOf: (node: string) => PlacedNode, allowHosts: readonly string[]) {
    this.#context = context;
    this.#nodeOf = nodeOf;
    this.#allowHosts = allowHosts;
  }

  listen(options: ListenOptions, acceptor: Acceptor): Listener {
    const node = this.#nodeOf(options.node);
    const { address } = options;
    const listener = new LiveListener(this.#context, this, node, node.machine, options, acceptor);
    if (this.#listeners.has(address)) listener.refuse(new Error(`listen ${address}: address already in use`));
    else if (!node.machine.takeFile()) listener.refuse(new Error(`listen ${address}: too many open files`));
    else {
      this.#listeners.set(address, listener);
      this.#nodeAt.set(address, options.node);
      listener.start(this.#portOf.get(address));
    }
    return listener;
  }

  connect(node: string, address: Address, handler: SocketHandler): Socket {
    const endpoint = this.#nodeAt.has(address) ? null : parseEndpoint(address);
    if (endpoint !== null) assertAllowed(endpoint.host, this.#allowHosts);
    const owner = this.#nodeOf(node);
    const hasFile = owner.machine.takeFile();
    const socket = new LiveSocket(this.#context, owner, handler, (finished) => {
      if (hasFile) owner.machine.releaseFile();
      this.#listeners.get(address)?.leave(finished);
    });
    if (!hasFile) socket.finish('descriptors');
    else {
      const connect = new Connect(this.#context, this, socket, address);
      socket.handshake = connect;
      connect.start();
    }
    return socket;
  }

  setHop(from: string, to: string, hop: Hop): void {
    let hops = this.#hops.get(from);
    if (hops === undefined) this.#hops.set(from, (hops = new Map<string, Hop>()));
    hops.set(to, hop);
  }

  kill(node: string): void {
    const owner = this.#nodeOf(node);
    for (const listener of [...this.#listeners.values()]) if (listener.owner === owner) listener.close();
    for (const socket of [...owner.sockets]) socket.abandon();
  }

  hop(from: string, address: Address): Hop | null {
    // Who lives outside of the world is known by its address.
    return this.#hops.get(from)?.get(this.#nodeAt.get(address) ?? address) ?? null;
  }

  route(socket: LiveSocket, address: Address): Route {
    const listener = this.#listeners.get(address);
    if (listener === undefined) {
      const endpoint = this.#nodeAt.has(address) ? null : parseEndpoint(address);
      return endpoint === null ? { kind: 'refused' } : { kind: 'endpoint', endpoint };
    }
    if (listener.starting) return { kind: 'later', wait: (task) => listener.awaitStart(task) };
    if (!listener.admit(socket)) return { kind: 'full' };
    return { kind: 'endpoint', endpoint: listener.endpoint! };
  }

  register(socket: LiveSocket, localPort: number, port: number): void {
    if (!socket.closed && this.#listenerOn.has(port)) this.#connecting.set(localPort * 65536 + port, socket);
  }

  connecting(localPort: number, port: number): LiveSocket | null {
    const key = localPort * 65536 + port;
    const socket = this.#connecting.get(key) ?? null;
    this.#connecting.delete(key);
    return socket;
  }

  bound(listener: LiveListener, port: number): void {
    this.#listenerOn.set(port, listener);
    this.#portOf.set(listener.options.address, port);
  }

  closed(listener: LiveListener): void {
    this.#listeners.delete(listener.options.address);
    const port = listener.endpoint?.port;
    if (port === undefined || this.#listenerOn.get(port) !== listener) return;
    this.#listenerOn.delete(port);
    for (const key of this.#connecting.keys()) if (key % 65536 === port) this.#connecting.delete(key);
  }
}
