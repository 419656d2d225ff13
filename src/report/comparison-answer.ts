/** What a comparison says, in a sentence. */
import type { ComparedRow, Comparison } from '../compare/comparison.ts';
import { seedsCounted, share } from './comparison-words.ts';

/** More names than this are counted. */
const NAMED_MAX = 4;

export function answer({ table, seeds, variations }: Pick<Comparison, 'table' | 'seeds' | 'variations'>): string {
  const reference = table.find(({ name }) => name === variations[0]!.name)!;
  const best = table.filter(({ rank }) => rank === 1);
  if (best.length === 0) return 'No run counts, so that nothing can be said.';
  const over = seeds.length === 1 ? 'under one seed, which shows no scatter' : `medians over ${seedsCounted(seeds)}`;
  return `${whoLostLeast(best)}${againstReference(reference, best)} (${over}).`;
}

function whoLostLeast(best: readonly ComparedRow[]): string {
  const names = best.map(({ name }) => name);
  const [least, most] = [best[0]!, best.at(-1)!].map((row) => share(row.figures.goodputLost.median));
  const lost = least === most ? least! : `${least!} to ${most!}`;
  const how = best.length === 1 ? 'lost least' : 'lost least, and cannot be told apart';
  return `${listed(names)} ${how}: ${lost} of the answers in time that the control gave`;
}

function againstReference(reference: ComparedRow, best: readonly ComparedRow[]): string {
  const { name, rank, figures } = reference;
  if (best.includes(reference)) return best.length === 1 ? '; it is the reference' : `; ${name} is the reference`;
  if (rank === null) return `; of ${name}, the reference, no run counts`;
  return `, where ${name}, the reference, lost ${share(figures.goodputLost.median)}`;
}

/** `a, b and c`; the last ones are counted where there are many. */
export function listed(names: readonly string[]): string {
  if (names.length === 1) return names[0]!;
  const more = names.length - NAMED_MAX;
  if (more > 1) return `${names.slice(0, NAMED_MAX).join(', ')} and ${more} more`;
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}
