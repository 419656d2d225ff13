import { existsSync, realpathSync } from 'node:fs';
import type { PairOptions } from '../execute/run-pair.ts';
import { badValue } from '../scenario/errors.ts';
import { withoutPasswords } from '../scenario/external-nodes.ts';
import type { LinkPanel } from '../scenario/link-panel.ts';
import { serveToxiproxy, type ToxiproxyServer } from '../toxiproxy/http-server.ts';
import { Links } from '../toxiproxy/links.ts';
import { DataFile } from './data-file.ts';
import { whole } from './memcached-options.ts';
import type { Screen } from './status-line.ts';

export interface LinkControlArgs {
  /** The port; 0: any that is free. */
  readonly toxiproxy?: string | undefined;
  /** Where the scenario goes, with what was done. */
  readonly record?: string | undefined;
  /** Its file, or its id. */
  readonly scenario: string;
}

/** Who changes the links of a run by hand while it goes on. */
export interface LinkControl {
  readonly options: Pick<PairOptions, 'onLinks'>;
  /** Keeps what was done, if that is wanted. Returns the paths of what was written. */
  save(seed: string): string[];
}

/** Toxiproxy's control API over the links of a run, where it is asked for. Throws `BadInput`. */
export function linkControl(
  { toxiproxy, record, scenario }: LinkControlArgs,
  world: 'virtual' | 'live',
  screen: Screen,
): LinkControl {
  if (toxiproxy === undefined) {
    if (record !== undefined) throw badValue('--record', '--toxiproxy, by which something can be done', record);
    return { options: {}, save: () => [] };
  }
  if (world === 'virtual') {
    throw badValue('--toxiproxy', '--world live, for virtual time is over before anybody can call', toxiproxy);
  }
  const port = whole(toxiproxy, '--toxiproxy', 0, 65_535);
  const file = record === undefined ? null : recordingOf(record, scenario);
  let panel: LinkPanel | null = null;
  return {
    options: {
      onLinks: async (given) => {
        const server = await served(given, port);
        panel = given;
        const [first] = given.links;
        const such = first === undefined ? '' : `, such as ${first.from}:${first.to}`;
        screen.write(
          `brownout: Toxiproxy's API on http://${server.address} changes ${given.links.length} links${such}\n`,
        );
        let closed: Promise<void> | null = null;
        return () => (closed ??= server.close());
      },
    },
    save(seed) {
      if (file === null || panel === null) return [];
      const { scenario: recorded, lost } = panel.recorded();
      if (lost > 0) screen.write(`brownout: ${lost} actions were too many, and are not in ${file.path}\n`);
      if (Object.values(recorded.cluster.nodes ?? {}).some(({ password }) => password !== undefined)) {
        screen.write(`brownout: ${file.path} has no passwords: --set them to run it\n`);
      }
      return [file.write({ ...withoutPasswords(recorded), seed })];
    },
  };
}

function recordingOf(path: string, scenario: string): DataFile {
  // What is run now must stay.
  if (existsSync(path) && existsSync(scenario) && realpathSync(path) === realpathSync(scenario)) {
    throw badValue('--record', 'another file than the scenario that is run', path);
  }
  return new DataFile(path, '--record');
}

async function served(panel: LinkPanel, port: number): Promise<ToxiproxyServer> {
  try {
    return await serveToxiproxy({ proxies: new Links(panel), port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw badValue('--toxiproxy', 'a port that nobody listens on', port);
    if (code === 'EACCES') throw badValue('--toxiproxy', 'a port that this user may listen on', port);
    throw error;
  }
}
