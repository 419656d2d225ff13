/** All toxics. A new one is a file here and a line below. */
import type { ToxicDefinition } from '../src/link/toxic.ts';
import { latency } from './latency.ts';
import { resetPeer } from './reset_peer.ts';
import { timeout } from './timeout.ts';

export const TOXICS: readonly ToxicDefinition[] = [latency, resetPeer, timeout];
