/** From a scenario's file and the command line to what is compared. */
import { readSeeds } from '../compare/seeds.ts';
import { allCombinations, oneAtATime, type Alternative, type Axis, type Variation } from '../compare/variation.ts';
import { offersOf, type Offers } from '../scenario/chosen.ts';
import type { ComparisonSpec, Scenario } from '../scenario/define.ts';
import { BadInput } from '../scenario/errors.ts';
import { checkWorld } from '../scenario/live-only.ts';
import { applyChanges, type Change } from '../scenario/override.ts';
import { parseScenario } from '../scenario/schema.ts';
import { changesIn, changesOf, unknownVariant, withoutVariants, type Variants } from '../scenario/variant-changes.ts';
import { namesOf, variantsOf } from '../scenario/variants-check.ts';
import { didYouMean, oneOf } from '../scenario/words.ts';

/** Stands for the scenario without any variant. */
export const AS_WRITTEN = 'as-written';
const DEFAULT_SEEDS = '1..5';
/** More than a machine does in a day is a mistake. */
const RUNS_MAX = 20_000;

export interface Asked {
  readonly preset: string | undefined;
  /** Names of variants; with a preset, those of its own that are wanted. */
  readonly variants: readonly string[] | undefined;
  /** What `--vary` varies. */
  readonly axes: readonly Axis[];
  readonly combine: 'all' | 'each';
  readonly seeds: string | undefined;
  /** Changes of all, after those of variants and before those of `axes`. */
  readonly changes: readonly Change[];
}

export interface ComparisonPlan {
  readonly preset: string | null;
  readonly says: string | null;
  readonly scenario: Scenario;
  readonly variations: readonly Variation[];
  readonly seeds: readonly string[];
}

/** Throws `BadInput`; `where` names the file. */
export function planComparison(data: unknown, asked: Asked, where: string): ComparisonPlan {
  const offers = offersOf(data, where);
  const preset = asked.preset === undefined ? null : presetOf(asked.preset, offers);
  const axes = [...variantAxis(asked, preset, offers, where), ...asked.axes];
  if (axes.length === 0) {
    throw new BadInput(
      'compare: expected something that varies (--vary path=a,b, --variant a,b or --preset name), got nothing',
    );
  }
  const common = [...changesIn(preset?.spec.set, `comparisons.${preset?.name ?? ''}`), ...asked.changes];
  const alternatives = asked.combine === 'all' ? allCombinations(axes) : oneAtATime(axes);
  const seeds = readSeeds(asked.seeds ?? preset?.spec.seeds ?? DEFAULT_SEEDS, '--seeds');
  const runs = alternatives.length * seeds.length;
  if (runs > RUNS_MAX) {
    throw new BadInput(
      `compare: expected at most ${RUNS_MAX} runs, got ${alternatives.length} variants x ${seeds.length} seeds`,
    );
  }
  return {
    preset: preset?.name ?? null,
    says: preset?.spec.says ?? null,
    scenario: scenarioWith(data, common, where),
    variations: alternatives.map((alternative) => {
      const changes = [...common, ...alternative.changes];
      return { ...alternative, scenario: scenarioWith(data, changes, `${where}: ${alternative.name}`) };
    }),
    seeds,
  };
}

function scenarioWith(data: unknown, changes: readonly Change[], where: string): Scenario {
  const scenario = parseScenario(applyChanges(withoutVariants(data), changes), where);
  checkWorld(scenario, 'virtual', where);
  return scenario;
}

interface Preset {
  readonly name: string;
  readonly spec: ComparisonSpec;
}

function presetOf(name: string, { comparisons }: Offers): Preset {
  const spec = Object.hasOwn(comparisons, name) ? comparisons[name] : undefined;
  if (spec !== undefined) return { name, spec };
  const known = Object.keys(comparisons);
  const expected = known.length === 0 ? 'a scenario with comparisons' : oneOf(known);
  throw new BadInput(`--preset: expected ${expected}, got ${JSON.stringify(name)}${didYouMean(name, known)}`);
}

/** Of a preset its variants, or those that are wanted of them; otherwise those that are wanted, after the scenario itself. */
function variantAxis({ variants: wanted }: Asked, preset: Preset | null, offers: Offers, where: string): Axis[] {
  if (preset === null && wanted === undefined) return [];
  const known = preset === null ? offers.variants : variantsOf(preset.spec, offers.variants, where);
  const choice = preset === null ? [AS_WRITTEN, ...Object.keys(known)] : namesOf(preset.spec);
  for (const [i, name] of (wanted ?? []).entries()) {
    if (!choice.includes(name)) throw unknownVariant(name, choice, '--variant');
    if (wanted!.indexOf(name) !== i) throw new BadInput(`--variant: expected each once, got ${name} twice`);
  }
  const others = (wanted ?? []).filter((name) => name !== AS_WRITTEN);
  const names = preset === null ? [AS_WRITTEN, ...others] : (wanted ?? choice);
  return [names.map((name) => alternativeOf(name, known, where))];
}

function alternativeOf(name: string, known: Variants, where: string): Alternative {
  const spec = known[name];
  return spec === undefined
    ? { name, says: 'the scenario as it is written', changes: [] }
    : { name, says: spec.says, changes: changesOf(name, known, where) };
}
