import { TOXICS } from '../../toxics/index.ts';
import { Link } from '../link/link.ts';
import { createRng } from '../world/rng.ts';

/** A link that nobody uses: it says whether one would take these toxics, and what they would look like. */
export function scratchLink(name: string): Link {
  return new Link({ from: '', to: name, toxics: TOXICS, rng: (stream) => createRng('scratch', stream) });
}
