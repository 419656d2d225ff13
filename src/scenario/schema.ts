/** The schema of `Scenario`, for data that no compiler has seen: JSON, YAML, overrides. */
import { z } from 'zod';
import { DRIVERS } from '../client/foreign/foreign-clients.ts';
import { KEY_HASHES, type KeyHashName } from '../proxy/hash.ts';
import { SECOND } from '../world/world.ts';
import { admission, replicas } from './admission-schema.ts';
import { complaint } from './complaint.ts';
import { checkConsistency } from './consistency.ts';
import type { Duration, Scenario } from './define.ts';
import { BadInput } from './errors.ts';
import { client } from './client-schema.ts';
import { failover } from './failover-schema.ts';
import { oncall } from './oncall-schema.ts';
import { app, leases, origin } from './origin-schema.ts';
import { policy } from './policy-schema.ts';
import { caches, credentialName } from './tenancy-schema.ts';
import { timelineEntry } from './timeline-schema.ts';
import { parseNanos } from './units.ts';
import { bytes, decimal, duration, either, flag, line, list, object, text, time, wholeNumber, word } from './values.ts';
import { checkVariants } from './variants-check.ts';
import { comparisons, variants } from './variants-schema.ts';

// Object.keys is typed string[]; KeyHashName is made of these keys.
const hashNames = Object.keys(KEY_HASHES) as KeyHashName[];

const authentication = object({
  time: duration(),
  servers: either<number | 'unlimited'>(
    "a whole number from 1, or 'unlimited'",
    (value) => value === 'unlimited' || (Number.isSafeInteger(value) && Number(value) >= 1),
  ).exactOptional(),
  dropAfter: duration({ above: 0 }).exactOptional(),
  skipClosed: flag().exactOptional(),
  cap: wholeNumber({ from: 1 }).exactOptional(),
  syncWithin: duration({ above: 0 }).exactOptional(),
});

const cluster = object({
  machines: wholeNumber({ from: 1, to: 64 }),
  proxies: wholeNumber({ from: 1, to: 64 }).exactOptional(),
  backends: wholeNumber({ from: 1, to: 64 }).exactOptional(),
  cores: wholeNumber({ from: 1, to: 1024 }).exactOptional(),
  fileLimit: wholeNumber({ from: 1 }).exactOptional(),
  ports: object({
    proxies: wholeNumber({ from: 1, to: 65_000 }).exactOptional(),
    backends: wholeNumber({ from: 1, to: 65_000 }).exactOptional(),
  }).exactOptional(),
  backend: object({
    serviceTime: object({ fixed: duration(), exponential: duration().exactOptional() }),
    memory: bytes().exactOptional(),
    maxConnections: wholeNumber({ from: 1 }).exactOptional(),
  }),
  proxy: object({
    cpu: duration().exactOptional(),
    connectionsPerBackend: wholeNumber({ from: 1, to: 1000 }).exactOptional(),
    hash: word(...hashNames).exactOptional(),
    maxConnections: wholeNumber({ from: 1 }).exactOptional(),
    authentication: authentication.exactOptional(),
    policy: policy.exactOptional(),
    leases: leases.exactOptional(),
    ...failover,
    ...admission,
    ...replicas,
  }),
  links: object({ clientToProxy: duration(), proxyToBackend: duration() }),
  nodes: z
    .record(z.string(), object({ external: line(), user: line().exactOptional(), password: text().exactOptional() }), {
      error: 'an object of external nodes by name',
    })
    .readonly()
    .exactOptional(),
  caches: caches.exactOptional(),
});

const workload = object({
  clients: wholeNumber({ from: 1, to: 1_000_000 }),
  client,
  driver: word(...DRIVERS).exactOptional(),
  rate: decimal({ above: 0, to: 10_000_000 }),
  page: object({
    operations: wholeNumber({ from: 1, to: 10_000 }),
    order: word('pipelined', 'sequential'),
    onFailure: word('go-on', 'give-up').exactOptional(),
  }).exactOptional(),
  app: app.exactOptional(),
  keys: object({
    count: wholeNumber({ from: 1, to: 100_000_000 }),
    preloaded: decimal({ from: 0, to: 1 }).exactOptional(),
    prefix: line().exactOptional(),
    skew: decimal({ from: 0, to: 10 }).exactOptional(),
  }),
  values: z.union([word('etc'), object({ bytes: wholeNumber({ from: 0, to: 1024 * 1024 }) })], {
    error: "'etc' or { bytes: a whole number from 0 to 1048576 }",
  }),
  setPercent: decimal({ from: 0, to: 100 }).exactOptional(),
  homeSkew: decimal({ from: 0, to: 10 }).exactOptional(),
  deadline: duration({ above: 0 }).exactOptional(),
  credential: credentialName.exactOptional(),
  machine: object({
    fileLimit: wholeNumber({ from: 1 }).exactOptional(),
    ephemeralPorts: wholeNumber({ from: 1 }).exactOptional(),
  }).exactOptional(),
});

export const scenarioSchema = object({
  title: line(),
  story: text(),
  seed: either<string | number>(
    'text or a whole number',
    (value) => (typeof value === 'string' && value !== '') || Number.isSafeInteger(value),
  ).exactOptional(),
  cluster,
  workloads: z.record(z.string(), workload, { error: 'an object of workloads by name' }).readonly(),
  origin: origin.exactOptional(),
  phases: object({ warmup: time(), baseline: time(), fault: time(), recovery: time(), end: time() }),
  load: list(object({ at: time(), times: decimal({ from: 0, to: 1000 }) })).exactOptional(),
  window: either<Duration>("a duration of whole seconds from '1s' to '1m'", isWindow).exactOptional(),
  timeline: list(timelineEntry),
  oncall: oncall.exactOptional(),
  slo: object({ p99: duration({ above: 0 }), availability: decimal({ from: 0, to: 0.999999 }).exactOptional() }),
  expectations: list(
    object({
      says: line(),
      metric: line(),
      above: decimal().exactOptional(),
      below: decimal().exactOptional(),
      of: line().exactOptional(),
    }),
  ),
  variants: variants.exactOptional(),
  comparisons: comparisons.exactOptional(),
});

function isWindow(value: unknown): boolean {
  const width = parseNanos(value);
  return width !== null && width >= SECOND && width <= 60 * SECOND && width % SECOND === 0;
}

/** Throws `BadInput` with the first thing that is wrong; `where` names the source of the data. */
export function parseScenario(data: unknown, where: string): Scenario {
  const parsed = scenarioSchema.safeParse(data);
  if (!parsed.success) throw new BadInput(`${where}: ${complaint(parsed.error, data)}`);
  checkConsistency(parsed.data, where);
  checkVariants(parsed.data, where, parseScenario);
  return parsed.data;
}

/** All optional keys required: a key that only one side knows is a difference, too. */
type Whole<T> = T extends string | number | boolean
  ? T
  : T extends readonly (infer E)[]
    ? readonly Whole<E>[]
    : { readonly [K in keyof T]-?: Whole<T[K]> };
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

// Compile errors here mean that the schema and `Scenario` have parted.
true satisfies Same<Whole<z.output<typeof scenarioSchema>>, Whole<Scenario>>;
