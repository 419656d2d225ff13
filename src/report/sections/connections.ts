import type { ConnectionMode } from '../../scenario/define.ts';
import type { ConnectionCounts, Result, WorkloadFigures } from '../../scenario/result.ts';
import { left, right, type Block, type Cell } from '../document.ts';
import { grouped, NOT_AVAILABLE } from '../format.ts';

/** Of the causes' columns. */
const WIDTH = 72;
const GAP = 2;

/** What causes mean, for a reader who has not met them. */
const GLOSSES: Readonly<Record<string, string>> = {
  reset: 'reset by the other side, its process killed included',
  'closed-by-server': 'closed by the server in peace, while the client still wanted it',
  'dropped-unauthenticated': 'closed by the server before the sign-in was over',
  refused: 'nobody listened there',
  'connect-timeout': 'no answer to the SYN in time: a full backlog, a silent network',
  'auth-timeout': 'it stood, and was not signed in within the time of the client',
  'auth-failed': 'the credentials were turned down',
  timeout: 'a reply was late, and the client drops the connection for it',
  'too-many-connections': 'accepted only to be told that there are too many',
  'no-descriptors': "the client's own machine had no descriptor left",
  'no-ports': "the client's own machine had no local port left",
  'protocol-error': 'what came was no memcached, or the answer to another request',
  'sign-in-shed': 'told that too many were signing in',
};

/** What one workload's clients did while they connected in one way. */
interface Use extends ConnectionCounts {
  readonly workload: WorkloadFigures;
  readonly mode: ConnectionMode;
  readonly pages: number;
}

/** What became of connections, by workload and mode; what broke them. */
export function connections({ incident }: Result): Block[] {
  const uses = incident.workloads.flatMap(usesOf);
  if (uses.length === 0) return [];
  const rows = uses.map(({ workload, mode, pages, ...counts }): Cell[] => [
    workload.name,
    mode,
    grouped(counts.tried),
    grouped(counts.signedIn),
    pages === 0 ? NOT_AVAILABLE : (counts.signedIn / pages).toFixed(2),
    grouped(counts.closed),
    counts.broken > 0 ? { text: grouped(counts.broken), tone: 'bad' } : '0',
    grouped(counts.turnedAway),
  ]);
  const columns = [
    left('workload'),
    left('connections'),
    right('tried'),
    right('signed in'),
    right('per page'),
    right('closed'),
    right('broken'),
    right('turned away'),
  ];
  const aside = 'closed: by their clients, in peace; turned away: not usable when they were wanted';
  return [{ kind: 'heading', text: 'Connections', aside }, { kind: 'table', columns, rows }, ...brokenOnes(uses)];
}

function usesOf(workload: WorkloadFigures): Use[] {
  return workload.connections.modes.map((counts): Use => ({ workload, ...counts }));
}

function of({ causes }: ConnectionCounts, cause: string): number {
  return causes.find((each) => each.cause === cause)?.count ?? 0;
}

function brokenOnes(uses: readonly Use[]): Block[] {
  const broken = uses.filter((use) => use.broken > 0);
  if (broken.length === 0) return [{ kind: 'paragraph', text: 'No connection broke.', tone: 'good' }];
  const total = (cause: string): number => uses.reduce((n, use) => n + of(use, cause), 0);
  const causes = [...new Set(broken.flatMap((use) => use.causes.map(({ cause }) => cause)))].sort(
    (a, b) => total(b) - total(a),
  );
  const shown = fitting(causes);
  const rest = causes.slice(shown.length);
  const all = grouped(broken.reduce((n, use) => n + use.broken, 0));
  return [
    { kind: 'caption', text: 'Broken connections, by cause', aside: `${all} in all` },
    {
      kind: 'table',
      columns: [
        left('workload'),
        left('connections'),
        ...shown.map((cause) => right(cause)),
        ...(rest.length > 0 ? [right('others')] : []),
      ],
      rows: broken.map((use): Cell[] => [
        use.workload.name,
        use.mode,
        ...shown.map((cause) => grouped(of(use, cause))),
        ...(rest.length > 0 ? [grouped(rest.reduce((n, cause) => n + of(use, cause), 0))] : []),
      ]),
    },
    {
      kind: 'facts',
      rows: causes.map((cause) => [cause, grouped(total(cause)), GLOSSES[cause] ?? '']),
      apart: true,
    },
  ];
}

/** The most frequent ones, as many as fit side by side. */
function fitting(causes: readonly string[]): string[] {
  let width = 0;
  return causes.filter((cause) => (width += cause.length + GAP) <= WIDTH);
}
