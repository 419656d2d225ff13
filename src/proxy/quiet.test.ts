import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Status } from '../protocol/message.ts';
import { Opcode, QUIET_OF, VERB_OF } from '../protocol/opcodes.ts';
import { loud, quietStatus } from './quiet.ts';

const KEYLESS: readonly number[] = [Opcode.quitq, Opcode.flushq];
const opcodes = Object.entries(Opcode).filter(([, opcode]) => !KEYLESS.includes(opcode));

test('every quiet opcode with a key has a loud twin of the same meaning', () => {
  for (const [name, opcode] of opcodes) {
    if (QUIET_OF[opcode] === 0) assert.is(loud(opcode), opcode, `${name} is loud already`);
    else {
      assert.is(QUIET_OF[loud(opcode)], 0, name);
      assert.is(VERB_OF[loud(opcode)], VERB_OF[opcode], name);
      assert.is(Object.entries(Opcode).find(([, twin]) => twin === loud(opcode))?.[0], name.slice(0, -1));
    }
  }
});

test('what is not worth a word: a miss of what retrieves, the success of all else', () => {
  for (const [name, opcode] of opcodes) {
    if (QUIET_OF[opcode] === 0) continue;
    const retrieves = name.startsWith('g');
    assert.is(quietStatus(opcode), retrieves ? Status.notFound : Status.ok, name);
  }
});

test.run();
