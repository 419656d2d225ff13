import { lookup } from 'node:dns/promises';

/** The address of a host as this machine knows it; an address is its own. Rejects when nobody knows it. */
export async function lookUp(host: string): Promise<string> {
  // As everywhere in this world: no look-up, no surprise.
  if (host === 'localhost') return '127.0.0.1';
  return (await lookup(host)).address;
}
