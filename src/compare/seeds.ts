/** `1..20` and `1,2,5`: the seeds that every variation runs under. */
import { BadInput, badValue } from '../scenario/errors.ts';

/** A comparison of more is a campaign. */
const SEEDS_MAX = 1000;

/** Throws `BadInput`; `where` names the option. */
export function readSeeds(text: string, where: string): readonly string[] {
  const range = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text);
  if (range === null) return listed(text, where);
  const [from, to] = [Number(range[1]), Number(range[2])];
  if (to < from) throw badValue(where, `a range whose end is not below ${from}`, text);
  if (to - from >= SEEDS_MAX) throw badValue(where, `at most ${SEEDS_MAX} seeds`, text);
  return Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
}

/** The shortest text that `readSeeds` reads as these. */
export function seedsText(seeds: readonly string[]): string {
  return isRange(seeds) ? `${seeds[0]!}..${seeds.at(-1)!}` : seeds.join(',');
}

/** Three or more whole numbers, each one more than the one before. */
export function isRange(seeds: readonly string[]): boolean {
  const first = Number(seeds[0]);
  return seeds.length > 2 && seeds.every((seed, i) => /^\d{1,9}$/.test(seed) && seed === String(first + i));
}

function listed(text: string, where: string): readonly string[] {
  const seeds = text.split(',').map((seed) => seed.trim());
  const isList = seeds.every((seed) => /^[\w-]+$/.test(seed));
  if (!isList) throw badValue(where, 'a range such as 1..20 or a list such as 1,2,5', text);
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) !== i);
  if (twice !== undefined) throw new BadInput(`${where}: expected each seed once, got ${twice} twice`);
  if (seeds.length > SEEDS_MAX) throw badValue(where, `at most ${SEEDS_MAX} seeds`, text);
  return seeds;
}
