/** How a report looks where: colour and width of a terminal, of a pipe, and what the user's environment asks for. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lookOf } from './environment.ts';

const VARIABLES = ['NO_COLOR', 'FORCE_COLOR', 'TERM'] as const;
type Environment = Partial<Record<(typeof VARIABLES)[number], string>>;

const terminal = { isTTY: true, columns: 97 };

const rows: readonly [screen: object, environment: Environment, look: object, why: string][] = [
  [terminal, {}, { colour: true, columns: 97 }, 'a terminal'],
  [{ isTTY: true, columns: 0 }, {}, { colour: true }, 'a terminal that does not know its width'],
  [{}, {}, { colour: false }, 'a pipe'],
  [{ isTTY: false, columns: 97 }, {}, { colour: false }, 'the width of what is no terminal means nothing'],
  [terminal, { NO_COLOR: '1' }, { colour: false, columns: 97 }, 'declined'],
  [terminal, { NO_COLOR: '' }, { colour: true, columns: 97 }, 'an empty variable declines nothing'],
  [terminal, { TERM: 'dumb' }, { colour: false, columns: 97 }, 'a terminal without colours'],
  [{}, { FORCE_COLOR: '1' }, { colour: true }, 'asked for in a pipe'],
  [{}, { FORCE_COLOR: '0' }, { colour: false }, 'asked for none'],
  [terminal, { FORCE_COLOR: '0' }, { colour: false, columns: 97 }, 'asked for none on a terminal'],
  [terminal, { FORCE_COLOR: 'false' }, { colour: false, columns: 97 }, 'the same in a word'],
  [{}, { FORCE_COLOR: '1', NO_COLOR: '1' }, { colour: false }, 'declining is the stronger'],
];

const before = VARIABLES.map((name) => [name, process.env[name]] as const);
test.after.each(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

for (const [screen, environment, look, why] of rows) {
  test(why, () => {
    for (const name of VARIABLES) {
      const value = environment[name] ?? (name === 'TERM' ? 'xterm' : undefined);
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    assert.equal(lookOf({ ...screen, write: () => undefined }), look);
  });
}

test.run();
