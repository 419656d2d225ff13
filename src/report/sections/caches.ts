import type { Result } from '../../scenario/result.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { grouped, NOT_AVAILABLE, percent, size } from '../format.ts';

/** Each customer's share of the cluster, and what became of it. */
export function caches({ incident }: Result): Block[] {
  if (incident.caches.length === 0) return [];
  const columns = [
    left('cache'),
    ...['hits', 'of gets', 'items', 'bytes', 'evictions', 'connections', 'sign-ins', 'over limit'].map((head) =>
      right(head),
    ),
  ];
  const rows = incident.caches.map((cache): Cell[] => {
    const gets = cache.hits + cache.misses;
    return [
      cache.name,
      grouped(cache.hits),
      gets === 0 ? NOT_AVAILABLE : percent(cache.hits / gets),
      grouped(cache.items),
      size(cache.bytes),
      grouped(cache.evictions),
      grouped(cache.connections),
      grouped(cache.authentications),
      cache.overLimit > 0 ? { text: grouped(cache.overLimit), tone: 'bad' } : '0',
    ];
  });
  return [
    {
      kind: 'heading',
      text: 'Caches',
      aside: 'over all nodes, at the end; over limit: sign-ins that the plan refused',
    },
    { kind: 'table', columns, rows },
  ];
}
