/** What axe finds wrong with a page: names, roles, landmarks, the order of headings, contrast. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Sheet } from './sheet.case.ts';

/** As far as we read its report. */
interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
  }[];
}

let source: string | undefined;

/** One line for each kind of fault, with the first places that have it; `rules`: only these. */
export async function axeFaults({ page }: Sheet, rules?: readonly string[]): Promise<string[]> {
  source ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  const only = rules === undefined ? ALL_RULES : { type: 'rule', values: rules };
  // Its type is of the browser's library, which our tests are not compiled with.
  const { violations } = (await page.evaluate(
    (options) => (globalThis as unknown as { axe: { run(of: object): unknown } }).axe.run(options),
    { runOnly: only, resultTypes: ['violations'] },
  )) as Found;
  return violations.map(({ id, nodes }) => {
    const places = nodes.slice(0, 3).map(({ target, failureSummary }) => {
      const why = failureSummary.split('\n').slice(1, 2).join(' ').trim();
      return `${target.join(' ')} (${why})`;
    });
    return `${id}, ${nodes.length} times: ${places.join('; ')}`;
  });
}

const ALL_RULES = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
