/** Randomness that nobody can repeat: for what has to be secret or of its own kind, and is no part of a run. */
import { randomBytes } from 'node:crypto';

/** 32 hexadecimal digits: nothing that needs quoting anywhere. */
export function unpredictable(): string {
  return randomBytes(16).toString('hex');
}
