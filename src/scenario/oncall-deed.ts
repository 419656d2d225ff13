/** What a person on call does, by the same means as a timeline's entries. */
import type { Cluster } from '../cluster/cluster.ts';
import type { Scrape } from '../oncall/reading.ts';
import { suspects } from '../oncall/suspects.ts';
import type { Generator } from '../workload/generator.ts';
import type { Scenario } from './define.ts';
import { namedNodes } from './oncall-check.ts';
import { addProxies } from './oncall-proxies.ts';
import type { ResolvedOncall } from './resolve-oncall.ts';
import { befall } from './timeline-faults.ts';

export interface Deed {
  /** Empty: there was nothing left to do. */
  readonly nodes: readonly string[];
  readonly says: string;
}

export interface DeedOptions {
  readonly by: string;
  readonly cluster: Cluster;
  readonly scenario: Scenario;
  readonly generators: readonly Generator[];
  /** The last that the person can see. */
  readonly scrapes: readonly Scrape[];
}

/** Does it, and says what was done. */
export function perform({ action, atMost }: ResolvedOncall, options: DeedOptions): Deed {
  const { by, cluster, scenario, scrapes, generators } = options;
  if (action.do === 'add-proxies') {
    const nodes = addProxies(cluster.servers, scenario, generators);
    if (nodes.length === 0) return { nodes, says: `${by} finds nothing left to do: all proxies are known` };
    return { nodes, says: `${nodes.join(', ')}: added by ${by}, in a release of all clients` };
  }
  const chosen = action.do === 'eject' ? action.backends : action.nodes;
  const found = chosen === 'suspects' ? suspects(scrapes, atMost) : [];
  const nodes = chosen === 'suspects' ? found.map(({ backend }) => backend) : namedNodes(chosen, action.do, scenario);
  if (nodes.length === 0) {
    return { nodes, says: `${by} finds nothing left to do: no backend stands out among its peers` };
  }
  const why = found.map(({ backend, says }) => `${backend}: ${says}`).join('; ');
  const because = why === '' ? '' : ` (${why})`;
  if (action.do === 'restart') {
    befall({ at: '0s', do: 'restart', nodes }, undefined, scenario, cluster);
    return { nodes, says: `${nodes.join(', ')}: restarted by ${by}${because}` };
  }
  cluster.inject({ kind: 'eject', backends: nodes, proxies: cluster.proxies.map(({ name }) => name), by });
  return { nodes, says: `${nodes.join(', ')}: ejected by ${by}${because}` };
}
