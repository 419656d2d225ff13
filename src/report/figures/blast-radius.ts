/** Whom the fault put below the SLO, as shares. */
import type { Result } from '../../scenario/result.ts';
import { left, right, type Cell } from '../document.ts';
import { percent } from '../format.ts';
import type { Markup } from '../html/markup.ts';
import { figure, type Drawing, type Sheet } from './figure.ts';
import { textWidth } from './lettering.ts';
import { box, label } from './marks.ts';
import { phaseWords } from './phase-words.ts';
import { linear } from './scale.ts';

const ROW = 26;
const BAR = 14;

interface Hurt {
  readonly name: string;
  readonly says: string;
  readonly share: number;
}

/** Null where nobody was hurt, or nobody can tell. */
export function blastRadius(result: Result, id = 'blast-radius'): Markup | null {
  const { failover, incident } = result;
  const { keys, tenants, clients, proxies } = failover.blastRadius;
  const hasCaches = incident.caches.length > 0;
  const all = [
    { name: 'keys', says: 'by how often they are asked for', share: keys },
    { name: hasCaches ? 'caches' : 'workloads', says: 'each counts as one', share: tenants },
    { name: 'clients', says: 'one by one', share: clients },
    { name: 'proxies', says: 'by the clients whose first proxy they are', share: proxies },
  ].flatMap(({ share, ...rest }): Hurt[] => (share === null ? [] : [{ ...rest, share }]));
  if (!all.some(({ share }) => share > 0)) return null;
  return figure({
    id,
    title: 'Blast radius',
    says:
      `Shares below the SLO ${phaseWords(result).during}: more than one in a hundred of their operations failed or took longer than the ` +
      "SLO's p99.",
    draw: (sheet) => draw(all, sheet),
    table: {
      columns: [left('of'), right('hurt'), left('counted')],
      rows: all.map(({ name, says, share }): Cell[] => [name, percent(share), says]),
    },
  });
}

function draw(all: readonly Hurt[], { width }: Sheet): Drawing {
  const names = Math.max(...all.map(({ name }) => textWidth(name))) + 14;
  const to = width - textWidth('99.9 %') - 10;
  const x = linear([0, 1], [names, to]);
  const marks = all.map(({ name, says, share }, i) => {
    const y = 4 + i * ROW;
    const bar = { x: names, y: y + (ROW - BAR) / 2, height: BAR };
    return [
      label({ x: 0, y: y + 18 }, name),
      box('lane', { ...bar, width: to - names }),
      box('hurt', { ...bar, width: x(share) - names }, `${percent(share)} of ${name}, ${says}`),
      label({ x: width, y: y + 18 }, percent(share), 'end'),
    ];
  });
  return { height: 8 + all.length * ROW, marks };
}
