import type { Scenario } from '../scenario/define.ts';
import type { TextOptions } from '../report/text.ts';
import type { Screen } from './status-line.ts';

/** What the commands are given by `main.ts`, the composition root. */
export interface Cli {
  readonly scenarios: ReadonlyMap<string, Scenario>;
  readonly stdout: Screen;
  readonly stderr: Screen;
  /** Shows a file in the user's browser; rejects where that cannot be done. */
  readonly open: (path: string) => Promise<void>;
}

/**
 * Colour only for people who look, and who have not declined: https://no-color.org. FORCE_COLOR asks for it elsewhere, too,
 * unless it is 0 or false; https://force-color.org.
 */
export function wantsColour(screen: Screen): boolean {
  const { NO_COLOR: declined, FORCE_COLOR: forced, TERM: terminal } = process.env;
  if (declined) return false;
  if (forced) return forced !== '0' && forced !== 'false';
  return screen.isTTY === true && terminal !== 'dumb';
}

/** What a report is written for: as wide as the terminal; elsewhere, always the same. */
export function lookOf(screen: Screen): TextOptions {
  const columns = screen.isTTY === true ? screen.columns : undefined;
  return { colour: wantsColour(screen), ...(columns !== undefined && columns > 0 && { columns }) };
}
