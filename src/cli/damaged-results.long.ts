/** Fields of a result and of a comparison, damaged in every way: a fine report in all its forms, or one line. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { damages } from '../report/damage.case.ts';
import { wholeComparison } from '../report/fixture-comparison.case.ts';
import { outage } from '../report/fixture.case.ts';
import { resultsPage } from '../report/html/results-page.ts';
import { recordJson, resultJson } from '../report/json.ts';
import { markdownOf } from '../report/markdown.ts';
import { readKept, type Kept } from '../report/read-result.ts';
import { resultsDocument } from '../report/results.ts';
import { named } from '../report/side-by-side/named-result.ts';
import { textOf } from '../report/text.ts';
import { BadInput } from '../scenario/errors.ts';
import { formsOf } from './report-forms.ts';

/** Of a page its text, not its script and its packed data. */
const SCRIPTS = /<(script|style)[^]*?<\/\1>/g;
const WRONG = /.{0,60}\b(?:NaN|undefined|Infinity|\[object Object\]).{0,30}/;

/** One in so many is tried; prime to the fourteen kinds of damage, so that each kind comes to other fields. */
const SAMPLE = 9;

/** One in so many of the damages that can be read is written in all forms: a page takes a tenth of a second. */
for (const [name, text, step] of [
  ['result', resultJson(outage), 5],
  ['comparison', recordJson(wholeComparison), 2],
] as const) {
  test(`a damaged ${name}`, () => {
    let [tried, fine] = [0, 0];
    for (const { says, data } of damages(JSON.parse(text))) {
      if (tried++ % SAMPLE !== 0) continue;
      const kept = keptOf(JSON.stringify(data));
      if (typeof kept === 'string') assert.match(kept, /^f: \S.{10,400}$/, says);
      else if (fine++ % step === 0) {
        for (const form of formsIn(kept)) assert.not(WRONG.test(form), `${says}: ${WRONG.exec(form)?.[0]}`);
      }
    }
    assert.ok(fine > 50, `${fine} could be read`);
  });
}

test.run();

function keptOf(text: string): Kept | string {
  try {
    return readKept(text, 'f');
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
}

function formsIn(kept: Kept): string[] {
  const { document, page } = formsOf(kept);
  const forms = [textOf(document), markdownOf(document), page.replaceAll(SCRIPTS, '')];
  if (kept.kind === 'comparison') return forms;
  const beside = named([outage, kept.result].map((result, i) => ({ file: `${'ab'[i]!}/result.json`, result })));
  return [...forms, textOf(resultsDocument(beside)), resultsPage(beside).replaceAll(SCRIPTS, '')];
}
