/** What a cache may use, and what that costs. */
export interface Plan {
  readonly name: string;
  /** Bytes of items, over all backends. */
  readonly memory: number;
  readonly dollarsPerMonth: number;
  /** At once, at each proxy. Null: as many as the proxy takes. */
  readonly connections: number | null;
}

/** What of a plan the nodes hold a cache to. */
export type CacheLimits = Pick<Plan, 'memory' | 'connections'>;

const MB = 1024 * 1024;
const GB = 1024 * MB;

/** The catalogue of the company's blog, 2015. It tells of no limits of connections: whoever wants one gives his own. */
export const PLANS = [
  { name: 'developer-25MB', memory: 25 * MB, dollarsPerMonth: 0, connections: null },
  { name: 'developer-100MB', memory: 100 * MB, dollarsPerMonth: 10, connections: null },
  { name: 'developer-250MB', memory: 250 * MB, dollarsPerMonth: 20, connections: null },
  { name: 'developer-500MB', memory: 500 * MB, dollarsPerMonth: 30, connections: null },
  { name: 'basic-1GB', memory: GB, dollarsPerMonth: 50, connections: null },
  { name: 'basic-2.5GB', memory: 2.5 * GB, dollarsPerMonth: 100, connections: null },
  { name: 'basic-5GB', memory: 5 * GB, dollarsPerMonth: 200, connections: null },
  { name: 'basic-7.5GB', memory: 7.5 * GB, dollarsPerMonth: 300, connections: null },
  { name: 'basic-10GB', memory: 10 * GB, dollarsPerMonth: 400, connections: null },
  { name: 'basic-20GB', memory: 20 * GB, dollarsPerMonth: 800, connections: null },
] as const satisfies readonly Plan[];

export type PlanName = (typeof PLANS)[number]['name'];
