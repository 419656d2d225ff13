import type { Result } from '../../scenario/result.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { clock, rate, times } from '../format.ts';

/** Proxies shown: those that the herd came to, in the order in which it did. */
const SHOWN = 12;

/** How the herd of new connections went from proxy to proxy. */
export function herd({ failover }: Result): Block[] {
  const hit = failover.herd
    .flatMap((proxy) => (proxy.tippedAt === 'never' ? [] : [{ ...proxy, tippedAt: proxy.tippedAt }]))
    .sort((a, b) => a.tippedAt - b.tippedAt || b.ratio - a.ratio);
  if (hit.length === 0) return [];
  const rows = hit
    .slice(0, SHOWN)
    .map(({ proxy, tippedAt, baseline, peak, peakAt, ratio }): Cell[] => [
      proxy,
      { text: clock(tippedAt), tone: 'bad' },
      rate(baseline),
      rate(peak),
      clock(peakAt),
      times(ratio),
    ]);
  const of = hit.length > SHOWN ? `the first ${SHOWN} of ${hit.length} proxies` : 'proxy by proxy';
  return [
    { kind: 'caption', text: 'The way of the herd', aside: `new connections per second, ${of}` },
    {
      kind: 'table',
      columns: [left('proxy'), right('above 3x'), right('before'), right('at most'), right('when'), right('of before')],
      rows,
    },
  ];
}
