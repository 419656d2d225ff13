/** The processes of a relay's long check. */
import { readdirSync } from 'node:fs';
import { TOXICS } from '../toxics/index.ts';
import { answerParent } from './backend/bench/children.case.ts';
import { Link } from './link/link.ts';
import { LINGER } from './link/relay/relayed-connection.ts';
import { Relay } from './link/relay.ts';
import { Storm } from './relay-storm.case.ts';
import { Answerer, Complaints, Crowd } from './relay-talkers.case.ts';
import { createLiveWorld, type LiveWorld } from './world/live/live-world.ts';
import { MILLISECOND, SECOND } from './world/world.ts';

/** What is held of the process's, after a collection. */
export interface Left {
  readonly descriptors: number;
  readonly heap: number;
  readonly buffers: number;
  /** In the clock. */
  readonly timers: number;
}

export interface Complained {
  readonly complaints: number;
  readonly first: readonly string[];
}

export type ServerRequest = { readonly listen: true } | { readonly left: true };
export type ServerLeft = Left & Complained & { readonly connections: number; readonly accepted: number };

export type RelayRequest =
  | { readonly listen: { readonly upstream: string } }
  | { readonly storm: { readonly seed: string } }
  | { readonly calm: true }
  | { readonly left: true };
export interface Doors {
  readonly harmless: string;
  readonly wild: string;
}
export type RelayLeft = Left & {
  readonly connections: number;
  readonly linkConnections: number;
  readonly failures: number;
  readonly residentPeak: number;
};
export interface Calmed {
  readonly actions: number;
  readonly types: readonly string[];
  readonly slowestMs: number;
  /** Of the connections. */
  readonly mean: number;
  readonly peak: number;
}

export type ClientsRequest =
  | { readonly come: { readonly doors: Doors; readonly size: number } }
  | { readonly leave: { readonly seconds: number } }
  | { readonly left: true };
export type ClientsLeft = Left &
  Complained & {
    readonly present: number;
    readonly peak: number;
    readonly opened: number;
    readonly closed: number;
    readonly reset: number;
  };

export function serveSoak(): void {
  const world = createLiveWorld({ seed: 'server' });
  const complaints = new Complaints();
  const listener = world.net.listen(
    { node: 'server', address: 'server', backlog: 10_000 },
    { accept: (socket) => new Answerer(socket, complaints) },
  );
  answerParent<ServerRequest>(async (request) => {
    if ('left' in request) {
      const { connections, accepted } = listener;
      return { ...(await left(world)), connections, accepted, complaints: complaints.count, first: complaints.first };
    }
    await until(world, 10, () => listener.address.includes(':'));
    return { address: listener.address };
  });
}

export function relaySoak(): void {
  const world = createLiveWorld({ seed: 'relay' });
  const link = new Link({ from: 'clients', to: 'server', toxics: TOXICS, rng: (name) => world.rng(name) });
  let relay: Relay | null = null;
  let storm: Storm | null = null;
  let residentPeak = 0;
  const connections: number[] = [];
  const look = (): void => {
    residentPeak = Math.max(residentPeak, process.memoryUsage().rss);
    if (storm !== null) connections.push(relay?.connections ?? 0);
  };
  setInterval(look, 500).unref();
  answerParent<RelayRequest>(async (request) => {
    if ('listen' in request) {
      const sources = [{ name: 'harmless' }, { name: 'wild' }];
      relay = new Relay({ world, name: 'soak', link, upstream: request.listen.upstream, sources });
      await new Promise<void>((resolve, reject) =>
        relay!.start((error) => (error === null ? resolve() : reject(error))),
      );
      const doors: Doors = { harmless: relay.addressOf('harmless'), wild: relay.addressOf('wild') };
      return doors;
    }
    if ('storm' in request) {
      storm = new Storm(world, link, world.rng(request.storm.seed));
      return {};
    }
    if ('calm' in request) {
      storm!.calm();
      const { actions, met, slowestMs } = storm!;
      const mean = connections.reduce((sum, each) => sum + each, 0) / connections.length;
      const calmed: Calmed = { actions, types: [...met].sort(), slowestMs, mean, peak: Math.max(...connections) };
      return calmed;
    }
    const { failures } = relay!;
    const answer: RelayLeft = {
      ...(await left(world)),
      connections: relay!.connections,
      linkConnections: link.connections,
      failures,
      residentPeak,
    };
    return answer;
  });
}

export function talkSoak(): void {
  const world = createLiveWorld({ seed: 'clients' });
  let crowd: Crowd | null = null;
  answerParent<ClientsRequest>(async (request) => {
    if ('come' in request) {
      const { doors, size } = request.come;
      const made = (crowd = new Crowd(world, doors, size));
      await until(world, 60, () => made.present === size);
      return {};
    }
    if ('leave' in request) {
      crowd!.leave();
      await until(world, request.leave.seconds, () => crowd!.present === 0);
      return {};
    }
    const { present = 0, peak = 0, opened = 0, complaints, ended = { closed: 0, reset: 0 } } = crowd ?? {};
    const told = { complaints: complaints?.count ?? 0, first: complaints?.first ?? [] };
    return { ...(await left(world)), ...told, present, peak, opened, ...ended };
  });
}

/** Or so many seconds. */
function until(world: LiveWorld, seconds: number, holds: () => boolean): Promise<void> {
  const end = world.clock.now() + seconds * SECOND;
  return new Promise((resolve) => {
    const look = (): void => {
      if (holds() || world.clock.now() > end) resolve();
      else world.clock.at(world.clock.now() + 20 * MILLISECOND, { fire: look });
    };
    look();
  });
}

async function left(world: LiveWorld): Promise<Left> {
  // Buffers are given back by another thread, some time after a collection.
  for (let i = 0; i < 5; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const descriptors = readdirSync('/proc/self/fd').length;
  return { descriptors, heap: heapUsed, buffers: arrayBuffers, timers: timersOf(world) };
}

/** A clock that has something to do says how much when it is to restart. */
function timersOf(world: LiveWorld): number {
  try {
    world.restartClock();
    return 0;
  } catch (error) {
    const pending = /got (\d+)$/.exec(error instanceof Error ? error.message : '')?.[1];
    return Number(pending);
  }
}

/** After this no timeout of a relay's own is in its clock any more. */
export const FORGOTTEN_MS = LINGER / MILLISECOND + 500;
