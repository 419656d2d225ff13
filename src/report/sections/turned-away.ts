import type { ConnectionFigures, ProxyFigures, Result, WorkloadFigures } from '../../scenario/result.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { clock, grouped, percent } from '../format.ts';
import { highest } from '../sparkline.ts';

/** The worst proxies are named as far as they fit in so many characters, at least one of them. */
const BY_WIDTH = 44;
const PROXIES_SHOWN = 6;

/** Whose connections were not usable when they were wanted: how many, since when, and by which proxies. */
export function turnedAway({ incident }: Result): Block[] {
  const victims = incident.workloads.filter(({ connections }) => connections.all.turnedAway > 0);
  if (victims.length === 0) return [];
  return [
    { kind: 'heading', text: 'Turned away', aside: 'connections that were not usable when their clients wanted them' },
    {
      kind: 'table',
      columns: [
        left('workload'),
        right('turned away'),
        right('of tried'),
        right('first'),
        right('last'),
        right('waiting'),
        left('by'),
      ],
      rows: victims.map(row),
    },
    { kind: 'paragraph', text: 'waiting: most that stood in line at once, at the end of a window.', tone: 'quiet' },
    ...doors(incident.proxies, victims),
  ];
}

function row({ name, connections: { all, turnedAwayBy, series } }: WorkloadFigures): Cell[] {
  return [
    name,
    { text: grouped(all.turnedAway), tone: 'bad' },
    percent(all.turnedAway / all.tried),
    clock(Math.min(...turnedAwayBy.map(({ first }) => first))),
    clock(Math.max(...turnedAwayBy.map(({ last }) => last))),
    grouped(highest(series.waiting) ?? 0),
    by(turnedAwayBy),
  ];
}

function by(proxies: ConnectionFigures['turnedAwayBy']): string {
  const named = [...proxies].sort((a, b) => b.count - a.count).map(({ proxy, count }) => `${proxy} ${grouped(count)}`);
  let shown = named.length;
  const text = (): string => [...named.slice(0, shown), ...rest(named.length - shown)].join(', ');
  while (shown > 1 && text().length > BY_WIDTH) shown--;
  return text();
}

function rest(others: number): string[] {
  return others > 0 ? [`${others} more`] : [];
}

/** What the proxies themselves know of it. */
function doors(proxies: readonly ProxyFigures[], victims: readonly WorkloadFigures[]): Block[] {
  const rows = proxies.flatMap((proxy): { count: number; cells: Cell[] }[] => {
    const mine = victims.flatMap(({ connections }) =>
      connections.turnedAwayBy.filter((one) => one.proxy === proxy.name),
    );
    const count = mine.reduce((n, one) => n + one.count, 0);
    if (count === 0) return [];
    const cells = [
      proxy.name,
      grouped(count),
      clock(Math.min(...mine.map(({ first }) => first))),
      clock(Math.max(...mine.map(({ last }) => last))),
      grouped(highest(proxy.backlog) ?? 0),
      grouped(proxy.synsDropped),
      grouped(proxy.turnedAway),
      grouped(proxy.droppedUnauthenticated),
    ];
    return [{ count, cells }];
  });
  const worst = rows.sort((a, b) => b.count - a.count).slice(0, PROXIES_SHOWN);
  const columns = ['turned away', 'first', 'last', 'backlog', 'SYNs dropped', 'told too many', 'not signed in'];
  const aside = rows.length > worst.length ? `the worst ${worst.length} of ${rows.length}` : undefined;
  return [
    { kind: 'caption', text: 'At the proxies', ...(aside === undefined ? {} : { aside }) },
    {
      kind: 'table',
      columns: [left('proxy'), ...columns.map((head) => right(head))],
      rows: worst.map(({ cells }) => cells),
    },
    {
      kind: 'paragraph',
      text: 'backlog: most connections that the kernel had completed and the proxy had not accepted, at the end of a window.',
      tone: 'quiet',
    },
  ];
}
