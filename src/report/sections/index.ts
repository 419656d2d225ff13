/** A report's sections in their order. */
import type { Result } from '../../scenario/result.ts';
import type { Block } from '../document.ts';
import { caches } from './caches.ts';
import { connections } from './connections.ts';
import { credentials } from './credentials.ts';
import { descriptors } from './descriptors.ts';
import { expectations } from './expectations.ts';
import { failover } from './failover.ts';
import { happened } from './happened.ts';
import { health } from './health.ts';
import { herd } from './herd.ts';
import { hurt } from './hurt.ts';
import { modes } from './modes.ts';
import { oncall } from './oncall.ts';
import { origin } from './origin.ts';
import { pages } from './pages.ts';
import { phases } from './phases.ts';
import { pictures } from './pictures.ts';
import { summary } from './summary.ts';
import { turnedAway } from './turned-away.ts';
import { workloads } from './workloads.ts';

export const SECTIONS: readonly ((result: Result) => Block[])[] = [
  summary,
  happened,
  hurt,
  oncall,
  pictures,
  pages,
  origin,
  modes,
  workloads,
  connections,
  turnedAway,
  descriptors,
  caches,
  credentials,
  failover,
  herd,
  phases,
  expectations,
  health,
];

/** All of a run. */
export function runDocument(result: Result): Block[] {
  return SECTIONS.flatMap((section) => section(result));
}
