import type { Scenario } from '../scenario/define.ts';
import type { Screen } from './status-line.ts';

/** What the commands are given by `main.ts`, the composition root. */
export interface Cli {
  readonly scenarios: ReadonlyMap<string, Scenario>;
  readonly stdout: Screen;
  readonly stderr: Screen;
  /** Shows a file in the user's browser; rejects where that cannot be done. */
  readonly open: (path: string) => Promise<void>;
}

/** Colour only for people who look, and who have not declined: https://no-color.org. */
export function wantsColour(screen: Screen): boolean {
  return screen.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
}
