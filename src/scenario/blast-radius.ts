import { blastRadius, type Member } from '../measure/impact.ts';
import { parts } from './tenancy.ts';
import { askedIn } from './goodput.ts';
import type { IncidentView } from './incident-view.ts';
import type { FailoverFigures } from './result.ts';
import { isHurt, type Asked } from './suffering-figures.ts';

/**
 * Whom the fault's phase put below the SLO: more than 1 % of what they asked for failed or took longer than its p99. Who
 * asked for nothing is not counted.
 */
export function blastRadiusOf({ scenario, incident }: IncidentView): FailoverFigures['blastRadius'] {
  const { suffering, figures } = incident;
  // Keys of one workload on one backend share a fate, and are too many to be asked one by one.
  const keys = suffering.flatMap(({ backends }) => backends.filter(isAsked).map((keysThere) => weighed(keysThere)));
  const proxies = together(suffering.flatMap((each) => each.proxies));
  const tenants = figures.workloads.flatMap((workload): Asked[] => {
    const { name, phases } = workload;
    const fault = phases.find(({ phase }) => phase === 'fault');
    const credential = scenario.workloads[name]?.credential;
    const tenant = credential === undefined ? name : parts(credential).cache;
    return fault === undefined ? [] : [{ name: tenant, ...askedIn(workload, fault) }];
  });
  return blastRadius({
    keys,
    tenants: together(tenants).map((tenant) => ({ hurt: isHurt(tenant) })),
    clients: suffering.flatMap(({ clientsSeen, clientsHurt }): Member[] => [
      { weight: clientsHurt, hurt: true },
      { weight: clientsSeen - clientsHurt, hurt: false },
    ]),
    proxies: proxies.map((proxy) => ({ hurt: isHurt(proxy) })),
  });
}

function weighed(asked: Asked): Member {
  return { weight: asked.operations, hurt: isHurt(asked) };
}

function isAsked({ operations }: Asked): boolean {
  return operations > 0;
}

/** Adds up those of one name, less those that nobody asked. */
function together(all: readonly Asked[]): Asked[] {
  const byName = new Map<string, Asked>();
  for (const { name, operations, bad } of all) {
    const sum = byName.get(name);
    byName.set(name, { name, operations: operations + (sum?.operations ?? 0), bad: bad + (sum?.bad ?? 0) });
  }
  return [...byName.values()].filter(isAsked);
}
