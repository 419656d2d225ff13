/** Nodes of a cluster that somebody else runs: what a scenario may ask of them, and what its report has to say. */
import type { External } from '../cluster/nodes.ts';
import { assertAllowed, parseEndpoint } from '../world/live/foreign.ts';
import type { ClusterSpec, NodePattern, Scenario, TimelineEntry } from './define.ts';
import { BadInput, badValue } from './errors.ts';
import { linksTouched } from './links.ts';
import { matching, nodeNames } from './nodes.ts';
import { didYouMean, oneOf } from './words.ts';

export interface ExternalSpec {
  /** `host:port` of a memcached, or of a router before some; on this machine's loopback. */
  readonly external: string;
  /** With `password`: who signs in by SASL, our proxies to a backend, our clients to a proxy. @default nobody has to */
  readonly user?: string;
  /** Never shown: neither in results nor in messages. */
  readonly password?: string;
}

/** In place of a password. */
export const HIDDEN = '(not shown)';

/** By name, as a cluster takes them. */
export function resolveExternal({ nodes = {} }: ClusterSpec): ReadonlyMap<string, External> {
  return new Map(
    Object.entries(nodes).map(([name, { external, user, password }]) => {
      const signIn = user === undefined || password === undefined ? null : { user, password };
      return [name, { address: external, signIn }];
    }),
  );
}

/** A copy to be shown. */
export function withoutPasswords(scenario: Scenario): Scenario {
  const { nodes } = scenario.cluster;
  if (nodes === undefined) return scenario;
  const shown = Object.entries(nodes).map(([name, node]): [string, ExternalSpec] => [
    name,
    node.password === undefined ? node : { ...node, password: HIDDEN },
  ]);
  return { ...scenario, cluster: { ...scenario.cluster, nodes: Object.fromEntries(shown) } };
}

/** What a reader has to know, in sentences. */
export function externalRemarks({ cluster }: Scenario): string[] {
  return Object.entries(cluster.nodes ?? {}).map(([name, { external }]) =>
    isProxy(name)
      ? `${name} is external (${external}): what it does is not known, so counts are compared among clients only.`
      : `${name} is external (${external}): its figures are its own statistics, asked for once a second; its CPU and queues are not known.`,
  );
}

/** Throws `BadInput` for what cannot be done with somebody else's node. */
export function checkExternals(scenario: Scenario, where: string): void {
  const { cluster, timeline } = scenario;
  const nodes = Object.entries(cluster.nodes ?? {});
  const known = [...nodeNames('proxy', cluster), ...nodeNames('backend', cluster)];
  for (const [name, spec] of nodes) {
    const at = `${where}: cluster.nodes`;
    if (!known.includes(name)) {
      const expected = badValue(at, `a proxy or backend of this cluster (${oneOf(known)})`, name).message;
      throw new BadInput(`${expected}${didYouMean(name, known)}`);
    }
    checkSpec(spec, `${at}.${name}`);
  }
  if (nodes.length > 0 && cluster.caches !== undefined) {
    const why = 'none, for only our own nodes keep caches (cluster.caches) apart';
    throw badValue(`${where}: cluster.nodes`, why, nodes[0]![0]);
  }
  const names = nodes.map(([name]) => name);
  timeline.forEach((entry, i) => checkEntry(entry, names, scenario, `${where}: timeline.${i}`));
}

function checkSpec({ external, user, password }: ExternalSpec, where: string): void {
  const expected = `host:port on loopback, such as '127.0.0.1:11211'`;
  if (!isOnLoopback(external)) throw badValue(`${where}.external`, expected, external);
  if ((user === undefined) === (password === undefined)) return;
  throw new BadInput(`${where}: expected user and password, or neither, got one of them`);
}

function isOnLoopback(address: string): boolean {
  try {
    const endpoint = parseEndpoint(address);
    if (endpoint === null) return false;
    assertAllowed(endpoint.host, []);
    return true;
  } catch {
    // Another host, or a port that none can have.
    return false;
  }
}

/** Faults need the process in hand, or a link whose one end is ours. */
function checkEntry(entry: TimelineEntry, names: readonly string[], scenario: Scenario, where: string): void {
  const refuse = (pattern: NodePattern, at: string, of: readonly string[], why: string): void => {
    const [name] = matching(pattern, of);
    if (name !== undefined) throw badValue(`${where}.${at}`, `no external node (${name}), ${why}`, pattern);
  };
  const proxies = names.filter(isProxy);
  if ('nodes' in entry) {
    entry.nodes.forEach((pattern, i) => refuse(pattern, `nodes.${i}`, names, 'for its process is not in our hands'));
  }
  if (entry.do === 'eject') {
    (entry.proxies ?? ['proxy-*']).forEach((pattern, i) =>
      refuse(pattern, `proxies.${i}`, proxies, 'for its ring is not in our hands'),
    );
  }
  const touched = linksTouched(entry, scenario).find(({ from }) => proxies.includes(from));
  if (touched === undefined) return;
  const at = 'link' in entry ? 'link.from' : entry.do;
  const got = 'link' in entry && typeof entry.link.from === 'string' ? entry.link.from : touched.from;
  throw badValue(`${where}.${at}`, `no external node (${touched.from}), for its links to backends are not ours`, got);
}

function isProxy(name: string): boolean {
  return name.startsWith('proxy-');
}
