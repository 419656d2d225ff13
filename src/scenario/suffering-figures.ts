/** Whom the fault's phase hurt: what a blast radius is computed from. */
import { Suffering, type Tally } from '../measure/suffering.ts';
import type { ResolvedScenario, ResolvedWorkload } from './resolve.ts';

/** How many operations, and how many of them failed or were slower than the SLO's p99. */
export interface Asked {
  readonly name: string;
  readonly operations: number;
  readonly bad: number;
}

export interface SufferingFigures {
  readonly workload: string;
  /** Client processes that asked for something, and those of them below the SLO. */
  readonly clientsSeen: number;
  readonly clientsHurt: number;
  /** By the client's first proxy. */
  readonly proxies: readonly Asked[];
  /** By the backend that holds the key while none is ejected. */
  readonly backends: readonly Asked[];
}

/** Of what a p99 says nothing: below the SLO is who has more bad ones. */
const BAD_MAX = 0.01;

export function isHurt({ operations, bad }: Pick<Asked, 'operations' | 'bad'>): boolean {
  return bad > BAD_MAX * operations;
}

export function newSuffering({ cluster, phases, slo }: ResolvedScenario, { options }: ResolvedWorkload): Suffering {
  const phase = phases.findIndex(({ name }) => name === 'fault');
  return new Suffering({ clients: options.clients, backends: cluster.backends, phase, limit: slo.p99 });
}

interface Sufferer {
  readonly generator: { readonly name: string; readonly homes: ArrayLike<number> };
  readonly suffering: Suffering;
}

/** `proxies`, `backends`: their names, by number. */
export function sufferingFigures(
  { generator, suffering }: Sufferer,
  proxies: readonly string[],
  backends: readonly string[],
): SufferingFigures {
  const { byClient, byBackend } = suffering;
  const clients = asked(byClient);
  const atHome = proxies.map((name) => ({ name, operations: 0, bad: 0 }));
  clients.forEach(({ operations, bad }, client) => {
    const home = atHome[generator.homes[client]!]!;
    home.operations += operations;
    home.bad += bad;
  });
  const seen = clients.filter(({ operations }) => operations > 0);
  return {
    workload: generator.name,
    clientsSeen: seen.length,
    clientsHurt: seen.filter(isHurt).length,
    proxies: atHome,
    backends: asked(byBackend).map((each, i) => ({ name: backends[i]!, ...each })),
  };
}

function asked({ operations, bad }: Tally): { operations: number; bad: number }[] {
  return Array.from(operations, (count, i) => ({ operations: count, bad: bad[i]! }));
}
