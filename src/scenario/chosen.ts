/** What is run of a scenario's file: one of its variants, with the user's own changes. */
import type { Scenario } from './define.ts';
import { BadInput } from './errors.ts';
import { applyChanges, type Change } from './override.ts';
import { parseScenario } from './schema.ts';
import { changesOf, unknownVariant, withoutVariants } from './variant-changes.ts';

export interface Choice {
  /** Variants by name, whose changes come first, in this order. */
  readonly variants: readonly string[];
  /** What else is changed. Indices of lists are those of the file. */
  readonly changes: readonly Change[];
}

/** What a file offers beside the scenario itself. */
export type Offers = Required<Pick<Scenario, 'variants' | 'comparisons'>>;

/** Throws `BadInput`, also where another variant of the file is wrong; `where` names the file. */
export function chosenScenario(data: unknown, { variants, changes }: Choice, where: string): Scenario {
  const known = offersOf(data, where).variants;
  const chosen = variants.flatMap((name) => {
    if (!Object.hasOwn(known, name)) throw unknownVariant(name, Object.keys(known), '--variant');
    return changesOf(name, known, where);
  });
  try {
    return parseScenario(applyChanges(withoutVariants(data), [...unexpected(chosen), ...chosen, ...changes]), where);
  } catch (error) {
    if (variants.length === 0 || !(error instanceof BadInput)) throw error;
    throw new BadInput(`${error.message} (with --variant ${variants.join(', ')})`);
  }
}

/** What a scenario must show is expected of it alone; of a variant only where that says so. */
function unexpected(chosen: readonly Change[]): Change[] {
  const speaks = chosen.some(({ path }) => path.split('.')[0] === 'expectations');
  return chosen.length === 0 || speaks ? [] : [{ path: 'expectations', value: [], where: 'variants' }];
}

/** Throws `BadInput` where one of them is wrong. A file that offers nothing need not be whole before its changes. */
export function offersOf(data: unknown, where: string): Offers {
  const offers = typeof data === 'object' && data !== null && ('variants' in data || 'comparisons' in data);
  const { variants = {}, comparisons = {} } = offers ? parseScenario(data, where) : {};
  return { variants, comparisons };
}
