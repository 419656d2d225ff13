import type { Result } from '../../scenario/result.ts';
import type { CredentialAtProxy, CredentialFigures } from '../../scenario/tenancy-figures.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { clock, grouped, seconds } from '../format.ts';

const COLUMNS = [
  left('workload'),
  left('credential'),
  left('proxy'),
  right('answered'),
  right('failed'),
  right('from'),
  right('to'),
  right('for'),
  right('worked on'),
];

/** How each proxy took the workloads' credentials. Those at which nothing was amiss share a row. */
export function credentials({ incident }: Result): Block[] {
  const used = incident.credentials.filter(({ proxies }) => proxies.length > 0);
  if (used.length === 0) return [];
  return [
    {
      kind: 'heading',
      text: 'Credentials, proxy by proxy',
      aside: 'attempts; worked on: from the revocation to the last answer',
    },
    { kind: 'table', columns: COLUMNS, rows: used.flatMap(rowsOf) },
  ];
}

function rowsOf({ workload, credential, proxies }: CredentialFigures): Cell[][] {
  const amiss = proxies.filter(({ failed, workedOn }) => failed > 0 || workedOn !== null);
  const well = proxies.filter((proxy) => !amiss.includes(proxy));
  const rows = amiss.map(row);
  if (well.length > 0) {
    const answered = grouped(well.reduce((n, proxy) => n + proxy.answered, 0));
    const name = amiss.length === 0 ? 'all' : `${well.length} others`;
    rows.push([well.length === 1 ? well[0]!.proxy : name, answered, '0']);
  }
  const user = credential.slice(credential.indexOf('/') + 1);
  return rows.map((cells, i) => [...(i === 0 ? [workload, user] : ['', '']), ...cells]);
}

function row(at: CredentialAtProxy): Cell[] {
  const worked = at.workedOn === null ? '' : seconds(at.workedOn);
  if (at.failed === 0) return [at.proxy, grouped(at.answered), '0', '', '', '', worked];
  const failed: Cell = { text: grouped(at.failed), tone: 'bad' };
  const span = [clock(at.firstFailure), clock(at.lastFailure), seconds(at.failedFor)];
  return [at.proxy, grouped(at.answered), failed, ...span, worked];
}
