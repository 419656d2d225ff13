/** What a node counts since it started; the names of `stats` are given in stats.ts. */
export class Counters {
  cmdGet = 0;
  cmdSet = 0;
  cmdFlush = 0;
  cmdTouch = 0;
  /** `me` only, as memcached counts. */
  cmdMeta = 0;
  getHits = 0;
  getMisses = 0;
  deleteHits = 0;
  deleteMisses = 0;
  incrHits = 0;
  incrMisses = 0;
  decrHits = 0;
  decrMisses = 0;
  casHits = 0;
  casMisses = 0;
  casBadValue = 0;
  touchHits = 0;
  touchMisses = 0;
  storeTooLarge = 0;
  storeNoMemory = 0;
  /** Sign-ins tried, and those that failed. */
  authCmds = 0;
  authErrors = 0;
  /** Connections dropped because nobody signed in in time. */
  droppedUnauthenticated = 0;
  bytesRead = 0;
  bytesWritten = 0;
  /** Keyed requests to a cache that there is not. */
  noCache = 0;
  /** Commands that were malformed, and streams that were cut for it. */
  protocolErrors = 0;

  /** Adds up what several have counted. */
  add(...others: readonly Counters[]): this {
    // Object.keys is typed string[]; all own properties are counts.
    for (const name of Object.keys(this) as CountName[]) for (const other of others) this[name] += other[name];
    return this;
  }

  /** `stats reset`. */
  reset(): void {
    Object.assign(this, new Counters());
  }
}

type CountName = Exclude<keyof Counters, 'add' | 'reset'>;
