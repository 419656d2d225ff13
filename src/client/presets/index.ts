import type { ClientOptions } from '../options.ts';
import { disciplined } from './disciplined.ts';
import { django } from './django.ts';
import { memjsLegacy } from './memjs-legacy.ts';
import { pooled } from './pooled.ts';

export const presets = { 'memjs-legacy': memjsLegacy, disciplined, django, pooled } satisfies Record<
  string,
  ClientOptions
>;
export type PresetName = keyof typeof presets;
