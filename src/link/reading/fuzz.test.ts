import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Draws } from '../../protocol/collect.case.ts';
import { describe, MalformedInputs, type Malformed } from '../../protocol/malformed.case.ts';
import { conversation } from '../../protocol/valid.case.ts';
import { Conversation } from './conversation.ts';
import { Direction } from './overhear.case.ts';

const INPUTS = 100_000;
/** No line is waited for any longer. */
const UNDECIDED_MAX = 8192;

/** Feeds the pieces; none may be held for long, and each byte be looked at once or twice. */
function feed(direction: Direction, { bytes, cuts }: Malformed): void {
  let written = 0;
  for (const cut of [...cuts, bytes.length]) {
    direction.write(bytes.subarray(written, cut));
    written = cut;
    let looks = 0;
    direction.read((_, start, end) => {
      assert.ok(end > start && ++looks <= direction.buf.length);
    });
    assert.ok(direction.buf.length - direction.position < UNDECIDED_MAX);
  }
}

test('malformed bytes, from either side, neither break nor stall the reading', () => {
  const inputs = new MalformedInputs('reading/fuzz');
  const replies = new MalformedInputs('reading/fuzz-replies');
  for (let run = 0; run < INPUTS; run += 2) {
    const [asked, answered] = [inputs.next(), replies.next()];
    const { upstream, downstream } = new Conversation({ fresh: run % 8 !== 0 });
    const up = new Direction(upstream);
    const down = new Direction(downstream);
    try {
      feed(up, asked);
      feed(down, answered);
      up.rewind(Math.min(up.position, 50));
      down.rewind(Math.min(down.position, 50));
      feed(up, answered);
      feed(down, asked);
    } catch (error) {
      if (error instanceof Error) error.message += ` (${describe(asked)} | ${describe(answered)})`;
      throw error;
    }
  }
});

test('what is held of a message is bounded, however long it is', () => {
  const draws = new Draws('reading/bounded', 0);
  for (let run = 0; run < 200; run++) {
    const { upstream } = new Conversation({ fresh: true });
    const direction = new Direction(upstream);
    const bytes = conversation(draws, draws.below(2) === 0 ? 'text' : 'binary');
    for (let at = 0; at < bytes.length; at++) {
      direction.write(bytes.subarray(at, at + 1));
      direction.read(() => {});
      assert.ok(direction.buf.length - direction.position < 600, `seed ${draws.seed}, run ${run}`);
    }
  }
});

test.run();
