import type { PlainCredentials } from '../protocol/sasl.ts';

/**
 * What a sign-in gives: one object for each credential and proxy, shared by all connections that signed in with it. It
 * changes as its proxy hears of changes.
 */
export interface Grant {
  /** The user's name: what a credential is known by. */
  readonly user: string;
  /** The cache's number, 0..65535: how proxies name it to backends (the vbucket field of the binary header). */
  readonly cache: number;
  readonly readOnly: boolean;
  /** May flush the cache. */
  readonly flushes: boolean;
  /** Put before every key; empty: none. A namespaced credential never sees another key, and may not flush. */
  readonly namespace: Buffer;
}

/** Whom a node admits. Each proxy has one of its own: it knows what its proxy has heard. */
export interface Admission {
  /** Compares in constant time; null: turned down. */
  admit(given: PlainCredentials): Grant | null;
  /** Counts a connection of the grant's cache. False: the cache has as many as its plan allows. */
  enter(grant: Grant): boolean;
  leave(grant: Grant): void;
  /** Hears of grants that are void: revoked, or their cache deleted. Set by the node. */
  onVoid: ((grant: Grant) => void) | null;
}

/** How much of each cache a backend may hold. */
export interface CacheShares {
  /** Bytes of items; null: there is no such cache. */
  memoryOf(cache: number): number | null;
}

/** For nodes that ask nobody to sign in, and for all who may do everything. */
export const EVERYTHING: Omit<Grant, 'user'> = { cache: 0, readOnly: false, flushes: true, namespace: Buffer.alloc(0) };
