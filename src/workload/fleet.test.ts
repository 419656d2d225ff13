import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Operation, type OperationOwner } from '../client/operation.ts';
import type { ClientOptions } from '../client/options.ts';
import { pooled } from '../client/presets/pooled.ts';
import { ClientRig } from '../client/rig.case.ts';
import type { Client } from '../client/client.ts';
import { AttemptLog } from '../measure/attempts.ts';
import { MILLISECOND, SECOND } from '../world/world.ts';
import { Fleet } from './fleet.ts';

const modes = {
  persistent: pooled,
  perRequest: { ...pooled, mode: 'per-request' },
  leaky: { ...pooled, mode: 'leaky' },
} satisfies Record<string, ClientOptions>;

function fleetOf(options: ClientOptions, latency = 0): { rig: ClientRig; fleet: Fleet } {
  const rig = new ClientRig(options, { latency });
  const fleet = new Fleet(rig.context, [0, 0, 0], 10 * MILLISECOND);
  fleet.start();
  return { rig, fleet };
}

/** A page of one get. */
function page(rig: ClientRig, fleet: Fleet, process = 0): void {
  const client = fleet.client(process);
  const ticket = rig.get(client);
  rig.pass(100 * MILLISECOND);
  assert.is(ticket.outcome, 'hit');
  fleet.finished(client);
}

/** Of all that were made: open and closed. */
function connections({ server }: ClientRig): [open: number, closed: number] {
  const open = server.connections.filter(({ closed }) => closed === null).length;
  return [open, server.connections.length - open];
}

test('persistent clients keep theirs, per-request ones close each, leaky ones none', () => {
  for (const [options, ends] of [
    [modes.persistent, [3, 0]],
    [modes.perRequest, [0, 6]],
    [modes.leaky, [6, 0]],
  ] as const) {
    const { rig, fleet } = fleetOf(options);
    for (let i = 0; i < 6; i++) page(rig, fleet, i % 3);
    rig.pass();
    assert.equal(connections(rig), ends, options.mode);
  }
});

test('a deployment closes what the old processes had, leaks included', () => {
  const { rig, fleet } = fleetOf(modes.leaky);
  for (let i = 0; i < 5; i++) page(rig, fleet);
  assert.equal(connections(rig), [5, 0]);
  fleet.deploy(modes.perRequest);
  rig.pass();
  assert.equal([connections(rig), fleet.mode], [[0, 5], 'per-request']);
  page(rig, fleet);
  rig.pass();
  assert.equal(connections(rig), [0, 6]);
  const { closed, brokenInAll, held } = rig.context.counters.connections;
  assert.equal([closed, brokenInAll, held], [6, 0, 0], 'a process that exits closes in peace');
});

test('a restart of persistent clients: new connections over the ramp, and the old ones close', () => {
  const { rig, fleet } = fleetOf(modes.persistent);
  rig.pass();
  const old = fleet.client(1);
  fleet.deploy(modes.persistent);
  assert.is.not(fleet.client(1), old);
  rig.pass(MILLISECOND);
  assert.equal(connections(rig)[1], 3);
  rig.pass();
  assert.equal(connections(rig), [3, 3]);
});

test('what the old processes have begun they finish', () => {
  const { rig, fleet } = fleetOf(modes.persistent, 5 * MILLISECOND);
  rig.pass();
  const old = fleet.client(0);
  const ticket = rig.get(old);
  fleet.deploy(modes.persistent);
  rig.pass(MILLISECOND);
  assert.is(ticket.outcome, null);
  rig.pass();
  assert.equal([ticket.outcome, connections(rig)], ['hit', [3, 3]]);
});

test('a page goes on with its next operation before its process exits', () => {
  const { rig, fleet } = fleetOf(modes.persistent, 5 * MILLISECOND);
  rig.pass();
  const client = fleet.client(0);
  const two = new TwoGets(client);
  fleet.deploy(modes.persistent);
  rig.pass();
  assert.equal([two.ended, rig.context.counters.connections.tried], [2, 6], 'on the connection that it began on');
});

test('a leaky page that ends after its process was replaced leaks no more', () => {
  const { rig, fleet } = fleetOf(modes.leaky);
  const client = fleet.client(0);
  rig.get(client);
  fleet.deploy(modes.leaky);
  rig.pass();
  fleet.finished(client);
  rig.pass();
  assert.equal(connections(rig), [0, 1]);
});

test('a process that exits before it had its turn to connect does not connect', () => {
  const { rig, fleet } = fleetOf(modes.persistent);
  fleet.deploy(modes.perRequest);
  rig.pass(SECOND);
  assert.is(rig.context.counters.connections.tried, 0);
});

test('processes restart one after another with other credentials, and finish what they have begun', () => {
  const { rig, fleet } = fleetOf(modes.persistent, 5 * MILLISECOND);
  const [before, after] = [new AttemptLog(), new AttemptLog()];
  fleet.restart({ credentials: null, attempts: before }, 0);
  rig.pass(SECOND);
  const kept = [0, 1, 2].map((process) => fleet.client(process));
  const ticket = rig.get(kept[0]!);
  fleet.restart({ credentials: null, attempts: after }, 100 * MILLISECOND);
  rig.pass(1);
  assert.equal(
    kept.map((client, process) => client === fleet.client(process)),
    [false, true, true],
    'the first at once, the others in their turn',
  );
  rig.pass(SECOND);
  assert.not(kept.some((client, process) => client === fleet.client(process)));
  assert.is(ticket.outcome, 'hit');
  page(rig, fleet, 2);
  const answered = [before, after].map((log) => log.servers().reduce((n, server) => n + server.answered, 0));
  assert.equal([answered, connections(rig)[0]], [[1, 1], 3]);
});

test('who makes a connection for each page signs in anew with the next', () => {
  const { rig, fleet } = fleetOf(modes.perRequest);
  const log = new AttemptLog();
  page(rig, fleet, 0);
  fleet.restart({ credentials: null, attempts: log }, 0);
  rig.pass(1);
  page(rig, fleet, 0);
  assert.is(log.servers()[0]?.answered, 1);
});

/** One after the other. */
class TwoGets implements OperationOwner {
  ended = 0;
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
    this.#start();
  }

  completed(_operation: Operation): void {
    if (++this.ended < 2) this.#start();
  }

  #start(): void {
    const operation = new Operation();
    operation.owner = this;
    operation.keys = Buffer.from('key:1');
    operation.keyEnd = 5;
    operation.keyNumber = 1;
    this.#client.start(operation);
  }
}

test.run();
