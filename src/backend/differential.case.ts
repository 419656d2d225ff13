/**
 * The same random commands to our backend and to Debian's memcached, their clocks stepped alike, give the same answers but
 * for the differences that are listed. Without memcached or libfaketime it is skipped, visibly, unless
 * BROWNOUT_PEERS=required.
 */
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { CasBook } from './differential/cas-book.case.ts';
import { compare, type Tally } from './differential/compare.case.ts';
import { DIFFERENCES, gist, type ByScript } from './differential/differences.case.ts';
import { COMMAND_NAMES, type Connection } from './differential/mix.case.ts';
import { startOurs } from './differential/ours.case.ts';
import { play } from './differential/play.case.ts';
import type { Server } from './differential/server.case.ts';
import { missing, startSteppedMemcached } from './differential/stepped-memcached.case.ts';

/** 1 January 2020, 0:00 UTC. */
const EPOCH_SECONDS = 1_577_836_800;
const DIFFERENCES_MAX = 10;

export interface DifferentialOptions {
  readonly seed: number;
  readonly commands: number;
}

export function testDifferential(test: Test, { seed, commands }: DifferentialOptions): void {
  const names = [`${commands} random commands get memcached's answers`, 'differences are what they are said to be'];
  if (missing().length > 0 && process.env['BROWNOUT_PEERS'] !== 'required') {
    for (const name of names) test.skip(name);
    console.log(`skip: differential: not installed: ${missing().join(', ')}`);
    return;
  }
  test(names[0]!, () =>
    inOneOfFourStarts(async (theirs, ours) => {
      const tally = await compare({ seed, commands, epochSeconds: EPOCH_SECONDS, theirs, ours });
      assertMix(tally, commands);
      for (const server of [theirs, ours]) assert.is(await stat(server, 'evictions'), '0', server.name);
      for (const { what, shown } of DIFFERENCES) {
        if (shown.by === 'mix') assert.ok(tally.differences.has(shown), `a difference that never came: ${what}`);
      }
    }),
  );
  test(names[1]!, () =>
    withServers(async (theirs, ours) => {
      assert.ok(DIFFERENCES.length <= DIFFERENCES_MAX, `${DIFFERENCES.length} differences`);
      for (const { what, shown } of DIFFERENCES) {
        if (shown.by === 'mix') continue;
        assert.not.equal(shown.theirs, shown.ours, what);
        assert.equal(await heard(theirs, shown), shown.theirs, `memcached: ${what}`);
        assert.equal(await heard(ours, shown), shown.ours, `ours: ${what}`);
      }
    }),
  );
}

/** What makes the comparison worth something. */
function assertMix({ commands, counts, hits, lookups }: Tally, expected: number): void {
  assert.is(commands, expected);
  for (const name of COMMAND_NAMES) {
    const share = (counts.get(name) ?? 0) / commands;
    assert.ok(share >= 0.01, `${name}: expected 1 % of the commands or more, got ${(share * 100).toFixed(2)} %`);
  }
  assert.ok(hits / lookups >= 0.3, `hits: expected 30 % or more, got ${((hits / lookups) * 100).toFixed(1)} %`);
}

type Body = (theirs: Server, ours: Server) => Promise<void>;

/**
 * Ours does the same each time, so what does not come again was memcached's: a number of 2^63 or more it reads on into
 * the memory behind it (see the differences), where there are addresses too, and these are others at every start.
 * Rejects with what the last of the starts showed, when each showed something.
 */
async function inOneOfFourStarts(body: Body): Promise<void> {
  for (let start = 1; start < 4; start++) {
    try {
      return await withServers(body);
    } catch (error) {
      console.log(`again, with a memcached started anew: ${String(error)}`);
    }
  }
  return withServers(body);
}

async function withServers(body: Body): Promise<void> {
  assert.equal(missing(), [], 'expected to be installed');
  const theirs = await startSteppedMemcached(EPOCH_SECONDS);
  try {
    await body(theirs, startOurs(EPOCH_SECONDS));
  } finally {
    await theirs.close();
  }
}

async function heard(server: Server, { batches }: ByScript): Promise<string[]> {
  const book = new CasBook();
  const said: string[] = [];
  for (const commands of batches) {
    const { protocol } = commands[0]!;
    const { answers, ending } = await play({ server, book }, { connection: { name: protocol, protocol }, commands });
    said.push(...answers.map(gist), ending);
  }
  return said;
}

async function stat(server: Server, name: string): Promise<string | undefined> {
  const connection: Connection = { name: 'statistics', protocol: 'text' };
  const ended = (heard: Buffer): boolean => heard.subarray(-5).toString('latin1') === 'END\r\n';
  const { bytes } = await server.exchange(connection, Buffer.from('stats\r\n'), ended);
  return new RegExp(`^STAT ${name} (.*)\r$`, 'm').exec(bytes.toString('latin1'))?.[1];
}
