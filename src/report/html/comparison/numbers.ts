/** The five numbers of a comparison. */
import type { ComparedRow, Comparison } from '../../../compare/comparison.ts';
import { listed } from '../../comparison-answer.ts';
import { pointsText, quartiles, share } from '../../comparison-words.ts';
import { NOT_AVAILABLE } from '../../format.ts';
import type { KeyNumber } from '../five-numbers.ts';

export function comparisonNumbers(comparison: Comparison): KeyNumber[] {
  const { table, variations } = comparison;
  const ranked = table.filter(({ rank }) => rank !== null);
  const reference = table.find(({ name }) => name === variations[0]!.name)!;
  return [
    lost('Lost least', ranked[0], listedBest(ranked)),
    lost('The reference lost', reference, reference.name),
    bestAgainst(ranked, reference),
    lost('Lost most', ranked.at(-1), ranked.at(-1)?.name),
    better(comparison),
  ];
}

function lost(name: string, row: ComparedRow | undefined, beside = 'no run counts'): KeyNumber {
  const summary = row?.figures.goodputLost;
  return summary === undefined || summary.n === 0
    ? { name, value: NOT_AVAILABLE, beside: 'no run counts' }
    : {
        name,
        value: share(summary.median),
        beside: withSpread(beside, quartiles(summary, share), share(summary.median)),
      };
}

function listedBest(ranked: readonly ComparedRow[]): string {
  return listed(ranked.filter(({ rank }) => rank === 1).map(({ name }) => name));
}

/** Of what lost least; where that is the reference, of the next. */
function bestAgainst(ranked: readonly ComparedRow[], reference: ComparedRow): KeyNumber {
  const name = 'Best against the reference';
  const row = ranked.find(({ againstFirst }) => againstFirst !== null);
  if (row?.againstFirst == null) return { name, value: NOT_AVAILABLE, beside: 'no seed allows it' };
  const { seeds, median, q1, q3, tie } = row.againstFirst;
  const [value, lower, upper] = [median, q1, q3].map((each) => pointsText(each).replace(' points', ''));
  const range = lower === upper ? lower! : `${lower!} to ${upper!}`;
  return {
    name,
    value: value!,
    beside: tie
      ? `points: ${row.name}; cannot be told from ${reference.name}`
      : withSpread(`points${seeds > 1 ? ', seed by seed' : ''}: ${row.name}`, range, value!),
    ...(!tie && { tone: median < 0 ? 'good' : 'bad' }),
  };
}

/** Where they are all the same there is nothing to add. */
function withSpread(text: string, range: string, median: string): string {
  return range === median ? text : `${text}; quartiles ${range}`;
}

function better({ table, runs, seeds }: Comparison): KeyNumber {
  const others = table.flatMap(({ againstFirst }) => againstFirst ?? []);
  const told = others.filter(({ tie }) => !tie);
  const better = told.filter(({ median }) => median < 0).length;
  const counted = table.reduce((sum, row) => sum + row.runs, 0);
  const unclear = others.length - told.length;
  return {
    name: 'Better than the reference',
    value: `${better} of ${table.length - 1}`,
    beside: [
      `${told.length - better} worse`,
      ...(unclear > 0 ? [`${unclear} cannot be told`] : []),
      counted === runs.length ? `all ${runs.length} runs count` : `${counted} of ${runs.length} runs count`,
      ...(seeds.length === 1 ? ['one seed shows no scatter'] : []),
    ].join('; '),
  };
}
