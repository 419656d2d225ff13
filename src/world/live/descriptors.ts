import { readFileSync } from 'node:fs';

/** What is assumed where the system does not tell; macOS allows a process this many. */
const UNKNOWN = 10_240;

/** How many descriptors this process may have. (At its start node raises the soft limit to the hard one.) */
export function descriptorLimit(): number {
  try {
    const limit = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];
    return limit === undefined ? UNKNOWN : Number(limit);
  } catch {
    // No Linux.
    return UNKNOWN;
  }
}
