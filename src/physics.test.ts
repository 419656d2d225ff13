/**
 * What the speed of light and the protocol leave no choice about. A round trip between client and proxy takes R, one
 * between proxy and backend r; nothing else takes time. The latency of a page counts from its intended send to the
 * client's last answer.
 *
 *   per-request   connect R · LIST_MECHS R · AUTH R · m gets, one after the other: m (R + r)
 *   persistent                                        m gets: m (R + r)
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { disciplined } from './client/presets/disciplined.ts';
import { django } from './client/presets/django.ts';
import { memjsLegacy } from './client/presets/memjs-legacy.ts';
import { pooled } from './client/presets/pooled.ts';
import type { Operation } from './client/operation.ts';
import type { ClientOptions } from './client/options.ts';
import { Session } from './client/session.ts';
import { FREE_SIGN_IN, makeRig, type Rig } from './cluster/rig.case.ts';
import { FlowMeter } from './measure/littles-law.ts';
import { Outcome } from './measure/outcome.ts';
import { Recorder } from './measure/recorder.ts';
import { Verb } from './protocol/message.ts';
import { Generator } from './workload/generator.ts';
import { LoadCurve } from './workload/load-curve.ts';
import { Page, type PageOwner } from './workload/page.ts';
import { MILLISECOND, SECOND, type Nanos } from './world/world.ts';

const R = 300_000;
/** Not a divisor of R: sums cannot agree by luck. */
const r = 2 * 61_843;
const PAGES = 20;

function rigOf(client: ClientOptions, backendRoundTrip: Nanos): Rig {
  return makeRig({
    client,
    clientToProxy: R / 2,
    proxyToBackend: backendRoundTrip / 2,
    authentication: FREE_SIGN_IN,
  });
}

/** Makes pages of gets, one a second, and times them. */
class Stopwatch implements PageOwner {
  readonly latencies: Nanos[] = [];
  readonly #rig: Rig;
  readonly #page: Page;
  readonly #persistent: Session | null;
  #begunAt: Nanos = 0;

  constructor(rig: Rig, gets: number) {
    this.#rig = rig;
    this.#page = new Page(this, { operations: gets, order: 'sequential', onFailure: 'give-up' });
    this.#persistent = rig.context.options.mode === 'persistent' ? new Session(rig.context, 0) : null;
    this.#persistent?.warm();
  }

  run(pages: number): void {
    const { world, context } = this.#rig;
    for (let i = 0; i < pages; i++) {
      world.run(world.clock.now() + SECOND);
      this.#begunAt = world.clock.now();
      this.#page.begin(this.#persistent ?? new Session(context, 0), this.#begunAt);
    }
    world.run(world.clock.now() + SECOND);
    assert.is(this.latencies.length, pages, 'every page has ended');
  }

  start(operation: Operation, session: Session, intendedAt: Nanos): void {
    const { keys } = this.#rig;
    const key = this.latencies.length;
    operation.verb = Verb.get;
    operation.keys = keys.keys;
    operation.keyNumber = key;
    operation.keyStart = keys.start(key);
    operation.keyEnd = keys.end(key);
    operation.intendedAt = intendedAt;
    session.start(operation);
  }

  record(_operation: Operation, outcome: Outcome): void {
    assert.is(outcome, Outcome.hit);
  }

  finished(page: Page): void {
    this.latencies.push(this.now() - this.#begunAt);
    if (this.#persistent === null) page.client!.close();
  }

  now(): Nanos {
    return this.#rig.world.clock.now();
  }
}

interface Shop {
  readonly client: ClientOptions;
  readonly backendRoundTrip: Nanos;
  readonly gets: number;
}

/** The latency that all pages but the first have. The first also opens the proxy's connection to the backend. */
function pageLatency({ client, backendRoundTrip, gets }: Shop): Nanos {
  const stopwatch = new Stopwatch(rigOf(client, backendRoundTrip), gets);
  stopwatch.run(1 + PAGES);
  const different = [...new Set(stopwatch.latencies.slice(1))];
  assert.is(different.length, 1, `latencies: expected one, got ${different.join(', ')}`);
  return different[0]!;
}

test('a single get per connection costs 4 R, over a persistent connection 1 R', () => {
  assert.is(pageLatency({ client: django, backendRoundTrip: 0, gets: 1 }), 4 * R);
  for (const client of [pooled, memjsLegacy, disciplined]) {
    assert.is(pageLatency({ client, backendRoundTrip: 0, gets: 1 }), R);
  }
});

for (const m of [1, 2, 5, 10]) {
  test(`a page of ${m} gets: per-request over persistent is (3 + ${m}) / ${m}`, () => {
    const perRequest = pageLatency({ client: django, backendRoundTrip: 0, gets: m });
    const persistent = pageLatency({ client: pooled, backendRoundTrip: 0, gets: m });
    assert.is(perRequest, (3 + m) * R);
    assert.is(persistent, m * R);
    assert.is(perRequest * m, persistent * (3 + m));
  });

  test(`a page of ${m} gets with a backend hop: (3 R + ${m} (R + r)) / ${m} (R + r)`, () => {
    const perRequest = pageLatency({ client: django, backendRoundTrip: r, gets: m });
    const persistent = pageLatency({ client: pooled, backendRoundTrip: r, gets: m });
    assert.is(perRequest, 3 * R + m * (R + r));
    assert.is(persistent, m * (R + r));
    if (m === 1) assert.is(perRequest * (R + r), persistent * (4 * R + r));
  });
}

test('the first get through a proxy pays for its connection to the backend, too', () => {
  const stopwatch = new Stopwatch(rigOf(pooled, r), 1);
  stopwatch.run(2);
  assert.equal(stopwatch.latencies, [R + 2 * r, R + r]);
});

/** As a run measures it: Poisson arrivals, the recorder's histogram. */
function recorded(
  client: ClientOptions,
  gets: number,
): { pages: number; sum: Nanos; min: Nanos; max: Nanos; page: Nanos } {
  const rig = rigOf(client, 0);
  const ends = 20 * SECOND;
  const recorder = new Recorder({ phases: [{ name: 'all', from: 0, to: ends }] });
  const generator = new Generator(
    {
      name: 'shop',
      clients: 1,
      rate: 100 * gets,
      page: { operations: gets, order: 'sequential', onFailure: 'give-up' },
      setPercent: 0,
      homeSkew: 0,
      deadline: SECOND,
      ramp: 10 * MILLISECOND,
      load: new LoadCurve([]),
    },
    rig.context,
    rig.keys,
    { recorder, flow: new FlowMeter(0), series: [] },
  );
  generator.run(ends - SECOND);
  rig.world.run(ends);
  generator.stop(ends);
  const { answered } = recorder.workload('shop').cell(0, 'healthy');
  assert.is(answered.count, generator.started, 'all were answered');
  assert.ok(answered.count > 1000);
  const pages = recorder.workload('shop').pages.phase(0);
  assert.equal([pages.complete, pages.count], [answered.count / gets, answered.count / gets]);
  assert.is(pages.latency.max, pages.latency.min, 'all pages take as long');
  return {
    page: pages.latency.max,
    pages: answered.count / gets,
    sum: answered.valueSum,
    min: answered.min,
    max: answered.max,
  };
}

test('what a run records of it: the same figures, also where pages overlap', () => {
  for (const gets of [1, 5]) {
    const perRequest = recorded(django, gets);
    assert.is(perRequest.max, 4 * R);
    assert.is(perRequest.min, gets === 1 ? 4 * R : R);
    assert.is(perRequest.sum, perRequest.pages * (3 + gets) * R);
    assert.is(perRequest.page, (3 + gets) * R);
    const persistent = recorded(pooled, gets);
    assert.is(persistent.max, R);
    assert.is(persistent.min, R);
    assert.is(persistent.sum, persistent.pages * gets * R);
    assert.is(persistent.page, gets * R);
  }
});

test.run();
