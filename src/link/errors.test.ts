import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRng } from '../world/rng.ts';
import { wholeNumber } from './attributes.ts';
import { LinkError, type LinkErrorCode } from './errors.ts';
import { Link } from './link.ts';
import { defineToxic } from './toxic.ts';

const delay = defineToxic({
  type: 'delay',
  attributes: { by: wholeNumber(), spread: wholeNumber() },
  shape(now, out, { attributes }) {
    out.at = now + attributes.by;
  },
});

function newLink(): Link {
  return new Link({ from: 'proxy', to: 'cache', toxics: [delay], rng: (stream) => createRng('test', stream) });
}

const ERRORS: { code: LinkErrorCode; message: string; act: (link: Link) => unknown }[] = [
  {
    code: 'unknown-toxic-type',
    message: 'toxic type: expected one of delay, got "latencee"',
    act: (link) => link.addToxic({ type: 'latencee' }),
  },
  {
    code: 'toxic-exists',
    message: 'link proxy to cache: expected a new toxic name, got "d", which exists',
    act: (link) => link.addToxic({ type: 'delay', name: 'd', stream: 'upstream' }),
  },
  {
    code: 'toxic-not-found',
    message: 'link proxy to cache: expected the name of a toxic (d), got "e"',
    act: (link) => link.removeToxic('e'),
  },
  {
    code: 'invalid-attributes',
    message: 'by: expected a whole number >= 0, got -1',
    act: (link) => link.updateToxic('d', { toxicity: 0, attributes: { spread: 5, by: -1 } }),
  },
  {
    code: 'invalid-attributes',
    message: 'attribute: expected one of by, spread, got "bi"',
    act: (link) => link.addToxic({ type: 'delay', attributes: { bi: 1 } }),
  },
  {
    code: 'invalid-attributes',
    message: 'toxicity: expected a number, got NaN',
    act: (link) => link.updateToxic('d', { toxicity: NaN, attributes: { by: 5 } }),
  },
];
for (const { code, message, act } of ERRORS) {
  test(`${code}: ${message}`, () => {
    const link = newLink();
    link.addToxic({ type: 'delay', name: 'd' });
    const before = link.toxics;
    try {
      act(link);
    } catch (error) {
      assert.ok(error instanceof LinkError);
      assert.is(error.code, code);
      assert.is(error.message, message);
      assert.equal(link.toxics, before, 'nothing has changed');
      return;
    }
    assert.unreachable();
  });
}

for (const value of [NaN, Infinity, 1.5, -1, '100', null, {}, [], Object.create(null), 2 ** 60, true, () => 1, 10n]) {
  test(`an attribute never crashes anything: ${typeof value}`, () => {
    const link = newLink();
    assert.throws(
      () => link.addToxic({ type: 'delay', attributes: { by: value } }),
      /^by: expected a whole number >= 0, got /,
    );
  });
}

test.run();
