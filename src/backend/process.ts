import type { Protocol, RequestParser } from '../protocol/message.ts';
import { SECOND, type Cpu, type Listener, type Nanos, type Rng, type Task, type World } from '../world/world.ts';
import { AdminCommands, type AdminHost } from './admin-commands.ts';
import { BinaryCommands } from './binary-commands.ts';
import { Caches } from './caches.ts';
import type { Commands, CommandsOptions } from './commands.ts';
import type { ConnectionHost } from './connection.ts';
import { Counters } from './counters.ts';
import type { Executor } from './executor.ts';
import { MetaCommands } from './meta-commands.ts';
import type { CompleteOptions } from './options.ts';
import { createParser } from './parser.ts';
import { Settings } from './settings.ts';
import { SignIns } from './sign-in.ts';
import { generalStats, type Stat } from './stats.ts';
import { TextCommands } from './text-commands.ts';
import { Topics, type TopicsHost } from './topics.ts';
import { UnixTime } from './unix-time.ts';
import { WithoutFlush } from './without-flush.ts';

/** All that a crash takes. */
export class Process implements ConnectionHost, TopicsHost, AdminHost {
  readonly world: World;
  readonly counters = new Counters();
  readonly caches: Caches;
  readonly scanners: Record<Protocol, RequestParser> = {
    binary: createParser('binary'),
    text: createParser('text'),
  };
  readonly commands: Record<Protocol, Commands>;
  readonly signIns: SignIns | null;
  readonly costless: boolean;
  readonly settings: Settings;
  readonly administered: boolean;
  readonly clock: UnixTime | null;
  private readonly topics: Topics;
  private readonly time: UnixTime;
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
    this.time = new UnixTime(options.world.clock, options.epochSeconds);
    this.settings = new Settings(options);
    this.topics = new Topics(this);
    // Whoever had to sign in is a customer.
    this.administered = options.admission === null;
    this.clock = options.debugTime ? this.time : null;
    const commands: CommandsOptions = {
      caches: this.caches,
      version,
      meta: new MetaCommands(),
      topics: this.topics,
      admin: new AdminCommands(this),
      settings: this.settings,
    };
    const all = { binary: new BinaryCommands(commands), text: new TextCommands(commands) };
    this.commands = options.flushes
      ? all
      : { binary: new WithoutFlush(all.binary, 'binary'), text: new WithoutFlush(all.text, 'text') };
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
    return this.time.seconds();
  }

  /** All that was counted; the live object where there is one cache. */
  total(): Counters {
    return this.options.caches === null ? this.counters : this.caches.sum().add(this.counters);
  }

  stats(executor: Executor, topic: string): readonly Stat[] | null {
    return this.topics.lines(executor, topic);
  }

  general({ counters, store }: Executor): Stat[] {
    const { pid, version, maxConnections, world } = this.options;
    const listener = this.listener();
    const facts = {
      pid,
      version,
      maxConnections,
      busy: this.cpu.busy(),
      uptimeSeconds: Math.floor((world.clock.now() - this.startedAt) / SECOND),
      unixSeconds: this.unixSeconds(),
      connections: listener?.connections ?? 0,
      accepted: listener?.accepted ?? 0,
      turnedAway: listener?.turnedAway ?? 0,
    };
    return generalStats(facts, counters, store);
  }

  /** Of the listener. Whose the others are is nobody's business. */
  connections(): Stat[] {
    return [
      ['0:addr', `tcp:${this.listener()?.address ?? this.options.name}`],
      ['0:state', 'conn_listening'],
      ['0:secs_since_last_cmd', '0'],
    ];
  }

  reset(executor: Executor): void {
    this.caches.reset(executor);
  }

  limitMemory(bytes: number): boolean {
    if (this.options.caches !== null) return false;
    this.caches.main.store.limit(bytes, this.unixSeconds());
    return true;
  }
}
