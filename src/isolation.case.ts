/** A cluster with three caches, and customers who say random things to it and hear only what is theirs. */
import { Backend } from './backend/server.ts';
import { Cluster } from './cluster/cluster.ts';
import { Asker, request, type OpcodeName } from './proxy/asker.case.ts';
import { resolveScenario } from './scenario/resolve.ts';
import { defineScenario } from './scenario/define.ts';
import { createVirtualWorld, type VirtualWorld } from './world/virtual/virtual-world.ts';
import { MILLISECOND, type CloseReason, type Rng, type Socket, type SocketHandler, type World } from './world/world.ts';

const scenario = defineScenario({
  title: 'Three customers',
  story: 'Small caches: they evict.',
  cluster: {
    machines: 3,
    proxies: 2,
    backend: { serviceTime: { fixed: '4us' }, memory: '256KB' },
    proxy: { authentication: { time: '10us', syncWithin: '20ms' } },
    links: { clientToProxy: '50us', proxyToBackend: '50us' },
    caches: {
      a: {
        plan: { memory: '60KB' },
        credentials: {
          'a-all': { primary: true },
          'a-reads': { readOnly: true },
          'a-keeps': { noFlush: true },
          'a-one': { namespace: 'one/' },
          'a-two': { namespace: 'two/' },
        },
      },
      b: { plan: { memory: '30KB' }, credentials: { 'b-all': {} } },
      c: { plan: { memory: '600KB' }, credentials: { 'c-all': {} } },
    },
  },
  workloads: {
    nobody: {
      clients: 1,
      client: { preset: 'pooled' },
      rate: 1,
      keys: { count: 1 },
      values: { bytes: 1 },
      credential: 'c/c-all',
    },
  },
  phases: { warmup: '0s', baseline: '1s', fault: '2s', recovery: '3s', end: '4s' },
  timeline: [],
  slo: { p99: '1s' },
  expectations: [],
});

/** Who stores what: each marks his values with a byte that no protocol uses, and his counters with their first digit. */
export interface Customer {
  readonly user: string;
  readonly cache: 'a' | 'b' | 'c';
  readonly mark: string;
  readonly digit: string;
  /** Whose marks he may see: a cache's own users see into its namespaces, and not the other way round. */
  readonly sees: string;
  readonly mayFlush: boolean;
  readonly mayWrite: boolean;
}

const MARKS = {
  'a-all': '\xe0',
  'a-reads': '\xe1',
  'a-keeps': '\xe2',
  'a-one': '\xe3',
  'a-two': '\xe4',
  b: '\xe5',
  c: '\xe6',
};
const ALL_OF_A = '\xe0\xe2\xe3\xe4';

export const CUSTOMERS: readonly Customer[] = [
  { user: 'a-all', cache: 'a', mark: MARKS['a-all'], digit: '1', sees: ALL_OF_A, mayFlush: true, mayWrite: true },
  { user: 'a-reads', cache: 'a', mark: MARKS['a-reads'], digit: '2', sees: ALL_OF_A, mayFlush: false, mayWrite: false },
  { user: 'a-keeps', cache: 'a', mark: MARKS['a-keeps'], digit: '1', sees: ALL_OF_A, mayFlush: false, mayWrite: true },
  {
    user: 'a-one',
    cache: 'a',
    mark: MARKS['a-one'],
    digit: '3',
    sees: MARKS['a-one'],
    mayFlush: false,
    mayWrite: true,
  },
  {
    user: 'a-two',
    cache: 'a',
    mark: MARKS['a-two'],
    digit: '4',
    sees: MARKS['a-two'],
    mayFlush: false,
    mayWrite: true,
  },
  { user: 'b-all', cache: 'b', mark: MARKS.b, digit: '5', sees: MARKS.b, mayFlush: true, mayWrite: true },
  { user: 'c-all', cache: 'c', mark: MARKS.c, digit: '6', sees: MARKS.c, mayFlush: true, mayWrite: true },
];

/** The same for all; some lie in a namespace when a cache's own user asks for them. */
const KEYS = ['k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7', 'k8'];
const FOREIGN_KEYS = ['one/k1', 'two/k2', 'one/counter'];

/** A text client by hand. */
export class TextAsker implements SocketHandler {
  received = '';
  closed: CloseReason | null = null;
  readonly #socket: Socket;

  constructor(world: World, address: string) {
    this.#socket = world.net.connect('client', address, this);
  }

  say(text: string): void {
    const buf = Buffer.from(text, 'latin1');
    this.#socket.write(buf, 0, buf.length);
  }

  onData(buf: Buffer, start: number, end: number): number {
    this.received += buf.toString('latin1', start, end);
    return end;
  }

  onClose(why: CloseReason): void {
    this.closed = why;
  }
}

export class IsolationRig {
  readonly world: VirtualWorld;
  readonly cluster: Cluster;
  readonly #text = new Map<string, TextAsker>();
  readonly #binary = new Map<string, Asker>();

  constructor(seed: string) {
    this.world = createVirtualWorld({ seed });
    this.cluster = new Cluster(this.world, resolveScenario(scenario, 1).cluster);
    this.cluster.start(() => undefined);
    this.pass();
  }

  get directory() {
    return this.cluster.tenants!.directory;
  }

  pass(): void {
    this.world.run(this.world.clock.now() + 10 * MILLISECOND);
  }

  /** Items, bytes and evictions of each cache but this one, by backend. */
  others(cache: string): string {
    const caches = this.directory.caches().filter(({ name }) => name !== cache);
    return JSON.stringify(caches.map(({ number }) => this.#held(number)));
  }

  held(cache: string): string {
    return JSON.stringify(this.#held(this.directory.cache(cache).number));
  }

  #held(cache: number): number[] {
    return this.cluster.backends.flatMap((backend) => {
      if (!(backend instanceof Backend)) return [];
      const store = backend.storeOf(cache)!;
      return [store.items, store.bytes, store.tally.evicted];
    });
  }

  /** What the customer hears to this, in the text protocol; '' when he is not let in. */
  tell(customer: Customer, commands: string, proxy: string): string {
    let asker = this.#text.get(`${customer.user} ${proxy}`);
    if (asker === undefined || asker.closed !== null) {
      asker = new TextAsker(this.world, proxy);
      const password = this.cluster.tenants!.passwordOf(customer.user);
      asker.say(`set ${customer.user} 0 0 ${password.length}\r\n${password}\r\n`);
      this.#text.set(`${customer.user} ${proxy}`, asker);
      this.pass();
      if (asker.received !== 'STORED\r\n') return '';
    }
    asker.received = '';
    asker.say(commands);
    this.pass();
    return asker.received;
  }

  /** The same in the binary protocol. */
  ask(customer: Customer, requests: Buffer, proxy: string): string {
    let asker = this.#binary.get(`${customer.user} ${proxy}`);
    if (asker === undefined || asker.closed !== null) {
      asker = new Asker(this.world, proxy).signIn(customer.user, this.cluster.tenants!.passwordOf(customer.user));
      this.#binary.set(`${customer.user} ${proxy}`, asker);
      this.pass();
      if (asker.take()[0]?.startsWith('auth 0x00') !== true) return '';
    }
    asker.say(requests);
    this.pass();
    return asker.take().join('\r\n');
  }
}

/** One to six commands. */
export function textCommands(rng: Rng, { mark, digit }: Customer): string {
  return many(rng, () => {
    const key = pick(rng, rng.chance(1, 8) ? FOREIGN_KEYS : KEYS);
    const own = pick(rng, KEYS);
    const value = mark.repeat(1 + rng.below(3000));
    const store = (verb: string): string => `${verb} ${own} 0 0 ${value.length}\r\n${value}`;
    return (
      pick(rng, [
        () => `get ${key} ${pick(rng, KEYS)} ${pick(rng, KEYS)}`,
        () => `gets ${key}`,
        () => `gat 0 ${key} ${own}`,
        () => store(pick(rng, ['set', 'set', 'add', 'replace', 'append', 'prepend'])),
        () => store('set'),
        () => `delete ${own}`,
        () => `touch ${own} 0`,
        () => `set counter 0 0 10\r\n${digit}500000000`,
        () => `${pick(rng, ['incr', 'decr'])} counter 1`,
        () => 'get counter one/counter two/counter',
        () => `mg ${key} k v`,
        () => `ms ${own} ${value.length}\r\n${value}`,
        () =>
          pick(rng, ['stats', 'stats items', 'stats slabs', 'stats sizes', 'stats cachedump 1 0', 'stats settings']),
        () => pick(rng, ['lru_crawler metadump all', 'cache_memlimit 1', 'verbosity 1', 'version', 'mn', 'nonsense']),
      ])() + '\r\n'
    );
  }).join('');
}

export function binaryRequests(rng: Rng, { mark }: Customer): Buffer {
  const requests = many(rng, () => {
    const key = pick(rng, rng.chance(1, 8) ? FOREIGN_KEYS : KEYS);
    const own = pick(rng, KEYS);
    const value = mark.repeat(1 + rng.below(3000));
    return pick(rng, [
      () => request(pick<OpcodeName>(rng, ['get', 'getq', 'getk', 'getkq', 'gat', 'gatk']), { key }),
      () => request(pick<OpcodeName>(rng, ['set', 'setq', 'add', 'replace', 'append', 'prepend']), { key: own, value }),
      () => request(pick<OpcodeName>(rng, ['delete', 'touch', 'deleteq']), { key: own }),
      () => request(pick<OpcodeName>(rng, ['noop', 'stat', 'version'])),
    ])();
  });
  // Somebody who names a cache himself: the field is the proxy's to fill.
  if (rng.chance(1, 2)) for (const each of requests) each.writeUInt16BE(rng.below(4), 6);
  return Buffer.concat(requests);
}

export function pick<T>(rng: Rng, list: readonly T[]): T {
  return list[rng.below(list.length)]!;
}

function many<T>(rng: Rng, make: () => T): T[] {
  return Array.from({ length: 1 + rng.below(6) }, make);
}
