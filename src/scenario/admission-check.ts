import type { Scenario } from './define.ts';
import { badValue } from './errors.ts';
import { resolveGradient } from './resolve-admission.ts';

/** What a proxy lets pass, and to how many backends, must fit the cluster. Throws `BadInput`. */
export function checkAdmission({ cluster }: Scenario, where: string): void {
  const { proxy, machines, backends = machines } = cluster;
  const { replicas = 1, choice = 'first', admission: { gradient } = {} } = proxy;
  const at = `${where}: cluster.proxy`;
  if (replicas > backends) throw badValue(`${at}.replicas`, `at most as many as backends (${backends})`, replicas);
  if (choice !== 'first' && replicas === 1) {
    throw badValue(`${at}.choice`, `'first' where a key lives on one backend (replicas: 1)`, choice);
  }
  if (gradient === undefined) return;
  const { min, max, initial } = resolveGradient(gradient);
  if (max < min) throw badValue(`${at}.admission.gradient.max`, `at least min (${min})`, max);
  if (initial < min || initial > max) {
    throw badValue(`${at}.admission.gradient.initial`, `a number from min (${min}) to max (${max})`, initial);
  }
}
