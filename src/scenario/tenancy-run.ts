import type { Cluster, KeyPlace } from '../cluster/cluster.ts';
import type { Tenants } from '../cluster/tenants.ts';
import { AttemptLog } from '../measure/attempts.ts';
import type { SignIn } from '../workload/fleet.ts';
import type { Generator } from '../workload/generator.ts';
import type { Nanos, World } from '../world/world.ts';
import { secondsAt } from './seconds.ts';
import type { ResolvedScenario, ResolvedWorkload } from './resolve.ts';
import type { RunFigures } from './result.ts';
import { credentialFigures, type CredentialUse } from './tenancy-figures.ts';
import { parts, perform, type CredentialName, type TenancyAction } from './tenancy.ts';

/** Who signs in with what while a run goes on, what people change of it, and what came of that. */
export class TenancyRun {
  readonly #cluster: Cluster;
  readonly #world: World;
  readonly #resolved: ResolvedScenario;
  readonly #uses: CredentialUse[] = [];
  readonly #generators = new Map<string, Generator>();

  constructor(cluster: Cluster, world: World, resolved: ResolvedScenario) {
    this.#cluster = cluster;
    this.#world = world;
    this.#resolved = resolved;
  }

  /** What the workload's clients begin with. */
  signIn({ options: { name }, spec: { credential } }: ResolvedWorkload): SignIn {
    if (this.#resolved.cluster.proxy.authentication === null) return { credentials: null };
    if (credential !== undefined) return this.#signIn(name, credential);
    // Without caches: a credential for each workload, and one cache for all.
    const credentials = { user: name, password: `${name}'s secret` };
    this.#cluster.credentials.add(credentials.user, credentials.password);
    return { credentials };
  }

  /** Where its keys are to be found. */
  place({ spec: { credential } }: ResolvedWorkload): KeyPlace | undefined {
    return credential === undefined ? undefined : this.#tenants().placeOf(parts(credential).user);
  }

  /** These clients may be told to restart. */
  follow(generator: Generator): void {
    this.#generators.set(generator.name, generator);
  }

  perform(action: TenancyAction): void {
    const now = this.#world.clock.now();
    if (action.do === 'use-credential') return this.#restart(action);
    for (const use of this.#uses) if (voids(action, use.credential)) use.revoked ??= now;
    const tenants = this.#tenants();
    perform(action, tenants.directory, (user) => tenants.passwordOf(user));
  }

  figures(): Pick<RunFigures, 'caches' | 'credentials'> {
    const seconds = (t: Nanos): number => secondsAt(this.#resolved, t);
    return {
      caches: this.#cluster.tenants?.uses() ?? [],
      credentials: this.#uses.map((use) => credentialFigures(use, seconds)),
    };
  }

  #restart({ workload, credential, over = '0s' }: TenancyAction & { readonly do: 'use-credential' }): void {
    const generator = this.#generators.get(workload)!;
    generator.restart(this.#signIn(workload, credential), this.#resolved.lasting(over));
  }

  #signIn(workload: string, credential: CredentialName): SignIn {
    const { user } = parts(credential);
    const known = this.#uses.find((use) => use.workload === workload && use.credential === credential);
    const use: CredentialUse = known ?? {
      workload,
      credential,
      since: this.#world.clock.now(),
      revoked: null,
      log: new AttemptLog(),
    };
    if (known === undefined) this.#uses.push(use);
    return { credentials: { user, password: this.#tenants().passwordOf(user) }, attempts: use.log };
  }

  #tenants(): Tenants {
    const { tenants } = this.#cluster;
    if (tenants === null)
      throw new Error('tenants: expected a cluster with caches, as its scenario was checked to have');
    return tenants;
  }
}

function voids(action: TenancyAction, credential: CredentialName): boolean {
  if (action.do === 'revoke') return action.credential === credential;
  return action.do === 'delete-cache' && action.cache === parts(credential).cache;
}
