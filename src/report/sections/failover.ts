import type { Result } from '../../scenario/result.ts';
import type { Block, Cell } from '../document.ts';
import { clock, percent, seconds, times } from '../format.ts';

/** Did the cluster see it, act on it, and come back? */
export function failover({ failover: figures, incident }: Result): Block[] {
  const { blastRadius, tippedProxy } = figures;
  const proxies = incident.proxies.length;
  const tip =
    figures.tip === 'never' ? '' : `${tippedProxy ?? 'a proxy'} first: new connections above 3x its own baseline`;
  const rows: [name: string, value: Cell, gloss: string][] = [
    ['herd tips over', clock(figures.tip), tip || 'no proxy saw 3x its own baseline of new connections'],
    ['time to detect', seconds(figures.timeToDetect), 'from the fault until somebody was told'],
    ['time to eject', seconds(figures.timeToEject), 'until the sick backends were out of the rings'],
    ['ejection precision', percent(figures.ejectionPrecision), 'of ejections, those of sick backends'],
    ['time to first harm', seconds(figures.timeToFirstHarm), 'until the first window that violates the SLO'],
    ['time to recover', seconds(figures.timeToRecover), 'until the last window that violates the SLO was over'],
    [
      'hysteresis',
      seconds(figures.hysteresis),
      `how long the harm outlived the fault${metastable(figures.metastable)}`,
    ],
    ['affected proxies', `${figures.affectedProxies} of ${proxies}`, 'new connections above 3x their own baseline'],
    ['connection herd', times(figures.connectionHerd), "worst proxy's new connections over its baseline"],
    ['herd factor', times(figures.herdFactor), "worst healthy backend's load over its baseline"],
    ['retry amplification', times(figures.retryAmplification), 'requests on the wire for each that was wanted'],
    ['goodput loss', percent(figures.goodputLoss), 'of the answers in time that the control gave'],
    ['blast radius', percent(blastRadius.keys), 'of keys touched'],
    ['', percent(blastRadius.clients), 'of clients touched'],
    ['', percent(blastRadius.proxies), 'of proxies touched'],
  ];
  return [
    { kind: 'heading', text: 'Failover' },
    { kind: 'facts', rows },
  ];
}

function metastable(value: boolean | null): string {
  return value === null ? '' : value ? ': metastable' : ': not metastable';
}
