import { defineScenario, type Time, type WorkloadSpec } from '../src/scenario/define.ts';

/** So many, that the baseline has the 10,000 pages that a p99 takes. */
const PAGES_PER_SECOND = 62;
/** When the release that leaks goes out, when it is rolled back. */
const [RELEASE, ROLLBACK] = ['0s', '120s'] as const satisfies Time[];

/** A web application whose pages make so many look-ups, one after the other, over persistent connections. */
function persistent(operations: number): WorkloadSpec {
  return {
    clients: 30,
    client: { preset: 'pooled' },
    rate: PAGES_PER_SECOND * operations,
    page: { operations, order: 'sequential', onFailure: 'give-up' },
    keys: { count: 2_000 },
    values: { bytes: 100 },
    setPercent: 5,
  };
}

/** The same, over a connection for each page. */
function perRequest(operations: number): WorkloadSpec {
  return { ...persistent(operations), client: { preset: 'django' } };
}

/**
 * Django closed its memcached connection at the end of each request (ticket 11331): with sign-in, three round trips
 * before the first look-up of every page. It did so as the fix of an older bug (ticket 5133), in which connections were
 * never closed until the server ran out of descriptors. Here both are seen side by side, persistent connections beside
 * them; and what befalls the others when a release brings the older bug back.
 *
 * A scale model: the tables have the 1,024 entries that were common for a process, and there are three machines. Clients
 * are across zones from their proxies, half a millisecond away, so that round trips weigh more than anybody's CPU.
 */
export default defineScenario({
  title: 'A connection for each request costs three round trips; not closing it costs everybody the server',
  story:
    'Four web applications keep their connections, four open one for each page and close it, as Django did. A ninth, ' +
    '"shop", does so too, until a release stops the closing without keeping anything. Nobody notices, until the ' +
    'machines of the proxies are out of descriptors: from then on whoever has to connect is turned away, the ' +
    'innocent as well, while those that keep their connections feel nothing. Then one of them is restarted for a ' +
    'reason of its own, then somebody restarts a proxy, and at last the release is rolled back.',
  cluster: {
    machines: 3,
    cores: 2,
    fileLimit: 1024,
    backend: { serviceTime: { fixed: '6us', exponential: '2us' } },
    proxy: { cpu: '10us', authentication: { time: '50us', servers: 1, dropAfter: '3s' } },
    links: { clientToProxy: '500us', proxyToBackend: '20us' },
  },
  workloads: {
    'persistent-1': persistent(1),
    'per-request-1': perRequest(1),
    'persistent-2': persistent(2),
    'per-request-2': perRequest(2),
    'persistent-5': persistent(5),
    'per-request-5': perRequest(5),
    'persistent-10': persistent(10),
    'per-request-10': perRequest(10),
    shop: { ...perRequest(2), rate: 2 * 150 },
  },
  phases: { warmup: '-190s', baseline: '-170s', fault: RELEASE, recovery: ROLLBACK, end: '150s' },
  timeline: [
    { at: RELEASE, for: ROLLBACK, do: 'deploy', workloads: ['shop'], client: { mode: 'leaky' } },
    { at: '30s', do: 'note', kind: 'alert', says: 'customers complain of broken connections' },
    { at: '60s', do: 'deploy', workloads: ['persistent-5'] },
    { at: '90s', do: 'note', says: 'somebody restarts proxy-1, to be rid of its connections' },
    { at: '90s', for: '5s', do: 'crash', nodes: ['proxy-1'] },
  ],
  slo: { p99: '50ms' },
  expectations: [
    {
      says: 'a page of one look-up takes four times as long over a connection of its own: 4 round trips for 1',
      metric: 'incident.per-request-1.baseline.pages.p50',
      above: 3.84,
      below: 4.16,
      of: 'incident.persistent-1.baseline.pages.p50',
    },
    {
      says: 'a page of two takes two and a half times as long: 5 for 2',
      metric: 'incident.per-request-2.baseline.pages.p50',
      above: 2.4,
      below: 2.6,
      of: 'incident.persistent-2.baseline.pages.p50',
    },
    {
      says: 'a page of five takes 1.6 times as long: 8 for 5',
      metric: 'incident.per-request-5.baseline.pages.p50',
      above: 1.55,
      below: 1.65,
      of: 'incident.persistent-5.baseline.pages.p50',
    },
    {
      says: 'a page of ten takes 1.3 times as long: 13 for 10',
      metric: 'incident.per-request-10.baseline.pages.p50',
      above: 1.26,
      below: 1.34,
      of: 'incident.persistent-10.baseline.pages.p50',
    },
    {
      says: 'one sign-in for each page, however many look-ups it has',
      metric: 'incident.per-request-10.baseline.connections.signedIn',
      above: 0.99,
      below: 1.01,
      of: 'incident.per-request-10.baseline.pages.count',
    },
    {
      says: 'and none over persistent connections, once they stand',
      metric: 'incident.persistent-10.baseline.connections.signedIn',
      below: 1,
    },
    {
      says: 'without the release no connection breaks all day',
      metric: 'control.connections.broken',
      below: 1,
    },
    {
      says: 'the release fills the tables of all three machines',
      metric: 'incident.descriptors.machinesFull',
      above: 2,
    },
    {
      says: 'within 15 to 30 seconds',
      metric: 'incident.descriptors.firstFullAt',
      above: 15,
      below: 30,
    },
    {
      says: 'only then does anybody notice, and at once: innocents who open a connection for each page',
      metric: 'incident.per-request-1.pages.firstFailedAt',
      above: 1,
      below: 1.3,
      of: 'incident.descriptors.firstFullAt',
    },
    {
      says: 'most of their pages fail until the release is rolled back',
      metric: 'incident.per-request-1.fault.pages.failedShare',
      above: 0.6,
    },
    {
      says: 'nine in ten broken connections stood and nobody answered: the kernel had accepted them, the proxy had not',
      metric: 'incident.connections.broken.auth-timeout',
      above: 0.85,
      of: 'incident.connections.broken',
    },
    {
      says: 'none timed out while connecting: no backlog was full',
      metric: 'incident.connections.broken.connect-timeout',
      below: 1,
    },
    {
      says: 'persistent clients feel nothing of full tables for more than a minute, until a proxy is restarted',
      metric: 'incident.persistent-1.pages.firstFailedAt',
      above: 89,
    },
    {
      says: 'those that are restarted do: they stand in line, all thirty of them',
      metric: 'incident.persistent-5.connections.waitingPeak',
      above: 29,
    },
    {
      says: 'and their pages fail from then on',
      metric: 'incident.persistent-5.pages.firstFailedAt',
      above: 60,
      below: 65,
    },
    {
      says: 'the restart of a proxy resets a thousand leaked connections',
      metric: 'incident.shop.connections.broken.reset',
      above: 900,
    },
    {
      says: 'and those of the persistent clients who have their home there: ten of thirty',
      metric: 'incident.persistent-1.connections.broken.reset',
      above: 9,
      below: 11,
    },
    {
      says: 'it cures nothing: the proxy has descriptors again, the backends that it must connect to have none',
      metric: 'incident.persistent-1.pages.lastFailedAt',
      above: 119,
    },
    {
      says: 'once the release is rolled back its connections close, and everybody is well',
      metric: 'incident.per-request-1.recovery.pages.failedShare',
      below: 0.01,
    },
    {
      says: 'within seconds',
      metric: 'failover.hysteresis',
      below: 15,
    },
  ],
});
