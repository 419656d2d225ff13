/** No value of any attribute of any toxic can crash or hang it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { TOXICS } from '../../toxics/index.ts';
import type { AttributeRule } from '../link/attributes.ts';
import { pass, Rig } from './rig.case.ts';

const rig = await Rig.start();
const upstream = await rig.echo();
for (const name of ['victim', 'neighbour']) await rig.must('POST /proxies', { name, upstream });
const neighbour = rig.connect(rig.listen('neighbour'));

/** As they stand in the body; '' is an attribute that is not there. */
const VALUES = [
  '0',
  '-1',
  '1',
  '0.5',
  '1e-320',
  '9007199254740991',
  '9223372036854775807',
  '1e308',
  '-1e308',
  '1e999',
  'null',
  'true',
  '"5"',
  '""',
  '[]',
  '{}',
  '',
];

/** Where what the others have by default would not do. */
const OTHERS: Readonly<Record<string, string>> = {
  slicer: '"average_size":10',
  wave: '"amplitude":1',
};

function bodyOf(type: string, attribute: string, value: string): string {
  const given = value === '' ? [] : [`"${attribute}":${value}`];
  // Of one that comes twice the last counts.
  const attributes = [...(OTHERS[type] === undefined ? [] : [OTHERS[type]]), ...given].join();
  return `{"type":"${type}","name":"t","stream":"@stream","attributes":{${attributes}}}`;
}

/** Numbers that are none are 400, and so are words where a number is expected. */
function mustBeRefused(rule: AttributeRule<unknown>, value: string): boolean {
  if (value === '' || value === 'null') return false;
  // What JavaScript reads is what the API reads, infinity included.
  return !rule.accepts(value === '1e999' ? Infinity : (JSON.parse(value) as unknown));
}

async function stillServes(what: string): Promise<void> {
  const { status } = await rig.ask('GET /version');
  assert.is(status, 200, what);
  const took = await neighbour.ask('x');
  assert.ok(took < 5000, `${what}: a byte next door took ${took} ms`);
  assert.equal(rig.thrown, [], what);
}

let tried = 0;
for (const { type, attributes } of TOXICS) {
  for (const [name, rule] of Object.entries(attributes)) {
    test(`${type}.${name}`, async () => {
      const before = rig.connect(rig.listen('victim'));
      before.socket.write('before');
      const statuses = new Map<string, number>();
      for (const [i, value] of VALUES.entries()) {
        tried++;
        const what = `${type}.${name} ${value || 'missing'}`;
        const body = bodyOf(type, name, value).replace('@stream', i % 2 === 0 ? 'upstream' : 'downstream');
        const added = await rig.ask('POST /proxies/victim/toxics', body);
        statuses.set(value, added.status);
        assert.ok([200, 400].includes(added.status), `${what}: ${added.status} ${added.body}`);
        if (mustBeRefused(rule, value)) assert.is(added.status, 400, what);
        if (added.status === 400)
          assert.match(added.body, /"error":"bad request body: [a-z0-9_]+: expected .*, got /, what);
        const fresh = rig.connect(rig.listen('victim'));
        fresh.socket.write('hello');
        before.socket.write('hello');
        await stillServes(what);
        if (added.status === 200) {
          // A change to the same, and to what was refused elsewhere.
          const again = VALUES[(i + 7) % VALUES.length] || '0';
          const changed = await rig.ask('PATCH /proxies/victim/toxics/t', `{"attributes":{"${name}":${again}}}`);
          assert.ok([200, 400].includes(changed.status), `${what}, then ${again}: ${changed.status}`);
          await stillServes(`${what}, then ${again}`);
          await rig.must('DELETE /proxies/victim/toxics/t');
        }
        fresh.socket.destroy();
      }
      assert.is(statuses.get('null'), statuses.get(''), 'null is as if it were missing');
      before.socket.destroy();
    });
  }
}

test('afterwards both work as if nothing had been', async () => {
  assert.ok(tried > 400, `${tried} values were tried`);
  assert.ok((await rig.connect(rig.listen('victim')).ask('hello')) < 5000);
  assert.equal(await rig.must('GET /proxies/victim/toxics'), []);
  const { link } = rig.relays.find('victim')!;
  while (link.connections > 1) await pass(5);
});

test.after(async () => {
  await rig.close();
  assert.equal(rig.thrown, []);
});

test.run();
