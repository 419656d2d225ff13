/** From the name of a variant to the changes of the scenario that it stands for. */
import type { Scenario } from './define.ts';
import { BadInput } from './errors.ts';
import type { Change } from './override.ts';
import type { Changes, VariantSpec } from './variants.ts';
import { didYouMean, oneOf } from './words.ts';

export type Variants = Readonly<Record<string, VariantSpec>>;

/** The scenario alone: what it offers to compare is no part of a run. */
export function asRun({ variants: _, comparisons: __, ...scenario }: Scenario): Scenario {
  return scenario;
}

/** As `asRun`, of data that no schema has seen. */
export function withoutVariants(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  // An object of unknown shape.
  const { variants: _, comparisons: __, ...scenario } = data as Record<string, unknown>;
  return scenario;
}

/** In the order in which they are to be made. Throws `BadInput` for names that are not there, and for circles. */
export function changesOf(name: string, variants: Variants, where: string): readonly Change[] {
  return changesWithin(name, variants, where, []);
}

export function changesIn(set: Changes | undefined, where: string): readonly Change[] {
  return Object.entries(set ?? {}).map(([path, value]) => ({ path, value, where: `${where}: ${path}` }));
}

function changesWithin(name: string, variants: Variants, where: string, within: readonly string[]): readonly Change[] {
  const variant = Object.hasOwn(variants, name) ? variants[name] : undefined;
  if (variant === undefined) throw unknownVariant(name, Object.keys(variants), where);
  if (within.includes(name)) {
    throw new BadInput(`${where}: expected variants of others, got a circle: ${[...within, name].join(' of ')}`);
  }
  const own = `variants.${name}`;
  return [
    ...(variant.of ?? []).flatMap((other) => changesWithin(other, variants, `${own}.of`, [...within, name])),
    ...changesIn(variant.set, own),
  ];
}

export function unknownVariant(name: string, known: readonly string[], where: string): BadInput {
  const expected = known.length === 0 ? 'a scenario with variants' : oneOf(known);
  return new BadInput(`${where}: expected ${expected}, got ${JSON.stringify(name)}${didYouMean(name, known)}`);
}
