/** The words of a command line that asks for the same again. Kept in results, so nothing secret and nothing of this machine. */
import { basename, isAbsolute, relative } from 'node:path';
import { HIDDEN } from '../scenario/external-nodes.ts';
import { readAssignment } from '../scenario/override.ts';

/** Lists are repeated options; `false` is declined; undefined was not given. */
export type GivenOptions = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Only options that bear on what comes out belong here: not where the files go, nor how many threads there are. */
export function again(command: 'run' | 'compare', scenario: string, options: GivenOptions): string[] {
  return [
    'brownout',
    command,
    portable(scenario),
    ...Object.entries(options).flatMap(([name, value]) => {
      if (value === undefined) return [];
      if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
      return [value].flat().flatMap((each) => option(name, name === 'set' ? withoutPassword(each) : each));
    }),
  ];
}

/** A value that begins with a dash would be taken for an option. */
function option(name: string, value: string): string[] {
  return value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value];
}

/** From here, where that is possible; of a file elsewhere only its name, for other machines have it elsewhere, too. */
function portable(scenario: string): string {
  if (!isAbsolute(scenario)) return scenario;
  const path = relative('.', scenario);
  return path.startsWith('..') || isAbsolute(path) ? `./${basename(scenario)}` : `./${path}`;
}

/** Of an external node; see `withoutPasswords`. */
function withoutPassword(assignment: string): string {
  const { path, value } = readAssignment(assignment);
  if (path.split('.').at(-1) === 'password') return `${path}=${HIDDEN}`;
  if (typeof value !== 'object' || !assignment.includes('password')) return assignment;
  const shown = JSON.stringify(value, (key, each: unknown) => (key === 'password' ? HIDDEN : each));
  return `${path}=${shown}`;
}
