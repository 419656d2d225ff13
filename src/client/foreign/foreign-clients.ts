import type { NewClient } from '../client.ts';
import type { ClientContext } from '../context.ts';
import { ForeignClient } from './foreign-client.ts';
import type { Driver } from './library.ts';

/** Libraries that a workload may be driven by, as npm calls them. */
export const DRIVERS = ['memjs', 'memcached'] as const;
export type DriverName = (typeof DRIVERS)[number];

/** The clients of a run that libraries drive: none outlives it, also those that nobody closed. */
export class ForeignClients {
  readonly #drivers: ReadonlyMap<DriverName, Driver>;
  readonly #open = new Set<ForeignClient>();

  private constructor(drivers: ReadonlyMap<DriverName, Driver>) {
    this.#drivers = drivers;
  }

  /** Loads the libraries of these names, and no other. */
  static async load(names: Iterable<DriverName>): Promise<ForeignClients> {
    const drivers = new Map<DriverName, Driver>();
    for (const name of names) drivers.set(name, await load(name));
    return new ForeignClients(drivers);
  }

  /** `addressOf`: where a server listens, `host:port`; asked when a client is made. */
  maker(name: DriverName, addressOf: (server: string) => string): NewClient {
    const driver = this.#drivers.get(name);
    if (driver === undefined) throw new Error(`driver ${name}: expected to be loaded`);
    return (context, home) => {
      const servers = knownTo(context, home).map((number) => ({
        number,
        address: addressOf(context.servers[number]!),
      }));
      const client = new ForeignClient(driver, { context, servers, onClose: () => this.#open.delete(client) });
      this.#open.add(client);
      return client;
    };
  }

  closeAll(): void {
    for (const client of [...this.#open]) client.close();
  }
}

/** The servers that a client knows, by number, its home first. */
function knownTo({ servers, options }: ClientContext, home: number): number[] {
  const known = Math.min(options.servers, servers.length);
  return Array.from({ length: known }, (_, i) => (home + i) % servers.length);
}

/** On demand: who needs no library loads none. */
async function load(name: DriverName): Promise<Driver> {
  switch (name) {
    case 'memjs':
      return (await import('./memjs.ts')).memjsDriver;
    case 'memcached':
      return (await import('./npm-memcached.ts')).npmMemcachedDriver;
  }
}
