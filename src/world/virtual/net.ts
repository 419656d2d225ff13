import type { Hop } from '../hop.ts';
import type { Acceptor, Address, Listener, ListenOptions, Net, SocketHandler, Socket, Nanos } from '../world.ts';
import { SECOND } from '../world.ts';
import type { Kernel } from './kernel.ts';
import { VirtualListener } from './listener.ts';
import { type Handshake, type SocketOwner, VirtualSocket } from './socket.ts';

/** A SYN that is not answered is sent again after these times from the first; then the connect has failed. */
const SYN_RETRIES: readonly Nanos[] = [1, 3, 7, 15, 31, 63].map((s) => s * SECOND);
const SYN_TIMEOUT: Nanos = 127 * SECOND;
const TIME_WAIT: Nanos = 60 * SECOND;

/** The simulated network: who listens where, and what lies between. */
export class VirtualNet implements Net {
  readonly #kernel: Kernel;
  readonly #ownerOf: (node: string) => SocketOwner;
  readonly #listeners = new Map<Address, VirtualListener>();
  /** The node behind an address, also while it does not listen. */
  readonly #nodeAt = new Map<Address, string>();
  readonly #hops = new Map<string, Map<string, Hop>>();

  constructor(kernel: Kernel, ownerOf: (node: string) => SocketOwner) {
    this.#kernel = kernel;
    this.#ownerOf = ownerOf;
  }

  listen(options: ListenOptions, acceptor: Acceptor): Listener {
    const owner = this.#ownerOf(options.node);
    const listener = new VirtualListener(this.#kernel, owner, options, acceptor, () => {
      if (this.#listeners.get(options.address) === listener) {
        this.#listeners.delete(options.address);
        owner.machine.releaseFile();
      }
    });
    let error: Error | null = null;
    if (this.#listeners.has(options.address)) error = new Error(`listen ${options.address}: address already in use`);
    else if (!owner.machine.takeFile()) error = new Error(`listen ${options.address}: too many open files`);
    else {
      this.#listeners.set(options.address, listener);
      this.#nodeAt.set(options.address, options.node);
    }
    this.#kernel.post(this.#kernel.now(), { fire: () => acceptor.onListening?.(error) });
    return listener;
  }

  connect(node: string, address: Address, handler: SocketHandler): Socket {
    const kernel = this.#kernel;
    const owner = this.#ownerOf(node);
    const { machine } = owner;
    const socket = new VirtualSocket(kernel, owner, handler, (finished) => {
      finished.releaseFile();
      if (!holdsPort) return;
      if (finished.endedFirst && machine.ephemeralPorts !== Infinity) {
        kernel.post(kernel.now() + TIME_WAIT, { fire: () => machine.releasePort(address) });
      } else machine.releasePort(address);
    });
    let holdsPort = false;
    if (!machine.takeFile()) socket.finish('descriptors');
    else {
      socket.holdsFile = true;
      holdsPort = machine.takePort(address);
      if (!holdsPort) socket.finish('ports');
      else new Connect(kernel, this, socket, node, address).send();
    }
    return socket;
  }

  setHop(from: string, to: string, hop: Hop): void {
    let hops = this.#hops.get(from);
    if (hops === undefined) this.#hops.set(from, (hops = new Map<string, Hop>()));
    hops.set(to, hop);
  }

  kill(node: string): void {
    const owner = this.#ownerOf(node);
    for (const listener of this.#listeners.values()) if (listener.owner === owner) listener.close();
    for (const socket of owner.sockets.all()) socket.abandon();
  }

  hop(from: string, address: Address): Hop | null {
    const to = this.#nodeAt.get(address);
    return to === undefined ? null : (this.#hops.get(from)?.get(to) ?? null);
  }

  listenerAt(address: Address): VirtualListener | undefined {
    return this.#listeners.get(address);
  }
}

type Step = 'send' | 'arrive' | 'open' | 'refused' | 'timeout';

/** The three-way handshake of one connect, with its retries. */
class Connect implements Handshake {
  readonly #kernel: Kernel;
  readonly #net: VirtualNet;
  readonly #socket: VirtualSocket;
  readonly #node: string;
  readonly #address: Address;
  readonly #hop: Hop | null;
  readonly #startedAt: Nanos;
  #retries = 0;
  #next: Step = 'send';

  constructor(kernel: Kernel, net: VirtualNet, socket: VirtualSocket, node: string, address: Address) {
    this.#kernel = kernel;
    this.#net = net;
    this.#socket = socket;
    this.#node = node;
    this.#address = address;
    this.#hop = net.hop(node, address);
    this.#startedAt = kernel.now();
  }

  step(): void {
    switch (this.#next) {
      case 'send':
        return this.send();
      case 'arrive':
        return this.#arrive();
      case 'open':
        return this.#socket.opened();
      case 'refused':
        return this.#socket.finish('refused');
      case 'timeout':
        return this.#socket.finish('timeout');
    }
  }

  send(): void {
    if (this.#hop === null) return this.#after('arrive', 0);
    const { fate, delay } = this.#hop.connect(this.#kernel.now());
    if (fate === 'drop') this.#retry();
    else if (fate === 'refuse') this.#after('refused', 2 * this.#hop.latency + delay);
    else this.#after('arrive', this.#hop.latency + delay);
  }

  /** The SYN is at the listener's machine. */
  #arrive(): void {
    const listener = this.#net.listenerAt(this.#address);
    const latency = this.#hop?.latency ?? 0;
    if (listener === undefined) return this.#after('refused', latency);
    if (!listener.admits()) return this.#retry();
    let open = 2;
    const shapers = this.#hop?.open({ close: (by) => this.#socket.severed(by) }) ?? null;
    const finished = (): void => {
      if (--open === 0) shapers?.closed();
    };
    const accepted = new VirtualSocket(this.#kernel, listener.owner, null, (socket) => {
      socket.releaseFile();
      if (socket.listener !== null) socket.listener.connections--;
      finished();
    });
    this.#socket.alsoOnFinish(finished);
    VirtualSocket.join(this.#socket, accepted, latency, shapers);
    // The SYN-ACK is under way before the listener can write anything.
    this.#after('open', latency);
    listener.arrive(accepted, this.#node);
  }

  #retry(): void {
    const again = SYN_RETRIES[this.#retries++];
    if (again === undefined) this.#at('timeout', this.#startedAt + SYN_TIMEOUT);
    else this.#at('send', Math.max(this.#kernel.now(), this.#startedAt + again));
  }

  #after(next: Step, delay: Nanos): void {
    this.#at(next, this.#kernel.now() + delay);
  }

  #at(next: Step, t: Nanos): void {
    this.#next = next;
    this.#socket.connectBy(this, t);
  }
}
