import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CoarseHistogram } from '../measure/coarse-histogram.ts';
import { pinned, outage } from './oncall.case.ts';
import { GET, played } from './played.case.ts';
import { ReplySamples, repliesOf } from './reply-samples.ts';
import { runScenario } from './run.ts';

/** From the proxy's passing it on to the reply's last byte: all of a get, for clients are next to the proxies. */
const REPLY_US = GET / 1000;

function isAbout(actual: number | null | undefined, us: number, what: string): void {
  const expected = `${us} us or up to an eighth more`;
  assert.ok(actual != null && actual >= us && actual <= us * 1.125, `${what}: expected ${expected}, got ${actual}`);
}

test('a window has the replies that came in it, through whichever proxy; null where none came', () => {
  const shop = played([{ at: '100ms', do: 'slow', nodes: ['backend-2'], factor: 10 }]);
  const samples = new ReplySamples(shop.rig.cluster);
  // What the rig has warmed up with.
  samples.sample();
  shop.one.ask(0);
  shop.two.ask(0, { n: 1 });
  shop.until(50);
  samples.sample();
  shop.until(200);
  for (let i = 0; i < 9; i++) shop.one.ask(0, { n: i });
  shop.two.ask(1);
  shop.until(300);
  samples.sample();
  const [first, second] = samples.backends;
  isAbout(first?.p50[1], REPLY_US, 'one of each proxy: the first');
  isAbout(first?.p99[1], REPLY_US + 100, 'one of each proxy: the second waits for the first');
  assert.equal([second?.p50[1], second?.p99[1]], [null, null], 'nobody has asked it');
  // They are served one after another, 100 us each.
  isAbout(first?.p50[2], REPLY_US + 4 * 100, 'the fifth of nine');
  isAbout(first?.p99[2], REPLY_US + 8 * 100, 'the last of nine');
  isAbout(second?.p50[2], REPLY_US + 9 * 100, 'ten times as slow');
});

test('whoever reads leaves to the others what they read', () => {
  const shop = played([]);
  const { proxies } = shop.rig.cluster;
  const [samples, others] = [new ReplySamples(shop.rig.cluster), new ReplySamples(shop.rig.cluster)];
  let last = new CoarseHistogram();
  const monitored: number[] = [];
  for (const [i, asked] of [3, 1, 0, 2].entries()) {
    for (let n = 0; n < asked; n++) shop.one.ask(0, { n });
    shop.until((i + 1) * 10);
    // A monitor looks more often than windows end.
    const now = repliesOf(proxies, 0);
    monitored.push(now.since(last).count);
    last = now;
    if (i % 2 === 1) samples.sample();
  }
  others.sample();
  assert.equal(monitored.slice(1), [1, 0, 2]);
  assert.is(samples.backends[0]?.p50.length, 2);
  isAbout(samples.backends[0]?.p99[1], REPLY_US + 100, 'the second of two');
  isAbout(others.backends[0]?.p99[0], REPLY_US + 200, 'the third of three');
});

test('with a monitor and without one replies are the same, and a slow backend shows in its own row', async () => {
  const run = { seed: 'replies', world: 'virtual', role: 'incident' } as const;
  const { oncall: _, ...calm } = outage(pinned);
  // Nobody is fast enough to do anything about it.
  const watched = outage({ ...pinned, people: [{ name: 'nobody', response: '10m', action: '10m' }] });
  const [alone, monitored] = [
    await runScenario({ ...run, scenario: calm }),
    await runScenario({ ...run, scenario: watched }),
  ];
  const repliesIn = ({ figures }: typeof alone): unknown => figures.backends.map(({ replies }) => replies);
  assert.equal(repliesIn(monitored), repliesIn(alone));
  for (const { name, replies } of alone.figures.backends) {
    const slow = name === 'backend-2' || name === 'backend-5';
    // -20 s to -10 s, and 10 s to 20 s.
    const [before, during] = [replies.p50[0]!, replies.p50[3]!];
    assert.ok(slow ? during > 20 * before : during <= 2 * before, `${name}: ${before} us, then ${during} us`);
  }
});

test.run();
