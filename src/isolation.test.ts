/**
 * Random operations by several caches and credentials, in both protocols and through two proxies, while caches are
 * flushed, resized, deleted and made anew: nobody is ever shown what another has stored, and nothing that one does
 * changes what another has.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { binaryRequests, CUSTOMERS, IsolationRig, pick, textCommands, type Customer } from './isolation.case.ts';
import { createRng } from './world/rng.ts';
import type { Rng } from './world/world.ts';

const RUNS = 12;
const STEPS = 400;
const PROXIES = ['proxy-1', 'proxy-2'];

/** What happened at all: a property that is never put to the test holds, too. */
const seen = { own: 0, counters: 0, flushes: 0, refusals: 0, evictions: 0, deletions: 0, stats: 0 };

function run(seed: string): void {
  const rng = createRng(seed, 'isolation');
  const rig = new IsolationRig(seed);
  for (let step = 0; step < STEPS; step++) {
    const customer = pick(rng, CUSTOMERS);
    const where = `${seed}, step ${step}, ${customer.user}`;
    const before = rig.others(customer.cache);
    const mine = rig.held(customer.cache);
    const kind = rng.below(20);
    if (kind === 0) change(rig, rng, customer);
    else if (kind === 1) flush(rig, rng, customer, where);
    else {
      const proxy = pick(rng, PROXIES);
      const isText = rng.chance(1, 2);
      const heard = isText
        ? rig.tell(customer, textCommands(rng, customer), proxy)
        : rig.ask(customer, binaryRequests(rng, customer), proxy);
      isHis(heard, customer, where);
      if (!customer.mayWrite) assert.is(rig.held(customer.cache), mine, `${where}: only reads, and changed something`);
    }
    // A plan changes all shares in proportion only where too much was sold, which is not so here.
    assert.is(rig.others(customer.cache), before, `${where}: the other caches`);
  }
  seen.evictions += rig.cluster.backends.reduce((n, { evictions }) => n + evictions, 0);
}

/** No byte of another's values, no counter of another. */
function isHis(heard: string, { sees, digit, cache }: Customer, where: string): void {
  for (const mark of new Set(heard.match(/[\x80-\xff]/g))) {
    assert.ok(sees.includes(mark), `${where}: was shown a value with ${mark}, and may see ${sees}`);
    seen.own++;
  }
  for (const [counter] of heard.matchAll(/^\d{10}$/gm)) {
    const digits = cache === 'a' && '12'.includes(digit) ? '134' : digit;
    assert.ok(digits.includes(counter.charAt(0)), `${where}: was shown the counter ${counter}, and may see ${digits}`);
    seen.counters++;
  }
  if (heard.includes('STAT ')) seen.stats++;
}

function flush(rig: IsolationRig, rng: Rng, customer: Customer, where: string): void {
  const before = rig.held(customer.cache);
  const heard = rig.tell(customer, 'flush_all\r\n', pick(rng, PROXIES));
  if (heard === '') return;
  if (customer.mayFlush) {
    assert.is(heard, 'OK\r\n', where);
    seen.flushes++;
    const got = rig.tell(customer, 'get k1 k2 k3 k4 k5 k6 k7 k8\r\n', pick(rng, PROXIES));
    assert.not.match(got, /[\x80-\xff]/, `${where}: what he flushed is gone`);
  } else {
    assert.match(heard, /^CLIENT_ERROR/, where);
    assert.is(rig.held(customer.cache), before, `${where}: flushed what he may not`);
    seen.refusals++;
  }
}

/** What the cache's owner does by other means. */
function change(rig: IsolationRig, rng: Rng, { cache, user }: Customer): void {
  const { directory } = rig;
  const kind = rng.below(4);
  const memory = pick(rng, [20, 40, 60]) * 1024;
  if (kind === 0) directory.flush(cache);
  else if (kind === 1) directory.changePlan(cache, { memory, connections: null });
  else if (kind === 2 && user.startsWith('a-') && user !== 'a-all') {
    const added = directory.snapshot().find((each) => each.kind === 'added' && each.user === user);
    if (added?.kind !== 'added') throw new Error(`${user}: expected a credential`);
    const { readOnly, flushes, namespace } = added.permissions;
    directory.revoke(cache, user);
    rig.pass();
    rig.pass();
    const password = rig.cluster.tenants!.passwordOf(user);
    directory.addCredential(cache, { user, password, readOnly, noFlush: !flushes, namespace });
  } else if (cache !== 'a') {
    directory.deleteCache(cache);
    directory.createCache(
      cache,
      { memory, connections: null },
      { user: `${cache}-all`, password: rig.cluster.tenants!.passwordOf(`${cache}-all`) },
    );
    assert.match(rig.held(cache), /^\[[0,]+\]$/, 'a new cache is empty');
    seen.deletions++;
  }
  rig.pass();
  rig.pass();
}

test('nobody sees or changes what is another cache’s', () => {
  for (let i = 0; i < RUNS; i++) {
    const seed = process.env['BROWNOUT_SEED'] ?? `isolation/${i}`;
    run(seed);
  }
  console.log(JSON.stringify(seen));
  for (const [what, count] of Object.entries(seen))
    assert.ok(count > 10, `${what}: expected to be put to the test, ${count} times`);
});

test.run();
