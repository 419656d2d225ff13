import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BinaryRequestParser } from '../../protocol/binary-request.ts';
import { property } from '../../protocol/collect.case.ts';
import { detectProtocol } from '../../protocol/detect.ts';
import { describe, MalformedInputs } from '../../protocol/malformed.case.ts';
import { Parsed, Verb } from '../../protocol/message.ts';
import { TextRequestParser } from '../../protocol/text-request.ts';
import { conversation } from '../../protocol/valid.case.ts';
import { commandName } from './command-names.ts';
import { Conversation } from './conversation.ts';
import type { Message } from './message.ts';
import { Direction } from './overhear.case.ts';

/** Where a message begins, its length, its command. */
type Frame = readonly [start: number, bytes: number, command: string];

/** What a server makes of these bytes. */
function parsedFrames(bytes: Buffer): Frame[] {
  const parser = detectProtocol(bytes[0] ?? 0) === 'binary' ? new BinaryRequestParser() : new TextRequestParser();
  parser.swallows = true;
  const frames: Frame[] = [];
  parser.over(bytes, 0, bytes.length);
  for (let start = 0; ;) {
    const parsed = parser.next();
    if (parsed === Parsed.more || parsed === Parsed.broken) return frames;
    const { verb, last } = parser.request;
    if (!last) continue;
    const end = parser.position + (parsed === Parsed.bad ? parser.skip : 0);
    if (end > bytes.length) return frames;
    // Where a data block ends is seen too late to take back what was said of its command.
    const hasData = parser.skip > 0 || end > bytes.indexOf('\n', start) + 1;
    if (verb !== Verb.unknown && (parsed === Parsed.message || hasData)) {
      frames.push([start, end - start, commandName(verb)]);
    }
    start = end;
    if (parsed === Parsed.bad && parser.skip > 0) parser.over(bytes, end, bytes.length);
  }
}

/** What the reader makes of them. */
function readFrames(bytes: Buffer): Frame[] {
  const direction = new Direction(new Conversation({ fresh: true }).upstream);
  const frames: Frame[] = [];
  let last: Message | null = null;
  direction.write(bytes);
  direction.read((message, start, end) => {
    const before = frames.at(-1);
    if (message !== null && message === last && before !== undefined) {
      frames[frames.length - 1] = [before[0], end - before[0], before[2]];
    } else if (message !== null) {
      // Two letters of it; less where a frame carries less than a command.
      const isMeta = message.command.length <= 2;
      frames.push([start, end - start, isMeta ? '' : message.command]);
    }
    last = message;
  });
  return frames;
}

test('frames of valid requests are those of the parsers', () => {
  for (const protocol of ['text', 'binary'] as const) {
    property(`reading/frames/${protocol}`, 2000, (draws) => {
      const bytes = conversation(draws, protocol);
      assert.equal(readFrames(bytes), parsedFrames(bytes));
    });
  }
});

test('so are those of malformed ones, up to what has not come whole', () => {
  const inputs = new MalformedInputs('reading/malformed-frames');
  for (let run = 0; run < 20_000; run++) {
    const input = inputs.next();
    const parsed = parsedFrames(input.bytes);
    const read = readFrames(input.bytes);
    assert.ok(read.length <= parsed.length + 1, `${read.length} of ${parsed.length} frames: ${describe(input)}`);
    if (read.length !== parsed.length) read.pop();
    if (JSON.stringify(read) !== JSON.stringify(parsed)) assert.equal(read, parsed, describe(input));
  }
});

test.run();
