/** `brownout compare`, on a small scenario in virtual time. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Comparison } from '../compare/comparison.ts';
import { chosenScenario } from '../scenario/chosen.ts';
import type { Scenario } from '../scenario/define.ts';
import { smallScenario } from '../scenario/fixture.case.ts';
import { readAssignment } from '../scenario/override.ts';
import { runScenario } from '../scenario/run.ts';
import { brownout, type Said } from './brownout.case.ts';

const small: Scenario = {
  ...smallScenario,
  variants: {
    early: { says: 'the engineer acts at once', set: { 'timeline.3.at': '1s' } },
    far: { says: 'clients live far away', set: { 'cluster.links.clientToProxy': '5ms' } },
    both: { says: 'both', of: ['early', 'far'] },
  },
  comparisons: {
    'what-helps': {
      says: 'What would have helped',
      seeds: '1..2',
      set: { 'phases.end': '15s' },
      variants: [{ name: 'as-it-was', says: 'as it was' }, 'early', 'both'],
    },
  },
};

let folder = '';
test.before(() => void (folder = mkdtempSync(join(tmpdir(), 'brownout-compare-'))));
test.after(() => rmSync(folder, { recursive: true }));

const compare = (...argv: readonly string[]): Promise<Said> =>
  brownout(['compare', 'small', '--out', folder, ...argv], new Map([['small', small]]));

/** What `--json` printed, without what is not repeatable. */
function repeatable({ code, out, err }: Said): Omit<Comparison, 'environment'> {
  assert.equal([code, err], [0, '']);
  // Our own JSON.
  const { environment: _, ...rest } = JSON.parse(out) as Comparison;
  return rest;
}

test('a preset: its seeds, its common changes, its variants; the same whatever the number of threads', async () => {
  const one = repeatable(await compare('--preset', 'what-helps', '--json', '--threads', '1'));
  const two = repeatable(await compare('--preset', 'what-helps', '--json', '--threads', '2'));
  assert.is(JSON.stringify(two), JSON.stringify(one));
  assert.equal([one.preset, one.says, one.seeds], ['what-helps', 'What would have helped', ['1', '2']]);
  assert.is(one.command!.join(' '), 'brownout compare small --preset what-helps --seeds 1,2');
  assert.is(one.scenario.phases.end, '15s');
  assert.not('variants' in one.scenario);
  assert.equal(
    one.variations.map(({ name, control, changes }) => [name, control, changes.map(({ path }) => path)]),
    [
      ['as-it-was', 'as-it-was', []],
      ['early', 'as-it-was', ['timeline.3.at']],
      ['both', 'as-it-was', ['timeline.3.at', 'cluster.links.clientToProxy']],
    ],
  );
  assert.equal(
    one.runs.map(({ seed, variation, ended }) => `${seed} ${variation} ${ended}`),
    ['1 as-it-was whole', '1 early whole', '1 both whole', '2 as-it-was whole', '2 early whole', '2 both whole'],
  );
  const hashes = one.runs.map(({ traceHash }) => traceHash);
  assert.is(new Set([...hashes, ...one.controls.map(({ traceHash }) => traceHash)]).size, 8);

  // The run that brownout run makes.
  const changes = [readAssignment('phases.end=15s')];
  const scenario = chosenScenario(small, { variants: ['early'], changes }, 'small');
  const { figures } = await runScenario({ scenario, seed: '2', world: 'virtual', role: 'incident' });
  assert.is(hashes[4], figures.traceHash);
});

test('variants of arrivals have controls of their own; tables and files', async () => {
  const vary = ['--vary', 'workloads.web.rate=100,50', '--vary', 'cluster.proxy.policy=none,envoy'];
  const { code, out } = await compare(
    ...vary,
    '--combine',
    'each',
    '--seeds',
    '3',
    '--metric',
    'incident.totals.operations',
    '--threads',
    '1',
  );
  assert.is(code, 0);
  assert.match(out, /^COMPARED {2}small: 3 variants under 1 seed \(3\)\n/);
  assert.match(out, /\n {2}1=? +(?:rate=100 policy=none|rate=50|policy=envoy) /);
  assert.match(out, /One seed shows no scatter/);
  assert.match(out, /INCIDENT\.TOTALS\.OPERATIONS\n/);
  assert.match(out, /\nWritten: .+compare\.json, .+compare\.html, .+compare\.md\n$/);
  assert.match(readFileSync(join(folder, 'compare.md'), 'utf8'), /^# COMPARED: small/);
  // Our own JSON.
  const { variations, controls } = JSON.parse(readFileSync(join(folder, 'compare.json'), 'utf8')) as Comparison;
  const first = 'rate=100 policy=none';
  assert.equal(
    variations.map(({ name, control }) => [name, control]),
    [
      [first, first],
      ['rate=50', 'rate=50'],
      ['policy=envoy', first],
    ],
  );
  assert.equal(
    controls.map(({ variation }) => variation),
    [first, 'rate=50'],
  );
});

const wrong: readonly [args: string, message: string][] = [
  ['', 'compare: expected something that varies (--vary path=a,b, --variant a,b or --preset name), got nothing'],
  ['--preset what-help', '--preset: expected what-helps, got "what-help" (did you mean "what-helps"?)'],
  ['--variant erly', '--variant: expected as-written, early, far or both, got "erly" (did you mean "early"?)'],
  ['--variant early,early', '--variant: expected each once, got early twice'],
  ['--preset what-helps --variant far', '--variant: expected as-it-was, early or both, got "far"'],
  ['--vary cluster.machnes=1,2', 'small: machnes=1: cluster: expected machines,'],
  [
    '--vary slo.p99=1s,x',
    `small: p99=x: slo.p99: expected a duration above 0 such as '300us', '1.5s' or '8m', got "x"`,
  ],
  [
    '--variant early --set workloads.wbe.rate=1',
    '--set workloads.wbe.rate: workloads: expected web or legacy, got "wbe"',
  ],
  ['--variant early --seeds 0..x', '--seeds: expected a range such as 1..20 or a list such as 1,2,5, got "0..x"'],
  [
    '--variant early --seeds 1..1000 --vary slo.p99=1s,2s,3s,4s,5s,6s,7s,8s,9s,10s,11s',
    'compare: expected at most 20000 runs, got 22 variants x 1000 seeds',
  ],
  [
    '--vary workloads.legacy.driver=null,"memjs"',
    'small: driver="memjs": workloads.legacy.driver: expected --world live, for libraries know no virtual time',
  ],
  ['--variant early --combine some', '--combine: expected all or each, got "some"'],
  ['--variant early --threads 0', '--threads: expected a whole number from 1 to 1024, got "0"'],
  [
    '--variant early --sed 3',
    'expected an option that --help lists, got the unknown option --sed (did you mean "--set"?)',
  ],
];

for (const [args, message] of wrong) {
  test(`refused: ${args || 'nothing that varies'}`, async () => {
    const { code, out, err } = await compare(...args.split(' ').filter(Boolean));
    assert.equal([code, out, err.slice(0, `brownout: ${message}`.length)], [2, '', `brownout: ${message}`]);
  });
}

test.run();
