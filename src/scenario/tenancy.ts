/** What a scenario says of caches and credentials, and how its words become deeds. */
import type { Directory, NewCredential } from '../tenancy/directory.ts';
import { PLANS, type CacheLimits, type PlanName } from '../tenancy/plans.ts';
import type { Bytes, Duration } from './define.ts';
import { bytes } from './units.ts';

/** Where several customers share a cluster. */
export interface CacheSpec {
  /** Of the catalogue, or limits of its own. @default 'developer-100MB' */
  readonly plan?: PlanSpec;
  /** By user; at least one. Users are unique over all caches: proxies find the cache by them. */
  readonly credentials: Readonly<Record<string, CredentialSpec>>;
}

export type PlanSpec =
  | PlanName
  | {
      /** Over all backends, which hold even parts of it. */
      readonly memory: Bytes;
      /** At once, at each proxy: a proxy knows of its own only. @default unlimited */
      readonly connections?: number;
    };

/** Passwords are not of the scenario: they are drawn from the seed. */
export interface CredentialSpec {
  /** Exactly one of a cache's. @default true where there is only one */
  readonly primary?: boolean;
  /** @default false */
  readonly readOnly?: boolean;
  /** @default false */
  readonly noFlush?: boolean;
  /** Put before every key; who has one sees no other keys and cannot flush. @default none */
  readonly namespace?: string;
}

/** `shop/alice`: the cache and the user. */
export type CredentialName = `${string}/${string}`;

/**
 * What people do to caches and credentials: planned work, no faults. As everything in the timeline it does not take place
 * in the control, which so tells what the work cost. Proxies hear of it when they next synchronise; backends at once.
 */
export type TenancyAction =
  | ({ readonly do: 'add-credential'; readonly credential: CredentialName } & Omit<CredentialSpec, 'primary'>)
  /** Makes it the primary, so that the one before may be revoked. */
  | { readonly do: 'promote'; readonly credential: CredentialName }
  /** What it may do from now on; what is not said it may. */
  | {
      readonly do: 'permit';
      readonly credential: CredentialName;
      readonly readOnly?: boolean;
      readonly noFlush?: boolean;
    }
  /** Proxies that hear of it close the connections that signed in with it. */
  | { readonly do: 'revoke'; readonly credential: CredentialName }
  | ({ readonly do: 'create-cache'; readonly cache: string } & CacheSpec)
  | { readonly do: 'change-plan'; readonly cache: string; readonly plan: PlanSpec }
  | { readonly do: 'flush-cache'; readonly cache: string }
  | { readonly do: 'delete-cache'; readonly cache: string }
  /**
   * The app's deployment: its client processes restart one after another and sign in with this credential from then on.
   * A process first ends what it is at. Connections that a leaky client has lost stay open.
   */
  | {
      readonly do: 'use-credential';
      readonly workload: string;
      readonly credential: CredentialName;
      /** Of the rolling restart. @default all at once */
      readonly over?: Duration;
    };

/** Of the directory: all but the app's own. */
export type DirectoryAction = Exclude<TenancyAction, { readonly do: 'use-credential' }>;

export const TENANCY_ACTIONS = [
  'add-credential',
  'promote',
  'permit',
  'revoke',
  'create-cache',
  'change-plan',
  'flush-cache',
  'delete-cache',
  'use-credential',
] as const satisfies readonly TenancyAction['do'][];

const DEFAULT_PLAN: PlanName = 'developer-100MB';

export function isTenancyAction<A extends { readonly do: string }>(action: A): action is A & TenancyAction {
  return TENANCY_ACTIONS.some((each) => each === action.do);
}

export function limitsOf(plan: PlanSpec = DEFAULT_PLAN): CacheLimits {
  if (typeof plan === 'object') return { memory: bytes(plan.memory), connections: plan.connections ?? null };
  const { memory, connections } = PLANS.find(({ name }) => name === plan)!;
  return { memory, connections };
}

/** `shop/alice` is the user alice of the cache shop. */
export function parts(credential: string): { readonly cache: string; readonly user: string } {
  const [cache = '', ...user] = credential.split('/');
  return { cache, user: user.join('/') };
}

/** The primary comes first. */
export function usersOf({ credentials }: CacheSpec): string[] {
  const users = Object.keys(credentials);
  return users.sort((a, b) => Number(credentials[b]!.primary === true) - Number(credentials[a]!.primary === true));
}

/** Makes the cache with all its credentials. Throws `TenancyError`. */
export function createCache(directory: Directory, name: string, spec: CacheSpec, passwordOf: PasswordOf): void {
  const [primary = '', ...others] = usersOf(spec);
  const credential = (user: string): NewCredential => newCredential(user, spec.credentials[user]!, passwordOf);
  directory.createCache(name, limitsOf(spec.plan), credential(primary));
  for (const user of others) directory.addCredential(name, credential(user));
}

/** Does to the directory what the timeline says. Throws `TenancyError`. */
export function perform(action: DirectoryAction, directory: Directory, passwordOf: PasswordOf): void {
  switch (action.do) {
    case 'create-cache':
      return createCache(directory, action.cache, action, passwordOf);
    case 'change-plan':
      return directory.changePlan(action.cache, limitsOf(action.plan));
    case 'flush-cache':
      return directory.flush(action.cache);
    case 'delete-cache':
      return directory.deleteCache(action.cache);
    default:
      return performOn(action, directory, passwordOf);
  }
}

type CredentialAction = Extract<DirectoryAction, { readonly credential: CredentialName }>;

function performOn(action: CredentialAction, directory: Directory, passwordOf: PasswordOf): void {
  const { cache, user } = parts(action.credential);
  switch (action.do) {
    case 'add-credential':
      return directory.addCredential(cache, newCredential(user, action, passwordOf));
    case 'promote':
      return directory.promote(cache, user);
    case 'permit': {
      const { readOnly = false, noFlush = false } = action;
      return directory.permit(cache, user, { readOnly, noFlush });
    }
    case 'revoke':
      return directory.revoke(cache, user);
  }
}

/** For the log of what happened. */
export function describeTenancy(action: TenancyAction): string {
  switch (action.do) {
    case 'add-credential':
      return `credential ${action.credential} added${manner(action)}`;
    case 'promote':
      return `credential ${action.credential} promoted: the primary now`;
    case 'permit':
      return `credential ${action.credential} changed${manner(action) || ': everything allowed'}`;
    case 'revoke':
      return `credential ${action.credential} revoked`;
    case 'create-cache':
      return `cache ${action.cache} created: ${planText(action.plan ?? DEFAULT_PLAN)}`;
    case 'change-plan':
      return `cache ${action.cache}: plan changed to ${planText(action.plan)}`;
    case 'flush-cache':
      return `cache ${action.cache} flushed`;
    case 'delete-cache':
      return `cache ${action.cache} deleted`;
    case 'use-credential': {
      const how = action.over === undefined ? 'all at once' : `one after another in ${action.over}`;
      return `${action.workload}: clients restart with credential ${action.credential}, ${how}`;
    }
  }
}

export type PasswordOf = (user: string) => string;

function newCredential(user: string, spec: Omit<CredentialSpec, 'primary'>, passwordOf: PasswordOf): NewCredential {
  const { readOnly = false, noFlush = false, namespace = '' } = spec;
  return { user, password: passwordOf(user), readOnly, noFlush, namespace };
}

function planText(plan: PlanSpec): string {
  if (typeof plan === 'string') return plan;
  return plan.connections === undefined ? plan.memory : `${plan.memory}, ${plan.connections} connections`;
}

function manner({ readOnly, noFlush, namespace }: Omit<CredentialSpec, 'primary'>): string {
  const words = [
    readOnly === true ? 'read-only' : '',
    noFlush === true ? 'no flush' : '',
    namespace === undefined ? '' : `namespace ${namespace}`,
  ].filter(Boolean);
  return words.length === 0 ? '' : `: ${words.join(', ')}`;
}
