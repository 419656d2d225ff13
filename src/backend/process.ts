import { BinaryRequestParser } from '../protocol/binary-request.ts';
import type { Protocol, RequestParser } from '../protocol/message.ts';
import { TextRequestParser } from '../protocol/text-request.ts';
import { SECOND, type Cpu, type Listener, type Nanos, type Rng, type Task, type World } from '../world/world.ts';
import { Caches } from './caches.ts';
import { BinaryCommands } from './binary-commands.ts';
import type { Commands, CommandsOptions } from './commands.ts';
import { TextCommands } from './text-commands.ts';
import type { ConnectionHost } from './connection.ts';
import { Counters } from './counters.ts';
import type { Executor } from './executor.ts';
import type { CompleteOptions } from './options.ts';
import { MetaCommands } from './meta-commands.ts';
import { SignIns } from './sign-in.ts';
import { generalStats, type Stat } from './stats.ts';

/** All that a crash takes. */
export class Process implements ConnectionHost {
  readonly world: World;
  readonly counters = new Counters();
  readonly caches: Caches;
  readonly scanners: Record<Protocol, RequestParser> = {
    binary: new BinaryRequestParser(),
    text: new TextRequestParser(),
  };
  readonly commands: Record<Protocol, Commands>;
  readonly signIns: SignIns | null;
  readonly costless: boolean;
  private readonly options: CompleteOptions;
  private readonly cpu: Cpu;
  private readonly rng: Rng;
  private readonly listener: () => Listener | null;
  private readonly startedAt: Nanos;

  constructor(options: CompleteOptions, cpu: Cpu, rng: Rng, listener: () => Listener | null) {
    const { fixed, exponential } = options.serviceTime;
    this.options = options;
    this.world = options.world;
    this.cpu = cpu;
    this.rng = rng;
    this.listener = listener;
    this.startedAt = options.world.clock.now();
    this.costless = fixed === 0 && exponential === 0;
    const { caches: shares, memoryLimit, itemLimit, version } = options;
    this.caches = new Caches({ shares, memoryLimit, itemLimit, counters: this.counters });
    const commands: CommandsOptions = {
      caches: this.caches,
      version,
      meta: new MetaCommands(),
      stats: (executor, topic) => this.stats(executor, topic),
    };
    this.commands = { binary: new BinaryCommands(commands), text: new TextCommands(commands) };
    const { world, admission, signInWithin: within } = options;
    this.signIns =
      admission === null
        ? null
        : new SignIns({ world, admission, within, counters: this.counters, commands: this.commands, version });
  }

  serve(task: Task): void {
    const { fixed, exponential } = this.options.serviceTime;
    this.cpu.run(exponential === 0 ? fixed : fixed + Math.round(this.rng.exponential(exponential)), task);
  }

  unixSeconds(): number {
    return this.options.epochSeconds + Math.floor(this.world.clock.now() / SECOND);
  }

  /** All that was counted; the live object where there is one cache. */
  total(): Counters {
    return this.options.caches === null ? this.counters : this.caches.sum().add(this.counters);
  }

  stats(executor: Executor, topic: string): readonly Stat[] | null {
    if (topic === '') return this.general(executor);
    if (topic === 'reset') this.caches.reset(executor);
    return TOPICS.has(topic) ? [] : null;
  }

  private general({ counters, store }: Executor): Stat[] {
    const { pid, version, maxConnections, world } = this.options;
    const listener = this.listener();
    const facts = {
      pid,
      version,
      maxConnections,
      uptimeSeconds: Math.floor((world.clock.now() - this.startedAt) / SECOND),
      unixSeconds: this.unixSeconds(),
      connections: listener?.connections ?? 0,
      accepted: listener?.accepted ?? 0,
      turnedAway: listener?.turnedAway ?? 0,
    };
    return generalStats(facts, counters, store);
  }
}

/** Known, and empty here. */
const TOPICS: ReadonlySet<string> = new Set(['reset', 'items', 'slabs', 'sizes', 'settings', 'conns', 'cachedump']);
