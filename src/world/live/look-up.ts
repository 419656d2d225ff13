import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** The address of a host as this machine knows it; an address is its own. Rejects when nobody knows it. */
export async function lookUp(host: string): Promise<string> {
  // As everywhere in this world: no look-up, no surprise.
  if (host === 'localhost') return '127.0.0.1';
  return (await lookup(host)).address;
}

/** Of IPv4 or IPv6, and no name. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

/** Only this machine can reach it. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^127\./.test(address);
}
