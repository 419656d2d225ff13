import { ScriptedServer, type Asked, type Script } from '../proxy/scripted-server.case.ts';
import { TestHop } from '../world/conformance/test-hop.case.ts';
import { createVirtualWorld, type VirtualWorld } from '../world/virtual/virtual-world.ts';
import {
  MILLISECOND,
  SECOND,
  type Acceptor,
  type ListenOptions,
  type Nanos,
  type Socket,
  type SocketHandler,
} from '../world/world.ts';
import { check, type CheckOptions, type CheckReport } from './check.ts';

export const ALICE = { user: 'alice', password: 'top secret' } as const;
export const SERVER = 'server';

/** A virtual world with one server and one who checks it. */
export class CheckRig {
  readonly world: VirtualWorld = createVirtualWorld({ seed: 'check' });

  scripted(script: Script, listen: Partial<ListenOptions> = {}): ScriptedServer {
    return new ScriptedServer(this.world, SERVER, script, listen);
  }

  raw(manners: Manners, listen: Partial<ListenOptions> = {}): void {
    this.world.net.listen({ node: SERVER, address: SERVER, ...listen }, new RawServer(manners));
  }

  /** One way. `drop`: SYNs vanish. */
  link(latency: Nanos, fate: 'pass' | 'drop' = 'pass'): void {
    const hop = new TestHop(latency);
    hop.verdict = { fate, delay: 0 };
    this.world.net.setHop('check', SERVER, hop);
  }

  check(options: Partial<CheckOptions> = {}): CheckReport {
    this.world.run(this.world.clock.now() + MILLISECOND);
    const reports: CheckReport[] = [];
    check({ world: this.world, address: SERVER, credential: null, ...options }, (report) => reports.push(report));
    this.world.run(this.world.clock.now() + 60 * SECOND);
    if (reports.length !== 1) throw new Error(`a check: expected one report, got ${reports.length}`);
    return reports[0]!;
  }
}

/** What a server does that is no memcached. */
export interface Manners {
  /** Said to who connects. */
  readonly greeting?: string;
  /** What it answers to what it hears; null: nothing. `hang up`: it closes. */
  readonly answer?: (heard: Buffer) => string | null;
}

export const HANG_UP = 'hang up';

class RawServer implements Acceptor {
  readonly #manners: Manners;

  constructor(manners: Manners) {
    this.#manners = manners;
  }

  accept(socket: Socket): SocketHandler {
    const say = (text: string): unknown => socket.write(Buffer.from(text, 'latin1'), 0, text.length);
    const { greeting, answer } = this.#manners;
    if (greeting !== undefined) say(greeting);
    return {
      onData: (buf, start, end) => {
        const reply = answer?.(buf.subarray(start, end)) ?? null;
        if (reply === HANG_UP) socket.reset();
        else if (reply !== null) say(reply);
        return end;
      },
      onClose: () => undefined,
    };
  }
}

export type Replies = Partial<Record<Asked['name'], (asked: Asked, server: WellMannered) => void>>;

/** A memcached with SASL that does all right, but for what `replies` says. */
export class WellMannered {
  readonly items = new Map<string, Buffer>();
  readonly script: Script;

  constructor(replies: Replies = {}) {
    this.script = (asked) => {
      const reply = replies[asked.name];
      if (reply === undefined) this.serve(asked);
      else reply(asked, this);
    };
  }

  serve(asked: Asked): void {
    const { by, key, name } = asked;
    if (name === 'version') by.reply(asked, 0, '1.6.18');
    else if (name === 'mechs') by.reply(asked, 0, 'CRAM-MD5 PLAIN');
    else if (name === 'auth') by.reply(asked, 0, 'Authenticated');
    else if (name === 'set') {
      this.items.set(key, asked.value);
      by.reply(asked, 0);
    } else if (name === 'get') {
      const item = this.items.get(key);
      by.reply(asked, item === undefined ? 1 : 0, item ?? 'Not found');
    } else if (name === 'delete') by.reply(asked, this.items.delete(key) ? 0 : 1);
  }
}
