/**
 * In the cas field of a binary miss: somebody else has the lease of this key and is fetching its value; ask again in a
 * while. memcached's own misses have a cas of 0, and clients that know nothing of leases do not read it: to them it is a
 * miss as any other. Two halves of 64 bits, the letters `leased` behind two zeros.
 */
export const LEASE_HELD = { hi: 0x00006c65, lo: 0x61736564 } as const;
