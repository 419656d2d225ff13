import { defineScenario, type WorkloadSpec } from '../src/scenario/define.ts';
import type { CredentialName } from '../src/scenario/tenancy.ts';

/**
 * Source: the company's documents on credentials. A cache may have several, one of them primary; a password is changed by
 * adding a credential, promoting it, and revoking the old one; a new one takes up to three minutes to reach the proxies.
 * How long it takes at each proxy, and so everything that is reported of it, follows from when that proxy next asks.
 */
export default defineScenario({
  title: 'Three customers change their passwords: one waits, one does not, one forgets the app',
  story:
    'Each adds a credential, which reaches the six proxies one by one within three minutes. The first waits for that, ' +
    'moves the app over, waits for the last process, and only then revokes the old credential. The second moves the app ' +
    'over at once, to proxies that have never heard of the new credential. The third revokes the old one while the app ' +
    'still signs in with it, and it goes on working at each proxy until that proxy hears of it.',
  cluster: {
    machines: 6,
    cores: 2,
    backend: { serviceTime: { fixed: '8us', exponential: '4us' }, memory: '64MB' },
    proxy: { cpu: '15us', authentication: { time: '1ms', servers: 1, syncWithin: '3m' } },
    links: { clientToProxy: '150us', proxyToBackend: '100us' },
    caches: {
      careful: { plan: 'developer-100MB', credentials: { 'careful-old': {} } },
      hasty: { plan: 'developer-100MB', credentials: { 'hasty-old': {} } },
      forgetful: { plan: 'developer-100MB', credentials: { 'forgetful-old': {} } },
    },
  },
  workloads: {
    'careful-web': persistent('careful/careful-old'),
    'careful-django': perRequest('careful/careful-old'),
    'hasty-web': persistent('hasty/hasty-old'),
    'hasty-django': perRequest('hasty/hasty-old'),
    'forgetful-web': persistent('forgetful/forgetful-old'),
    'forgetful-django': perRequest('forgetful/forgetful-old'),
  },
  phases: { warmup: '-90s', baseline: '-1m', fault: '0s', recovery: '10m', end: '12m' },
  timeline: [
    { at: '0s', do: 'add-credential', credential: 'careful/careful-new' },
    { at: '3m', do: 'use-credential', workload: 'careful-web', credential: 'careful/careful-new', over: '1m' },
    { at: '3m', do: 'use-credential', workload: 'careful-django', credential: 'careful/careful-new', over: '1m' },
    { at: '4m', do: 'promote', credential: 'careful/careful-new' },
    { at: '5m', do: 'revoke', credential: 'careful/careful-old' },

    { at: '0s', do: 'add-credential', credential: 'hasty/hasty-new' },
    { at: '5s', do: 'use-credential', workload: 'hasty-web', credential: 'hasty/hasty-new', over: '10s' },
    { at: '5s', do: 'use-credential', workload: 'hasty-django', credential: 'hasty/hasty-new', over: '10s' },
    { at: '4m', do: 'promote', credential: 'hasty/hasty-new' },
    { at: '5m', do: 'revoke', credential: 'hasty/hasty-old' },

    { at: '0s', do: 'add-credential', credential: 'forgetful/forgetful-new' },
    { at: '4m', do: 'promote', credential: 'forgetful/forgetful-new' },
    { at: '5m', do: 'revoke', credential: 'forgetful/forgetful-old' },
    { at: '8m', do: 'note', kind: 'alert', says: "the forgetful customer's users complain" },
    { at: '9m', do: 'use-credential', workload: 'forgetful-web', credential: 'forgetful/forgetful-new', over: '30s' },
    {
      at: '9m',
      do: 'use-credential',
      workload: 'forgetful-django',
      credential: 'forgetful/forgetful-new',
      over: '30s',
    },
  ],
  slo: { p99: '50ms' },
  expectations: [
    { says: 'who waits loses nothing: persistent', metric: 'incident.careful-web.fault.all.failed', below: 1 },
    { says: 'nor do clients that connect anew', metric: 'incident.careful-django.fault.all.failed', below: 1 },
    {
      says: 'and has really moved over',
      metric: 'incident.credentials.careful-web.careful-new.answered',
      above: 100,
    },
    { says: 'who does not wait fails: persistent', metric: 'incident.hasty-web.fault.all.failedShare', above: 0.02 },
    {
      says: 'and so do clients that connect anew',
      metric: 'incident.hasty-django.fault.all.failedShare',
      above: 0.002,
    },
    {
      says: 'for as long as some proxy has not heard, which may be minutes',
      metric: 'incident.credentials.hasty-web.hasty-new.failedFor',
      above: 30,
      below: 181,
    },
    {
      says: 'what is revoked goes on working for a while where it was connected',
      metric: 'incident.credentials.forgetful-web.forgetful-old.workedOn',
      above: 30,
      below: 181,
    },
    {
      says: 'and lets new connections in as long',
      metric: 'incident.credentials.forgetful-django.forgetful-old.workedOn',
      above: 30,
      below: 181,
    },
    {
      says: 'but not everywhere for as long: proxies hear of it one by one',
      metric: 'incident.credentials.forgetful-web.forgetful-old.workedOnShortest',
      below: 150,
    },
    { says: 'then the app has no cache', metric: 'incident.forgetful-web.fault.all.failedShare', above: 0.1 },
    { says: 'until it is moved over, and all is well', metric: 'incident.forgetful-web.recovery.all.failed', below: 1 },
    { says: 'nothing fails where nobody changes anything', metric: 'control.totals.failed', below: 1 },
  ],
});

/** Of each customer the same: one app whose processes keep a connection, and one that connects for each web request. */
function persistent(credential: CredentialName): WorkloadSpec {
  return {
    clients: 24,
    client: { preset: 'pooled' },
    rate: 40,
    keys: { count: 1000, prefix: 'page:' },
    values: { bytes: 200 },
    setPercent: 5,
    credential,
  };
}

function perRequest(credential: CredentialName): WorkloadSpec {
  return {
    clients: 24,
    client: { preset: 'django' },
    rate: 30,
    page: { operations: 2, order: 'sequential', onFailure: 'give-up' },
    keys: { count: 1000, prefix: 'session:' },
    values: { bytes: 200 },
    setPercent: 5,
    credential,
  };
}
