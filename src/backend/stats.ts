import type { Counters } from './counters.ts';
import type { Store } from './store.ts';

/** As memcached calls them, in its order as far as they exist here. */
export type Stat = readonly [name: string, value: string];

export interface NodeFacts {
  readonly pid: number;
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly unixSeconds: number;
  readonly maxConnections: number;
  readonly connections: number;
  readonly accepted: number;
  readonly turnedAway: number;
}

export function generalStats(facts: NodeFacts, counters: Counters, store: Store): Stat[] {
  const rows: readonly (readonly [string, number | string])[] = [
    ['pid', facts.pid],
    ['uptime', facts.uptimeSeconds],
    ['time', facts.unixSeconds],
    ['version', facts.version],
    ['pointer_size', 64],
    ['max_connections', facts.maxConnections === Infinity ? 0 : facts.maxConnections],
    ['curr_connections', facts.connections],
    ['total_connections', facts.accepted],
    ['rejected_connections', facts.turnedAway],
    ['cmd_get', counters.cmdGet],
    ['cmd_set', counters.cmdSet],
    ['cmd_flush', counters.cmdFlush],
    ['cmd_touch', counters.cmdTouch],
    ['cmd_meta', counters.cmdMeta],
    ['get_hits', counters.getHits],
    ['get_misses', counters.getMisses],
    ['delete_misses', counters.deleteMisses],
    ['delete_hits', counters.deleteHits],
    ['incr_misses', counters.incrMisses],
    ['incr_hits', counters.incrHits],
    ['decr_misses', counters.decrMisses],
    ['decr_hits', counters.decrHits],
    ['cas_misses', counters.casMisses],
    ['cas_hits', counters.casHits],
    ['cas_badval', counters.casBadValue],
    ['touch_hits', counters.touchHits],
    ['touch_misses', counters.touchMisses],
    ['auth_cmds', counters.authCmds],
    ['auth_errors', counters.authErrors],
    ['bytes_read', counters.bytesRead],
    ['bytes_written', counters.bytesWritten],
    ['limit_maxbytes', store.memoryLimit],
    ['threads', 1],
    ['protocol_errors', counters.protocolErrors],
    ['bytes', store.bytes],
    ['curr_items', store.items],
    ['total_items', store.totalItems],
    ['evictions', store.evictions],
    ['reclaimed', store.reclaimed],
  ];
  return rows.map(([name, value]) => [name, String(value)]);
}
