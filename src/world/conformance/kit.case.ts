import * as assert from 'uvu/assert';
import { MILLISECOND, type ListenOptions, type Nanos, SECOND, type Task, type World } from '../world.ts';
import type { Driver } from './driver.case.ts';
import { Probe, type Script } from './probe.case.ts';
import { ProbeListener } from './probe-listener.case.ts';

/** A row whose condition does not come true in this time has failed: generous, for machines that are busy. */
const PATIENCE: Nanos = 10 * SECOND;

/** What a row works with. It also watches what holds for every call in every row, and `finish` judges it. */
export class Kit {
  readonly world: World;
  readonly #driver: Driver;
  readonly #violations: string[] = [];
  /** Who is being called right now. */
  #running: string | null = null;

  constructor(driver: Driver) {
    this.#driver = driver;
    this.world = driver.world;
  }

  get now(): Nanos {
    return this.world.clock.now();
  }

  pass(duration: Nanos): Promise<void> {
    return this.#driver.pass(duration);
  }

  /** Lets time pass until it holds. */
  async until(what: string, holds: () => boolean, patience: Nanos = PATIENCE): Promise<void> {
    const end = this.now + patience;
    while (!holds()) {
      if (this.now > end) assert.unreachable(`waited in vain until ${what}`);
      await this.pass(MILLISECOND);
    }
  }

  /** A task that is watched: it must not run within another call. */
  task(name: string, body: () => void): Task {
    return { fire: () => this.enter(name, body) };
  }

  after(duration: Nanos, body: () => void): number {
    return this.world.clock.at(this.now + duration, this.task('timer', body));
  }

  /** Runs the body from an empty stack, as a node would. */
  async within(body: () => void): Promise<void> {
    let done = false;
    this.after(0, () => {
      body();
      done = true;
    });
    await this.until('a task ran', () => done);
  }

  async listen(options: Partial<ListenOptions> = {}, script: Script = {}): Promise<ProbeListener> {
    const listener = this.listenSoon(options, script);
    await this.until('the listener listens', () => listener.heard);
    if (listener.error !== null) throw listener.error;
    return listener;
  }

  listenSoon(options: Partial<ListenOptions> = {}, script: Script = {}): ProbeListener {
    return new ProbeListener(this, { node: 'server', address: 'server', ...options }, script);
  }

  connect(script: Script = {}, node = 'client', address = 'server'): Probe {
    const probe = new Probe(this, `${node} > ${address}`, script);
    probe.socket = this.call('connect', () => this.world.net.connect(node, address, probe));
    return probe;
  }

  /** A connection that stands at both ends. */
  async pair(client: Script = {}, server: Script = {}): Promise<{ client: Probe; server: Probe }> {
    const listener = await this.listen({}, server);
    const probe = this.connect(client);
    await this.until('the connection stands', () => probe.opened && listener.probes.length === 1);
    return { client: probe, server: listener.probes[0]! };
  }

  /** The world calls back: nobody else may be running. */
  enter<T>(name: string, body: () => T): T {
    if (this.#running !== null) this.violation(`${name} was called within ${this.#running}`);
    return this.call(name, body);
  }

  /** The row calls the world, which must not call back. */
  call<T>(name: string, body: () => T): T {
    const outer = this.#running;
    this.#running = name;
    try {
      return body();
    } finally {
      this.#running = outer;
    }
  }

  violation(what: string): void {
    this.#violations.push(what);
  }

  finish(): void {
    assert.equal(this.#violations, [], 'calls that break the contract');
    assert.equal(this.#driver.errors.map(String), [], 'errors that handlers threw');
  }
}

/** Exact in virtual time; wall time is never early, and late by what the machine pleases. */
export function assertTime(kit: Kit, actual: Nanos, expected: Nanos, what: string): void {
  if (kit.world.kind === 'virtual') assert.is(actual, expected, what);
  else assert.ok(actual >= expected, `${what}: expected no earlier than ${expected}, got ${actual}`);
}
