/** Caches and credentials of a scenario, held against each other: the timeline is played on a directory of its own. */
import { Directory } from '../tenancy/directory.ts';
import { TenancyError } from '../tenancy/errors.ts';
import type { Scenario, TimelineEntry } from './define.ts';
import { BadInput, badValue } from './errors.ts';
import { createCache, isTenancyAction, parts, perform, type CacheSpec, type TenancyAction } from './tenancy.ts';
import { nanos } from './units.ts';
import { didYouMean, oneOf } from './words.ts';

type Entry = TimelineEntry & TenancyAction;

/** Throws `BadInput` with the first thing that does not fit. */
export function checkTenancy(scenario: Scenario, where: string): void {
  const { cluster, workloads, timeline } = scenario;
  const { caches } = cluster;
  const entries = timeline.flatMap((entry, i): { entry: Entry; at: string }[] =>
    isTenancyAction(entry) ? [{ entry, at: `${where}: timeline.${i}` }] : [],
  );
  if (caches === undefined) return checkNone(scenario, entries[0], where);
  if (cluster.proxy.authentication === undefined) {
    throw new BadInput(`${where}: cluster.proxy.authentication: expected one, for the cluster has caches, got nothing`);
  }
  const directory = new Directory();
  for (const [name, spec] of Object.entries(caches)) {
    const at = `${where}: cluster.caches.${name}`;
    checkCache(name, spec, at);
    reported(`${at}.credentials`, () => createCache(directory, name, spec, noPassword));
  }
  for (const [name, { credential }] of Object.entries(workloads)) {
    const at = `${where}: workloads.${name}.credential`;
    if (credential === undefined) throw badValue(at, 'a credential, for the cluster has caches', credential);
    checkCredential(directory, credential, at);
  }
  // In order of time; what is at one time, in the order of the list, as it will happen.
  for (const { entry, at } of entries.sort((a, b) => nanos(a.entry.at) - nanos(b.entry.at))) {
    checkAction(entry, scenario, directory, at);
  }
}

function checkNone({ workloads, cluster }: Scenario, first: { entry: Entry; at: string } | undefined, where: string) {
  for (const [name, { credential }] of Object.entries(workloads)) {
    if (credential === undefined) continue;
    const expected = 'none, for the cluster has no caches (cluster.caches)';
    throw badValue(`${where}: workloads.${name}.credential`, expected, credential);
  }
  if (first !== undefined) {
    throw badValue(`${first.at}.do`, 'a cluster with caches (cluster.caches) for this', first.entry.do);
  }
  if (cluster.proxy.authentication?.syncWithin === undefined) return;
  const at = `${where}: cluster.proxy.authentication.syncWithin`;
  throw badValue(at, 'none, for the cluster has no caches (cluster.caches)', cluster.proxy.authentication.syncWithin);
}

function checkAction(entry: Entry, { workloads }: Scenario, directory: Directory, where: string): void {
  if (entry.for !== undefined) {
    throw badValue(`${where}.for`, `nothing, for '${entry.do}' is not undone by itself`, entry.for);
  }
  if (entry.do === 'use-credential') {
    const names = Object.keys(workloads);
    if (!names.includes(entry.workload)) {
      const guess = didYouMean(entry.workload, names);
      throw new BadInput(`${badValue(`${where}.workload`, oneOf(names), entry.workload).message}${guess}`);
    }
    return checkCredential(directory, entry.credential, `${where}.credential`);
  }
  if (entry.do === 'create-cache') checkCache(entry.cache, entry, where);
  const key = 'credential' in entry ? 'credential' : entry.do === 'create-cache' ? 'credentials' : 'cache';
  reported(`${where}.${key}`, () => perform(entry, directory, noPassword));
}

/** It must exist by then. */
function checkCredential(directory: Directory, credential: string, where: string): void {
  const { cache, user } = parts(credential);
  reported(where, () => {
    const { users } = directory.cache(cache);
    if (users.includes(user)) return;
    const expected = `a credential that exists by then (${oneOf(users.map((each) => `'${cache}/${each}'`))})`;
    throw new BadInput(`${where}: expected ${expected}, got '${credential}'${didYouMean(user, users)}`);
  });
}

function checkCache(name: string, { credentials }: CacheSpec, where: string): void {
  // Names are parts of metric paths and of credentials' names.
  if (!/^[a-z][a-z0-9-]*$/i.test(name)) {
    throw badValue(where, 'a name of letters, digits and hyphens, a letter first', name);
  }
  const users = Object.entries(credentials);
  if (users.length === 0) throw new BadInput(`${where}.credentials: expected at least one, got none`);
  const primaries = users.filter(([, { primary }]) => primary === true);
  const isClear = users.length === 1 ? users[0]![1].primary !== false : primaries.length === 1;
  if (isClear) return;
  throw new BadInput(
    `${where}.credentials: expected exactly one with primary: true, got ${primaries.length || 'none'}`,
  );
}

/** What the directory refuses, in the words of a scenario's error. */
function reported(where: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof TenancyError)) throw error;
    throw new BadInput(`${where}: ${error.message}${didYouMean(error.given, error.known)}`);
  }
}

function noPassword(): string {
  return '';
}
