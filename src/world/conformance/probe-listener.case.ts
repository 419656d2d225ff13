import type { Acceptor, Listener, ListenOptions, Socket, SocketHandler } from '../world.ts';
import type { Kit } from './kit.case.ts';
import { Probe, type Script } from './probe.case.ts';

/** A listener that gives each connection a probe with the same script. */
export class ProbeListener implements Acceptor {
  readonly listener: Listener;
  readonly probes: Probe[] = [];
  readonly peers: string[] = [];
  heard = false;
  error: Error | null = null;
  readonly #kit: Kit;
  readonly #script: Script;

  constructor(kit: Kit, options: ListenOptions, script: Script) {
    this.#kit = kit;
    this.#script = script;
    this.listener = kit.call('listen', () => kit.world.net.listen(options, this));
  }

  accept(socket: Socket, peer: string): SocketHandler {
    return this.#kit.enter('accept', () => {
      const probe = new Probe(this.#kit, `accepted from ${peer}`, this.#script);
      probe.socket = socket;
      this.probes.push(probe);
      this.peers.push(peer);
      // As for the connecting end, but here and now: the contract has no onOpen for an accepted one.
      this.#script.onOpen?.(probe);
      return probe;
    });
  }

  onListening(error: Error | null): void {
    this.#kit.enter('onListening', () => {
      if (this.heard) this.#kit.violation('onListening a second time');
      this.heard = true;
      this.error = error;
    });
  }
}
