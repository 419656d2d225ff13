/** What people on call are said to watch and do must fit the cluster. */
import { METRICS } from '../oncall/metric.ts';
import type { NodePattern, Scenario } from './define.ts';
import { BadInput, badValue } from './errors.ts';
import { matchingAny, nodeCount, nodeNames } from './nodes.ts';
import type { AlertRuleSpec, OncallAction } from './oncall.ts';
import { checkEntry } from './timeline-check.ts';

/** Throws `BadInput` with the first thing that does not fit. */
export function checkOncall(scenario: Scenario, where: string): void {
  const { oncall } = scenario;
  if (oncall === undefined) return;
  const { rules, escalation, people, action } = oncall;
  const at = `${where}: oncall`;
  const all = Object.entries(rules);
  if (all.length === 0) throw new BadInput(`${at}.rules: expected at least one, got none`);
  for (const [name, rule] of all) {
    if (!/^[a-z][a-z0-9-]*$/i.test(name)) {
      throw badValue(`${at}.rules`, 'names of letters, digits and hyphens, a letter first', name);
    }
    checkRule(rule, `${at}.rules.${name}`);
  }
  if (people?.length === 0) throw new BadInput(`${at}.people: expected at least one, got none`);
  if (typeof escalation === 'object' && escalation.channels.length === 0) {
    throw new BadInput(`${at}.escalation.channels: expected at least one, got none`);
  }
  checkAction(action, scenario, `${at}.action`);
}

function checkRule(rule: AlertRuleSpec, where: string): void {
  if (rule.kind === 'burn-rate') {
    if (rule.of !== 'customers' || rule.slowerThan === undefined) return;
    throw badValue(
      `${where}.slowerThan`,
      'nothing, for customers tell what failed, not how long it took',
      rule.slowerThan,
    );
  }
  const { above, below } = rule;
  if (above === undefined && below === undefined) throw new BadInput(`${where}: expected above or below, got neither`);
  const isLatency = METRICS[rule.metric].unit === 'ns';
  for (const [name, value] of Object.entries({ above, below })) {
    if (value === undefined || (typeof value === 'string') === isLatency) continue;
    const expected = isLatency ? "a duration such as '20ms'" : 'a number';
    throw badValue(`${where}.${name}`, `${expected}, for ${METRICS[rule.metric].says}`, value);
  }
}

function checkAction(action: OncallAction, scenario: Scenario, where: string): void {
  const { cluster, phases } = scenario;
  if (action.do === 'add-proxies') {
    const proxies = nodeCount('proxy', cluster);
    if (action.count < proxies) return;
    throw badValue(`${where}.count`, `at most ${proxies - 1}, for clients know one proxy at least`, action.count);
  }
  const at = phases.warmup;
  const chosen = action.do === 'eject' ? action.backends : action.nodes;
  if (chosen !== 'suspects') {
    const entry =
      action.do === 'eject' ? { at, do: action.do, backends: chosen } : { at, do: action.do, nodes: chosen };
    checkEntry(entry, scenario, where);
    if (action.atMost !== undefined) {
      throw badValue(`${where}.atMost`, 'nothing, for all who are named are meant', action.atMost);
    }
  }
  const external = Object.keys(cluster.nodes ?? {});
  const rings = external.filter((name) => name.startsWith('proxy-'));
  const restarted = chosen === 'suspects' ? external : matchingAny(chosen, external);
  const [touched] = action.do === 'eject' ? rings : restarted;
  if (touched === undefined) return;
  const what = action.do === 'eject' ? 'its ring' : 'its process';
  throw badValue(`${where}.do`, `no external node (${touched}), for ${what} is not in our hands`, action.do);
}

/** The nodes that these patterns mean to an action. */
export function namedNodes(
  patterns: readonly NodePattern[],
  action: Exclude<OncallAction['do'], 'add-proxies'>,
  { cluster }: Scenario,
): string[] {
  const kinds = action === 'eject' ? (['backend'] as const) : (['proxy', 'backend', 'machine'] as const);
  return matchingAny(
    patterns,
    kinds.flatMap((kind) => nodeNames(kind, cluster)),
  );
}
