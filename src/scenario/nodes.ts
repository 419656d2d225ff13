import { machineIndexOf } from '../cluster/plan.ts';
import type { ClusterSpec, NodePattern, NodePatterns } from './define.ts';

export type NodeKind = 'proxy' | 'backend' | 'machine';

type Sizes = Pick<ClusterSpec, 'machines' | 'proxies' | 'backends'>;

/** How many of a kind a cluster has. */
export function nodeCount(kind: NodeKind, { machines, proxies = machines, backends = machines }: Sizes): number {
  switch (kind) {
    case 'machine':
      return machines;
    case 'proxy':
      return proxies;
    case 'backend':
      return backends;
  }
}

/** `backend-1` … `backend-12`. */
export function nodeNames(kind: NodeKind, cluster: Sizes): string[] {
  return Array.from({ length: nodeCount(kind, cluster) }, (_, i) => `${kind}-${i + 1}`);
}

/** The names that a pattern means: `*` stands for any text, also none. */
export function matching(pattern: NodePattern, names: readonly string[]): string[] {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return names.filter((name) => name === pattern);
  return names.filter((name) => {
    if (!name.startsWith(head)) return false;
    let from = head.length;
    for (const part of rest) {
      const found = name.indexOf(part, from);
      if (found < 0) return false;
      from = found + part.length;
    }
    return name.length - tail.length >= from && name.endsWith(tail);
  });
}

/** The names that any of the patterns means, each once, in the order of the patterns. */
export function matchingAny(patterns: NodePatterns, names: readonly string[]): string[] {
  return [...new Set([patterns].flat().flatMap((pattern) => matching(pattern, names)))];
}

/** Our own nodes on the machine. */
export function nodesOn(machine: string, cluster: Sizes & Pick<ClusterSpec, 'nodes'>): string[] {
  const index = nodeNames('machine', cluster).indexOf(machine);
  return [...nodeNames('proxy', cluster), ...nodeNames('backend', cluster)].filter(
    (node) => machineIndexOf(node, cluster.machines) === index && !(node in (cluster.nodes ?? {})),
  );
}
