/** Every variant is a scenario, and every comparison compares scenarios: found out before any of them is run. */
import type { Scenario } from './define.ts';
import { BadInput } from './errors.ts';
import { applyChanges } from './override.ts';
import { asRun, changesIn, changesOf, type Variants } from './variant-changes.ts';
import type { ComparisonSpec } from './variants.ts';

/** Throws `BadInput`, of a scenario as `parse` does. */
type Parse = (data: unknown, where: string) => Scenario;

/** Throws `BadInput` with the first variant that is none. */
export function checkVariants(whole: Scenario, where: string, parse: Parse): void {
  const { variants = {}, comparisons = {} } = whole;
  const scenario = asRun(whole);
  for (const name of Object.keys(variants)) {
    const changes = changesOf(name, variants, `${where}: variants`);
    parse(applyChanges(scenario, changes), `${where}: variants.${name}`);
  }
  for (const [name, comparison] of Object.entries(comparisons)) {
    const at = `${where}: comparisons.${name}`;
    const all = variantsOf(comparison, variants, at);
    const common = changesIn(comparison.set, `comparisons.${name}`);
    for (const each of namesOf(comparison)) {
      const changes = [...common, ...changesOf(each, all, `${at}.variants`)];
      parse(applyChanges(scenario, changes), `${at}: ${each}`);
    }
  }
}

/** In the order of the comparison. */
export function namesOf({ variants }: ComparisonSpec): readonly string[] {
  return variants.map((variant) => (typeof variant === 'string' ? variant : variant.name));
}

/** The scenario's variants and the comparison's own. Throws `BadInput` where one name stands for two. */
export function variantsOf(comparison: ComparisonSpec, variants: Variants, where: string): Variants {
  const names = namesOf(comparison);
  if (names.length === 0) throw new BadInput(`${where}.variants: expected at least one, got none`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new BadInput(`${where}.variants: expected each once, got ${twice} twice`);
  const own = comparison.variants.filter((variant) => typeof variant !== 'string');
  const taken = own.find(({ name }) => Object.hasOwn(variants, name));
  if (taken !== undefined) {
    throw new BadInput(`${where}.variants: expected names that no variant of the scenario has, got "${taken.name}"`);
  }
  return { ...variants, ...Object.fromEntries(own.map(({ name, ...variant }) => [name, variant])) };
}
