import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Directory, type Change } from './directory.ts';
import { TenancyError, type TenancyErrorCode } from './errors.ts';
import { PLANS } from './plans.ts';
import { credential, ROOMY, shop } from './tenancy.case.ts';

function kindsOf(changes: readonly Change[]): string[] {
  return changes.map((change) => ('user' in change ? `${change.kind} ${change.user}` : change.kind));
}

test('what cannot be done has a code, and changes nothing', () => {
  const rows: readonly [why: string, code: TenancyErrorCode, act: (directory: Directory) => void][] = [
    ['a cache that exists', 'cache-exists', (d) => d.createCache('shop', ROOMY, credential('new'))],
    ['a user of this cache', 'user-exists', (d) => d.addCredential('shop', credential('reports'))],
    ['a user of another cache', 'user-exists', (d) => d.createCache('blog', ROOMY, credential('old'))],
    ['an unknown cache', 'unknown-cache', (d) => d.addCredential('shpo', credential('new'))],
    ['to delete one', 'unknown-cache', (d) => d.deleteCache('blog')],
    ['to flush one', 'unknown-cache', (d) => d.flush('blog')],
    ['to sell one more', 'unknown-cache', (d) => d.changePlan('blog', ROOMY)],
    ['the primary', 'primary-credential', (d) => d.revoke('shop', 'old')],
    ['an unknown user', 'unknown-credential', (d) => d.revoke('shop', 'new')],
    ['to promote one', 'unknown-credential', (d) => d.promote('shop', 'new')],
    ['to permit one something', 'unknown-credential', (d) => d.permit('shop', 'toString', {})],
  ];
  for (const [why, code, act] of rows) {
    const directory = new Directory();
    shop(directory);
    const before = [directory.caches(), kindsOf(directory.snapshot())];
    const heard: Change[] = [];
    directory.listen({ changed: (change) => heard.push(change) });
    assert.throws(
      () => act(directory),
      (error: unknown) => error instanceof TenancyError && error.code === code,
      why,
    );
    assert.equal([directory.caches(), kindsOf(directory.snapshot())], before, why);
    assert.equal(heard, [], why);
  }
});

test('there is one primary; it is promoted, and then the old one can go', () => {
  const directory = new Directory();
  shop(directory);
  assert.is(directory.cache('shop').primary, 'old');
  directory.addCredential('shop', credential('new'));
  directory.promote('shop', 'new');
  directory.revoke('shop', 'old');
  const { primary, users } = directory.cache('shop');
  assert.equal({ primary, users }, { primary: 'new', users: ['reports', 'new'] });
});

test('a user whose cache is gone, or who was revoked, is free again; a number never is', () => {
  const directory = new Directory();
  const first = shop(directory);
  directory.revoke('shop', 'reports');
  directory.addCredential('shop', credential('reports'));
  directory.deleteCache('shop');
  const second = shop(directory);
  assert.equal([first, second], [1, 2]);
});

test('listeners hear of everything in order, and the snapshot says the same in short', () => {
  const directory = new Directory();
  const heard: Change[] = [];
  directory.listen({ changed: (change) => heard.push(change) });
  shop(directory);
  directory.addCredential('shop', credential('new', { namespace: 'n/' }));
  directory.promote('shop', 'new');
  directory.revoke('shop', 'old');
  directory.permit('shop', 'reports', { noFlush: true });
  directory.changePlan('shop', { memory: 1, connections: 2 });
  directory.flush('shop');
  assert.equal(kindsOf(heard), [
    ...['cache', 'added old', 'added reports', 'added new', 'revoked old', 'permitted reports', 'cache', 'flushed'],
  ]);
  assert.equal(kindsOf(directory.snapshot()), ['cache', 'added reports', 'added new']);
  directory.deleteCache('shop');
  assert.equal(heard.at(-1), { kind: 'deleted', cache: 1 });
  assert.equal(directory.snapshot(), []);
});

test('who has a namespace never flushes, whatever he is permitted', () => {
  const directory = new Directory();
  shop(directory);
  directory.addCredential('shop', credential('tenant', { namespace: 't/' }));
  directory.permit('shop', 'tenant', { noFlush: false });
  const tenant = directory.snapshot().find((change) => change.kind === 'added' && change.user === 'tenant');
  assert.ok(tenant !== undefined && 'permissions' in tenant);
  assert.equal(tenant.permissions, { readOnly: false, flushes: false, namespace: 't/' });
});

test('nothing that is printed tells a password', () => {
  const directory = new Directory();
  shop(directory);
  const printed = [directory, directory.snapshot(), directory.caches()].flatMap((value) => [
    JSON.stringify(value),
    inspect(value, { depth: Infinity, showHidden: true }),
  ]);
  for (const text of printed) assert.not(text.includes("'s password"), text);
  try {
    directory.addCredential('shop', { user: 'old', password: 'hunter2' });
    assert.unreachable();
  } catch (error) {
    assert.not(inspect(error).includes('hunter2'));
  }
});

test('the catalogue: more memory costs more', () => {
  assert.is(new Set(PLANS.map(({ name }) => name)).size, PLANS.length);
  for (const [i, plan] of PLANS.slice(1).entries()) {
    const before = PLANS[i]!;
    assert.ok(plan.memory > before.memory && plan.dollarsPerMonth > before.dollarsPerMonth, plan.name);
  }
});

test.run();
