/** Workloads that a client library drives: what a scenario may ask of them, and what its report has to say. */
import { ForeignClients, type DriverName } from '../client/foreign/foreign-clients.ts';
import type { Scenario, TimelineEntry, WorkloadSpec } from './define.ts';
import { BadInput, badValue } from './errors.ts';
import type { RunningWorkload } from './run-parts.ts';
import { linksTouched } from './links.ts';
import { resolveClient } from './resolve-client.ts';

/** Names of the workloads that a library drives, and of the library. */
function driven({ workloads }: Pick<Scenario, 'workloads'>): [name: string, driver: DriverName, spec: WorkloadSpec][] {
  return Object.entries(workloads).flatMap(([name, spec]) =>
    spec.driver === undefined ? [] : [[name, spec.driver, spec]],
  );
}

export function loadDrivers(scenario: Scenario): Promise<ForeignClients> {
  return ForeignClients.load(new Set(driven(scenario).map(([, driver]) => driver)));
}

/** Throws `BadInput` for what no library can do. */
export function checkDrivers(scenario: Scenario, where: string): void {
  const all = driven(scenario);
  for (const [name, driver, { keys, client }] of all) {
    const at = `${where}: workloads.${name}`;
    if (!Number.isFinite(resolveClient(client).attempts)) {
      throw badValue(`${at}.client.preset`, 'one that gives up some time, where a library drives', client.preset);
    }
    if (driver === 'memcached' && scenario.cluster.proxy.authentication !== undefined) {
      throw new BadInput(
        `${at}.driver: expected a library that can sign in (memjs), for the proxies ask for it, got "memcached"`,
      );
    }
    const asking = Object.entries(scenario.cluster.nodes ?? {}).find(
      ([node, { user }]) => user && /^proxy-/.test(node),
    );
    if (driver === 'memcached' && asking !== undefined) {
      throw new BadInput(
        `${at}.driver: expected a library that can sign in (memjs), for ${asking[0]} asks for it, got "memcached"`,
      );
    }
    // Libraries encode, check and replace what is in a key; of these letters they make nothing else.
    if (keys.prefix !== undefined && !/^[\w:./-]*$/.test(keys.prefix)) {
      throw badValue(`${at}.keys.prefix`, 'letters, digits and _ : . / - where a library drives', keys.prefix);
    }
  }
  const names = all.map(([name]) => name);
  scenario.timeline.forEach((entry, i) => checkLinks(entry, names, scenario, `${where}: timeline.${i}`));
}

/** No link of ours lies before a library's sockets: what cannot take effect must not look as if it had. */
function checkLinks(entry: TimelineEntry, names: readonly string[], scenario: Scenario, where: string): void {
  const touched = linksTouched(entry, scenario).find(({ from }) => names.includes(from));
  if (touched === undefined) return;
  const expected = `a link that is ours, for a library drives ${touched.from} and connects by itself`;
  const [at, got] = 'link' in entry ? ['link.from', entry.link.from] : [entry.do, touched.from];
  throw badValue(`${where}.${at}`, expected, Array.isArray(got) ? touched.from : got);
}

/** What a reader has to know, in sentences. */
export function driverRemarks(workloads: readonly RunningWorkload[]): string[] {
  return workloads.flatMap(({ resolved: { options, spec }, counters: { late } }) => {
    const { name } = options;
    if (spec.driver === undefined) return [];
    return [
      `${name}: driven by ${spec.driver} of npm. A foreign client's connect cannot be delayed by our links: it sees ` +
        'one delayed round trip fewer; nor do the latency of its links to the proxies and toxics on them apply to it.',
      ...(late === 0 ? [] : [`${name}: ${late} answers came when the watchdog had given their operations up.`]),
    ];
  });
}
