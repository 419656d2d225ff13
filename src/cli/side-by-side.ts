/** Several results at once: their report, and what of it a program may want. */
import { resultsPage } from '../report/html/results-page.ts';
import type { Kept } from '../report/read-result.ts';
import { resultsDocument } from '../report/results.ts';
import { named, type NamedResult } from '../report/side-by-side/named-result.ts';
import { scenarioDifferences } from '../report/side-by-side/scenario-differences.ts';
import { warningsOf } from '../report/side-by-side/warnings.ts';
import { BadInput } from '../scenario/errors.ts';
import { RUN_FILES, type Forms } from './report-forms.ts';

/** Throws `BadInput`: comparisons do not stand beside anything. */
export function namedResults(paths: readonly string[], kept: readonly Kept[]): NamedResult[] {
  return named(
    kept.map((each, i) => {
      const file = paths[i]!.replaceAll('\\', '/');
      if (each.kind === 'result') return { file, result: each.result };
      throw new BadInput(
        `${file}: expected the result.json of a run, for several stand side by side, got a comparison`,
      );
    }),
  );
}

export function sideBySideForms(results: readonly NamedResult[]): Forms {
  const { page, summary } = RUN_FILES;
  return { document: resultsDocument(results), page: resultsPage(results), files: { page, summary } };
}

/** Where a run has no value of that name it is null. */
export function sideBySideJson(results: readonly NamedResult[]): string {
  const metrics = results.map(({ result }) => new Map(result.metrics));
  const paths = [...new Set(metrics.flatMap((each) => [...each.keys()]))].sort();
  const data = {
    results: results.map(({ name, file, result: { id, seed, world, brownout, verdict, command } }) => {
      return { name, file, id, seed, world, brownout, verdict, command };
    }),
    warnings: warningsOf(results),
    differences: scenarioDifferences(results).map(({ path, values }) => {
      return { path, values: values.map((value) => value ?? null) };
    }),
    metrics: paths.map((path) => ({ path, values: metrics.map((each) => each.get(path) ?? null) })),
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}
