import type { ClientOptions } from '../options.ts';
import { dalli } from './dalli.ts';
import { disciplined } from './disciplined.ts';
import { djangoPersistent } from './django-persistent.ts';
import { django } from './django.ts';
import { memjsLegacy } from './memjs-legacy.ts';
import { npmMemcached } from './npm-memcached.ts';
import { pooled } from './pooled.ts';
import { pylibmc } from './pylibmc.ts';
import { pymemcache } from './pymemcache.ts';

export const presets = {
  'memjs-legacy': memjsLegacy,
  disciplined,
  django,
  pooled,
  'django-persistent': djangoPersistent,
  'npm-memcached': npmMemcached,
  pymemcache,
  pylibmc,
  dalli,
} satisfies Record<string, ClientOptions>;

export type PresetName = keyof typeof presets;

// Object.keys is typed string[]; the object is closed.
export const PRESET_NAMES = Object.keys(presets) as PresetName[];
