import type { Client, NewClient } from '../client/client.ts';
import type { ClientContext } from '../client/context.ts';
import type { ClientOptions } from '../client/options.ts';
import { Session } from '../client/session.ts';
import type { Nanos } from '../world/world.ts';

/** What a process's clients sign in with. */
export type SignIn = Pick<ClientContext, 'credentials' | 'attempts'>;

/** Its multiples, less their whole parts, spread evenly however many there are. */
const GOLDEN_RATIO = 0.6180339887498949;

/**
 * A workload's processes and the clients in them: persistent ones are kept, the others are made for each page. A
 * deployment replaces all processes by those of another release, or of the same one.
 */
export class Fleet {
  #homes: ArrayLike<number>;
  readonly #ramp: Nanos;
  readonly #newClient: NewClient;
  /** Of the release in force. */
  #context: ClientContext;
  /** Persistent ones, by number of process. */
  #kept: Client[] = [];
  /** Of pages under way. */
  #passing = new Set<Client>();
  /** With connections that nobody will close, as long as the process lives. */
  #leaked: Client[] = [];
  /** Of processes that were told another one than the release's. */
  readonly #signIns: SignIn[] = [];
  /** Of processes that exit when what they have begun is over. */
  readonly #exiting = new Set<Client>();

  /** `homes`: each process's first server; `ramp`: persistent clients connect one after another in this time. */
  constructor(context: ClientContext, homes: ArrayLike<number>, ramp: Nanos) {
    this.#context = context;
    this.#homes = homes;
    this.#ramp = ramp;
    this.#newClient = context.newClient ?? ((each, home) => new Session(each, home));
  }

  get mode(): ClientOptions['mode'] {
    return this.#context.options.mode;
  }

  /** Persistent clients connect, spread over the ramp. */
  start(): void {
    if (this.mode !== 'persistent') return;
    const { clock } = this.#context.world;
    const now = clock.now();
    for (let i = 0; i < this.#homes.length; i++) {
      const client = this.#made(i);
      this.#kept.push(client);
      // Homes are dealt out in order: clients of one proxy must not all come at once.
      const at = now + Math.floor(this.#ramp * ((i * GOLDEN_RATIO) % 1));
      clock.at(at, { fire: () => client.warm() });
    }
  }

  /** For a page of this process. */
  client(process: number): Client {
    const kept = this.#kept[process];
    if (kept !== undefined) return kept;
    const client = this.#made(process);
    this.#passing.add(client);
    return client;
  }

  /** Its page is over. */
  finished(client: Client): void {
    // The process that this page began in is gone: what it would have leaked is closed as well.
    if (this.#exiting.delete(client)) return client.close();
    // One that is kept, or was until a deployment, sees to itself.
    if (!this.#passing.delete(client)) return;
    if (this.mode !== 'leaky') client.close();
    else if (client.connected !== false) this.#leaked.push(client);
  }

  /** New processes take over; the old ones finish what they have begun, and exit: that closes all they had. */
  deploy(options: ClientOptions): void {
    for (const client of this.#kept) (client.retire ?? client.close).call(client);
    for (const client of this.#leaked) client.close();
    for (const client of this.#passing) this.#exiting.add(client);
    this.#kept = [];
    this.#leaked = [];
    this.#passing.clear();
    this.#context = { ...this.#context, options };
    this.start();
  }

  /** A deployment of the same release, whose processes know these servers. False: they know as many already. */
  learn(servers: readonly string[], homes: ArrayLike<number>): boolean {
    if (servers.length === this.#context.servers.length) return false;
    this.#context = { ...this.#context, servers };
    this.#homes = homes;
    this.deploy(this.#context.options);
    return true;
  }

  /**
   * The processes restart one after another within a time, and sign in with these credentials from then on. Each first
   * ends what it has begun. What leaked stays open.
   */
  restart(signIn: SignIn, over: Nanos): void {
    const { clock } = this.#context.world;
    const now = clock.now();
    for (let i = 0; i < this.#homes.length; i++) {
      const at = now + Math.floor(over * ((i * GOLDEN_RATIO) % 1));
      clock.at(at, { fire: () => this.#restarted(i, signIn) });
    }
  }

  #restarted(process: number, signIn: SignIn): void {
    this.#signIns[process] = signIn;
    const before = this.#kept[process];
    if (before === undefined) return;
    const client = (this.#kept[process] = this.#made(process));
    client.warm();
    (before.retire ?? before.close).call(before);
  }

  #made(process: number): Client {
    const signIn = this.#signIns[process];
    const context = signIn === undefined ? this.#context : { ...this.#context, ...signIn };
    return this.#newClient(context, this.#homes[process]!);
  }
}
