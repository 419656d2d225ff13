import type { ArgsDef, CommandDef } from 'citty';

/** A command of the command line. `run` resolves to the exit code. */
export interface Command {
  readonly args: ArgsDef;
  /** Options that may be given several times. */
  readonly repeatable: readonly string[];
  readonly definition: CommandDef;
}
