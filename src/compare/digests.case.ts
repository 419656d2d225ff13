/** Made-up runs for tests of what is computed from them. */
import type { SeededDigest } from './comparison.ts';
import { emptyDigest, type Figure, type FigureName } from './digest.ts';

export interface MadeUp {
  readonly variation: string;
  readonly seed: string;
  readonly lost: number;
  readonly metastable?: boolean;
  readonly failed?: number;
  readonly figures?: Partial<Record<FigureName, Figure>>;
}

/** A run with pages of one workload, `web`: a hundred, of which `failed` failed. */
export function wholeRun({
  variation,
  seed,
  lost,
  metastable = false,
  failed = 0,
  figures = {},
}: MadeUp): SeededDigest {
  return {
    variation,
    seed,
    ended: 'whole',
    reasons: [],
    traceHash: '0123456789abcdef',
    metastable,
    figures: { ...emptyDigest('error', []).figures, goodputLost: lost, pagesFailed: failed / 100, ...figures },
    pages: [{ workload: 'web', count: 100, failed }],
    metrics: [],
  };
}

export function brokenRun(variation: string, seed: string, ended: 'invalid' | 'aborted' | 'error'): SeededDigest {
  const empty = emptyDigest('error', ['a reason']);
  return { variation, seed, ...empty, ended, figures: { ...empty.figures, goodputLost: 0.001 } };
}
