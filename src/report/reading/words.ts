import { word } from './values.ts';

export const phaseName = word('warmup', 'baseline', 'fault', 'recovery');
export const connectionMode = word('persistent', 'per-request', 'leaky');
