import type { ClusterSpec, NodePattern } from './define.ts';

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
