/**
 * The seam. Every node (backend, proxy, client, monitor) is written once against these interfaces and runs in two
 * worlds: `virtual` (discrete-event simulation, deterministic) and `live` (real sockets on loopback, wall time).
 *
 * What holds in both worlds, and is held by `conformance.test.ts`:
 * - a call never re-enters a handler: callbacks come after the current handler returned; `connect` never calls back
 *   before it returns; `cpu.run` never runs its task synchronously;
 * - `onClose` comes exactly once per socket, also after one's own `end()` or `reset()`, and nothing comes after it;
 * - buffers are borrowed for the call: `write` copies, `onData` must copy what it keeps;
 * - tasks with equal times fire in the order in which they were set.
 */
import type { Hop } from './hop.ts';

/** Integer nanoseconds since the start of the run: exact for 104 days. */
export type Nanos = number;

/** Something to be done later. Preallocate it on hot paths: an object that lives as long as its owner, not a closure. */
export interface Task {
  fire(): void;
}

/** Names a pending timer. 0 is never a valid id. */
export type TimerId = number;

export type WorldKind = 'virtual' | 'live';

export interface World {
  /** Read only in `src/world/`, `src/report/` and `src/cli/`: nodes do not know where they live. */
  readonly kind: WorldKind;
  readonly clock: Clock;
  readonly net: Net;
  /** A random stream of its own, seeded `${seed}/${stream}`: a new consumer shifts nobody else's draws. */
  rng(stream: string): Rng;
  /** Declares (or finds) a machine. Nodes that are placed on no machine get one of their own, without limits. */
  machine(options: MachineOptions): Machine;
  /** The node's share of its machine's CPU. */
  cpu(node: string): Cpu;
  /**
   * A finite server that is no CPU (an authentication service, a database): `servers` of them take jobs first come first
   * served. Its jobs take their cost in both worlds; a CPU's jobs take theirs only in the virtual world, or under
   * `slow` and `stall`.
   */
  station(name: string, servers: number): Cpu;
  /** Mixes a record into the running trace hash. Integers only. */
  trace(kind: number, a: number, b: number): void;
}

export interface Clock {
  now(): Nanos;
  /** A time that has passed fires as soon as the current handler has returned. */
  at(t: Nanos, task: Task): TimerId;
  /** An id that has fired or was cancelled before is ignored. */
  cancel(id: TimerId): void;
  /** The queue of all timeouts of this duration; the same object for the same duration. */
  deadlines(duration: Nanos): Deadlines;
}

/**
 * Timeouts of one duration. They expire in the order in which they were armed, so only the earliest needs a place in
 * the world's heap: arming and disarming is O(1).
 */
export interface Deadlines {
  readonly duration: Nanos;
  /** Arms for now + duration. A deadline that is armed already is moved to the end. */
  arm(deadline: Deadline): void;
  /** A deadline that is not armed is ignored. */
  disarm(deadline: Deadline): void;
}

/** A timeout that can be armed again and again; embed one per request, connection, … */
export class Deadline {
  readonly task: Task;
  /** For the owning queue only. */
  due: Nanos = 0;
  previous: Deadline | null = null;
  next: Deadline | null = null;
  queue: Deadlines | null = null;

  constructor(task: Task) {
    this.task = task;
  }
}

export interface Rng {
  /** Uniform over 0..2^32-1. */
  u32(): number;
  /** Uniform over 0..n-1, for 1 <= n <= 2^32. */
  below(n: number): number;
  /** True in num of den cases. */
  chance(num: number, den: number): boolean;
  /** Uniform over [0, 1), 32 bits of resolution. */
  uniform(): number;
  exponential(mean: number): number;
  normal(mean: number, deviation: number): number;
  /** By its median and the standard deviation of its logarithm. */
  lognormal(median: number, sigma: number): number;
  /** Generalised Pareto: location + scale (U^-shape - 1) / shape. */
  pareto(location: number, scale: number, shape: number): number;
}

/** A queueing server, first come first served. */
export interface Cpu {
  /** Runs the task when the job is done: never synchronously, also when the cost is 0. */
  run(cost: Nanos, task: Task): void;
  /** Jobs waiting and in service. */
  depth(): number;
  /** Does no work for this long (Infinity: until `resume`). Jobs queue up meanwhile; the job in service is paused. */
  stall(duration: Nanos): void;
  resume(): void;
  /** Work takes `factor` times as long from now on, the rest of the job in service included. 1 is normal. */
  slow(factor: number): void;
  /** Forgets all jobs, without running them. */
  clear(): void;
  /** Time spent in service so far. In the live world only the time of jobs that were queued for their cost. */
  busy(): Nanos;
}

export interface MachineOptions {
  readonly name: string;
  /** Node i that is placed here runs on core i mod cores. @default 1 */
  readonly cores?: number;
  /** Descriptors for all nodes here: a listener and each connected or accepted socket take one. @default Infinity */
  readonly fileLimit?: number;
  /**
   * Local ports for connections from here to one address and port; the side that closes first holds one for 60 s.
   * Held in the virtual world only (the kernel has its own table in the live one). @default Infinity
   */
  readonly ephemeralPorts?: number;
}

export interface Machine {
  readonly name: string;
  place(node: string): void;
  /** Descriptors in use. */
  readonly files: number;
  fileLimit: number;
  /** Most that were in use at once. */
  readonly filesPeak: number;
  /** How often one was asked for in vain: a connect that failed, an accept that has to wait. */
  readonly filesDenied: number;
  /** When that happened first; null: never. */
  readonly filesDeniedAt: Nanos | null;
}

/**
 * Logical (`proxy-3`) inside a world, or `host:port` for what lives outside (live world only).
 * A logical name is bound to an ephemeral loopback port in the live world unless `ListenOptions.port` is given.
 */
export type Address = string;

export interface Net {
  /** Listening begins after the current handler; `onListening` says when, or why not (live: port in use). */
  listen(options: ListenOptions, acceptor: Acceptor): Listener;
  /** The handler hears `onOpen`, or `onClose` with the reason. */
  connect(node: string, address: Address, handler: SocketHandler): Socket;
  /** What lies between two nodes, asked once per connection when it is opened. Default: nothing, latency 0. */
  setHop(from: string, to: string, hop: Hop): void;
  /**
   * The node's process is gone: its listeners close, its sockets are reset (peers see 'reset'), connections in its
   * backlog too, and its own handlers hear nothing more. Its CPU's jobs are forgotten.
   */
  kill(node: string): void;
}

export interface ListenOptions {
  readonly node: string;
  readonly address: Address;
  /** Live world: the port to bind; 0 or absent for an ephemeral one. The virtual world ignores it. */
  readonly port?: number;
  /** Live world: the interface to bind. @default '127.0.0.1' */
  readonly host?: string;
  /** Connections the kernel completes and holds until they are accepted. A full one drops SYNs. @default 511 */
  readonly backlog?: number;
  /** Above this many open connections a new one is accepted, sent `farewell` and closed. @default Infinity */
  readonly maxConnections?: number;
  /** @default 'ERROR Too many open connections\r\n' */
  readonly farewell?: string;
}

export interface Acceptor {
  /** Returns who handles the accepted connection. `peer` is the connecting node's name ('' when it is foreign). */
  accept(socket: Socket, peer: string): SocketHandler;
  onListening?(error: Error | null): void;
}

export interface Listener {
  /** Virtual: the logical address. Live: `host:port`, known once `onListening` came. */
  readonly address: string;
  /** Open accepted connections. */
  readonly connections: number;
  /** Accepted so far. */
  readonly accepted: number;
  /** Accepted only to be told that there are too many. */
  readonly turnedAway: number;
  /** Connections in the backlog: completed by the kernel, and not accepted. */
  readonly waiting: number;
  /** SYNs dropped because the backlog was full. */
  readonly dropped: number;
  /** Stops listening; connections stay open. What is in the backlog is reset. */
  close(): void;
}

export interface Socket {
  /**
   * Copies buf[start, end) and sends it. True: all is on its way or in the kernel's buffers; false: some waits on this
   * side (it is still sent), better stop until `onDrain`. On a socket that is ended or closed: ignored, returns false.
   */
  write(buf: Uint8Array, start: number, end: number): boolean;
  /** Bytes written that neither the network nor the peer's receive buffer has room for. */
  readonly pending: number;
  /** No more `onData` or `onEnd` until `resume`. The peer is held back once buffers are full. */
  pause(): void;
  resume(): void;
  /** Closes our direction after what was written; the other direction stays open until the peer ends (half-close). */
  end(): void;
  /** Closes both directions at once; unsent and unread bytes are dropped and the peer sees 'reset'. */
  reset(): void;
}

/**
 * `closed`: both directions ended in peace · `reset`: by either side, or by the network · `refused`: nobody listens
 * there · `timeout`: no answer to the SYN · `descriptors`: this machine's file table is full · `ports`: no local port.
 */
export type CloseReason = 'closed' | 'reset' | 'refused' | 'timeout' | 'descriptors' | 'ports';

export interface SocketHandler {
  /** The connecting side's connection stands. */
  onOpen?(): void;
  /**
   * Bytes to read: buf[start, end) holds what was not consumed before, then what is new. Returns the index of the first
   * byte not consumed; it comes again, with more behind it, when more has arrived.
   */
  onData(buf: Buffer, start: number, end: number): number;
  /** After a `write` that returned false: `pending` is 0 again. */
  onDrain?(): void;
  /** The peer ended its direction. A handler without `onEnd` ends its own direction too. */
  onEnd?(): void;
  onClose(why: CloseReason): void;
}

export const MICROSECOND: Nanos = 1_000;
export const MILLISECOND: Nanos = 1_000_000;
export const SECOND: Nanos = 1_000_000_000;
