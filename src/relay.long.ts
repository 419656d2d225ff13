/**
 * 5,000 connections through one relay, opened and closed at random, under toxics of all types that come, change and go
 * at random for a minute. Half of them meet only toxics that neither cut nor change: these get every byte, in order.
 * Clients, relay and server are processes of their own. Nothing is left afterwards.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { TOXICS } from '../toxics/index.ts';
import { Child } from './backend/bench/children.case.ts';
import {
  FORGOTTEN_MS,
  relaySoak,
  serveSoak,
  talkSoak,
  type Calmed,
  type ClientsLeft,
  type ClientsRequest,
  type Doors,
  type Left,
  type RelayLeft,
  type RelayRequest,
  type ServerLeft,
  type ServerRequest,
} from './relay-soak.case.ts';
import { STORM_TYPES } from './relay-storm.case.ts';

const CONNECTIONS = 5000;
const STORM_SECONDS = Number(process.env['BROWNOUT_SOAK_SECONDS'] ?? 60);
/** After the storm: what was held is let go, and answered. */
const LEAVE_SECONDS = 30;
const SEED = process.env['BROWNOUT_SEED'] ?? 'soak';
const MEGA = 1 << 20;

const role = process.argv[2];
if (role === 'server') serveSoak();
else if (role === 'relay') relaySoak();
else if (role === 'clients') talkSoak();
else {
  test(`${CONNECTIONS} connections under all toxics: no byte and no descriptor is lost`, soak);
  test.run();
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function soak(): Promise<void> {
  assert.equal(STORM_TYPES, TOXICS.map(({ type }) => type).sort(), 'every type has its attributes here');
  const [server, relay, clients] = ['server', 'relay', 'clients'].map(
    (each) => new Child(import.meta.url, each, ['--expose-gc']),
  ) as [Child, Child, Child];
  const askServer = <T>(request: ServerRequest): Promise<T> => server.ask<T>(request);
  const askRelay = <T>(request: RelayRequest): Promise<T> => relay.ask<T>(request);
  const askClients = <T>(request: ClientsRequest): Promise<T> => clients.ask<T>(request);
  try {
    const { address } = await askServer<{ address: string }>({ listen: true });
    const doors = await askRelay<Doors>({ listen: { upstream: address } });
    const before = {
      server: await askServer<ServerLeft>({ left: true }),
      relay: await askRelay<RelayLeft>({ left: true }),
      clients: await askClients<ClientsLeft>({ left: true }),
    };
    await askClients({ come: { doors, size: CONNECTIONS } });
    await askRelay({ storm: { seed: SEED } });
    await sleep(STORM_SECONDS * 1000);
    const calmed = await askRelay<Calmed>({ calm: true });
    await askClients({ leave: { seconds: LEAVE_SECONDS } });
    await sleep(FORGOTTEN_MS);
    const after = {
      server: await askServer<ServerLeft>({ left: true }),
      relay: await askRelay<RelayLeft>({ left: true }),
      clients: await askClients<ClientsLeft>({ left: true }),
    };
    process.stdout.write(summary(calmed, after.clients, after.relay));
    judgeStorm(calmed, after.clients);
    judgeBytes(after.server, after.clients);
    assert.equal([after.relay.connections, after.relay.linkConnections, after.server.connections], [0, 0, 0]);
    for (const who of ['server', 'relay', 'clients'] as const) judgeLeft(who, before[who], after[who]);
    assert.ok(after.relay.residentPeak < 1024 * MEGA, `at most ${after.relay.residentPeak / MEGA} MiB`);
  } finally {
    for (const child of [server, relay, clients]) child.stop();
  }
}

function summary(
  { actions, slowestMs, mean, peak }: Calmed,
  { opened, closed, reset }: ClientsLeft,
  { residentPeak }: RelayLeft,
): string {
  const ms = Math.round(slowestMs);
  return (
    `${actions} changes of toxics, the slowest took ${ms} ms; ${Math.round(mean)} connections on average, ${peak} at most, ` +
    `${opened} in all (${closed} closed, ${reset} reset); the relay had ${Math.round(residentPeak / MEGA)} MiB at most\n`
  );
}

function judgeStorm({ actions, types, mean, peak }: Calmed, { opened, closed, reset }: ClientsLeft): void {
  assert.ok(actions > 5 * STORM_SECONDS, `${actions} changes of toxics`);
  if (STORM_SECONDS >= 60) assert.equal(types, STORM_TYPES, 'all were there');
  // How many stand on average depends on how fast the machine opens new ones.
  assert.ok(peak >= CONNECTIONS && mean > 0.5 * CONNECTIONS, `${peak} connections at most, ${mean} on average`);
  assert.ok(opened > CONNECTIONS + 50 * STORM_SECONDS, `${opened} in all`);
  assert.ok(closed > 0 && reset > 0);
}

function judgeBytes(server: ServerLeft, clients: ClientsLeft): void {
  assert.is(clients.present, 0, 'all are over');
  for (const { complaints, first } of [server, clients]) {
    assert.is(complaints, 0, `seed ${SEED}: ${complaints} complaints, such as\n${first.join('\n')}`);
  }
}

function judgeLeft(who: string, before: Left, after: Left): void {
  assert.ok(
    after.descriptors <= before.descriptors,
    `${who}: ${before.descriptors} to ${after.descriptors} descriptors`,
  );
  assert.ok(after.timers <= 1, `${who}: ${after.timers} timers`);
  const grown = after.heap + after.buffers - before.heap - before.buffers;
  assert.ok(grown < 32 * MEGA, `${who}: ${grown / MEGA} MiB more than before`);
}
