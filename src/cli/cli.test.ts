import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { smallScenario } from '../scenario/fixture.case.ts';
import { brownout as carriedOut, type Said } from './brownout.case.ts';

const scenarios = new Map([
  ['small', smallScenario],
  ['steady-state', smallScenario],
]);

const brownout = (...argv: string[]): Promise<Said> => carriedOut(argv, scenarios);

const wrong: readonly [line: string, message: string][] = [
  [
    '',
    'expected a command (run, compare, report, backend, proxy, cluster, toxiproxy, check or list), got none; --help says more',
  ],
  [
    'rnu x',
    'expected a command (run, compare, report, backend, proxy, cluster, toxiproxy, check or list), got the unknown command "rnu" (did you mean "run"?)',
  ],
  [
    '--hepl',
    'expected a command (run, compare, report, backend, proxy, cluster, toxiproxy, check or list), got the unknown option "--hepl" (did you mean "--help"?)',
  ],
  ['run', 'expected <scenario>, got nothing; --help says more'],
  ['run smal', 'scenario: expected small or steady-state, or a path to a file, got "smal" (did you mean "small"?)'],
  ['run small extra', 'arguments: expected only <scenario>, got "extra"'],
  ['list x', 'arguments: expected no argument, got "x"'],
  ['run small --sed 3', 'expected an option that --help lists, got the unknown option --sed (did you mean "--seed"?)'],
  [
    'run small --no-contrl',
    'expected an option that --help lists, got the unknown option --no-contrl (did you mean "--no-control"?)',
  ],
  ['run small --opne', 'expected an option that --help lists, got the unknown option --opne (did you mean "--open"?)'],
  ['run small --open=yes', '--open: expected no value, got "yes"'],
  [
    'rport x',
    'expected a command (run, compare, report, backend, proxy, cluster, toxiproxy, check or list), got the unknown command "rport" (did you mean "report"?)',
  ],
  ['run small --seed', '--seed: expected a value, got nothing'],
  ['run small --seed --json', '--seed: expected a value, got "--json"'],
  ['run small --seed=', '--seed: expected a value, got ""'],
  ['run small --seed a --seed b', '--seed: expected once, got twice'],
  ['run small --json=yes', '--json: expected no value, got "yes"'],
  ['run small --world vritual', '--world: expected virtual or live, got "vritual" (did you mean "virtual"?)'],
  ['run small --compress 5', '--compress: expected --world live, for virtual time needs none, got "5"'],
  ['run small --world live --compress 0.5', '--compress: expected a number from 1 to 10000, got "0.5"'],
  ['run small --set cluster.machines', '--set: expected path=value, got "cluster.machines"'],
  [
    'run small --set title=x --set cluster.machines=0',
    'small: cluster.machines: expected a whole number from 1 to 64, got 0',
  ],
  ['run none.yaml', 'scenario none.yaml: expected a file that can be loaded, got none: no such file'],
];

test('bad input: one line, and 2', async () => {
  for (const [line, message] of wrong) {
    const said = await brownout(...line.split(' ').filter(Boolean));
    assert.equal(said, { code: 2, out: '', err: `brownout: ${message}\n` }, line);
  }
});

test('a folder that cannot be written to is said before the run', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'taken', 'report.html'), { recursive: true });
    for (const out of ['file/deeper', 'taken']) {
      const { code, err } = await brownout('run', 'small', '--out', join(folder, out));
      assert.is(code, 2);
      assert.match(err, /^brownout: output .+: expected a folder that can be written to, got .+\n$/);
    }
  });
});

test('help, version and list', async () => {
  const help = await brownout('--help');
  assert.is(help.code, 0);
  assert.match(help.out, /run +Runs a scenario/);
  assert.match((await brownout('run', 'small', '--help')).out, /--set=<path=value> +Changes a value/);
  assert.match((await brownout('--version')).out, /^\d+\.\d+\.\d+\n$/);
  assert.is((await brownout('list')).out.split('\n')[0], 'small         Two of four backends become slow');
});

test('a run: the summary, and its files', async () => {
  await inFolder(async (folder) => {
    const out = join(folder, 'a', 'b');
    const opened: string[] = [];
    const open = (page: string): Promise<void> => Promise.resolve(void opened.push(page));
    const args = ['run', 'small', '--set', 'expectations=[]', '--open', '--out', out];
    const { code, out: text, err } = await carriedOut(args, scenarios, { open });
    assert.equal([code, err, opened], [0, '', [join(out, 'report.html')]]);
    assert.match(text, /^PASSED {2}small ran/);
    assert.match(
      text,
      `Written: ${['result.json', 'report.html', 'summary.md'].map((name) => join(out, name)).join(', ')}\n`,
    );
    assert.match(readFileSync(join(out, 'summary.md'), 'utf8'), /^# PASSED: small ran/);
    assert.match(readFileSync(join(out, 'report.html'), 'utf8'), /^<!doctype html>[^]*small/);
  });
});

test('--json prints the file and nothing else; the command in it makes it again, but for the environment', async () => {
  await inFolder(async (folder) => {
    const aside = ['--json', '--out', folder];
    const first = await brownout('run', 'small', '--seed', 'x', '--set', 'load=null', ...aside);
    // Our own JSON.
    const { seed, command } = JSON.parse(first.out) as { seed: string; command: readonly string[] };
    assert.is(command.join(' '), 'brownout run small --seed x --set load=null');
    const second = await brownout(...command.slice(1), ...aside);
    assert.is(second.out, readFileSync(join(folder, 'result.json'), 'utf8'));
    const repeatable = ({ out }: Said): string => out.slice(0, out.indexOf('\n  "environment"'));
    assert.is(repeatable(first), repeatable(second));
    assert.is(seed, 'x');
  });
});

test('an expectation that does not hold: 1', async () => {
  await inFolder(async (folder) => {
    const set = 'expectations=[{"says":"nothing is sent","metric":"incident.totals.operations","below":1}]';
    const { code, out } = await brownout('run', 'small', '--no-control', '--set', set, '--out', folder);
    assert.is(code, 1);
    assert.match(out, /^FAILED {2}small shows 0 of 1 things it must\. Not so: nothing is sent\.\n/);
  });
});

test('a port in use: one line, and 2', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  // A listening server has an address object.
  const { port } = squatter.address() as AddressInfo;
  const out = mkdtempSync(join(tmpdir(), 'brownout-'));
  const said = await brownout(
    'run',
    'small',
    '--world',
    'live',
    '--out',
    out,
    '--set',
    `cluster.ports.proxies=${port}`,
  );
  rmSync(out, { recursive: true });
  squatter.close();
  const why = `listen EADDRINUSE: address already in use 127.0.0.1:${port}`;
  assert.equal([said.code, said.out], [2, '']);
  assert.is(said.err, `brownout: cluster.ports: expected ports that nobody listens on, got ${why}\n`);
});

test.run();

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
