import type { Toxic } from './placed-toxic.ts';
import type { Stream } from './toxic.ts';

/** What has happened on a link. `hit`: a toxic has something to do with a connection for the first time. */
export type LinkEvent =
  | { readonly kind: 'added' | 'updated' | 'removed'; readonly toxic: Toxic }
  | { readonly kind: 'down' | 'up' }
  | { readonly kind: 'opened' | 'closed'; readonly connection: number; readonly source: string }
  | { readonly kind: 'hit'; readonly connection: number; readonly toxic: string; readonly stream: Stream };
