import type { ArgsDef, CommandDef } from 'citty';

/** What a command takes beyond what citty can tell. */
export interface ArgumentRules {
  /** Options that may be given several times. */
  readonly repeatable?: readonly string[];
  /** The last positional may be given several times. @default false */
  readonly rest?: boolean;
  /** Options whose values no message may show. */
  readonly secret?: readonly string[];
  /** Options of other programs, without their dashes, and what to do instead. */
  readonly instead?: ReadonlyMap<string, string>;
}

/** A command of the command line. `run` resolves to the exit code. */
export interface Command {
  readonly args: ArgsDef;
  readonly rules: ArgumentRules;
  readonly definition: CommandDef;
}
