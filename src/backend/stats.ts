import { SECOND, type Nanos } from '../world/world.ts';
import type { Counters } from './counters.ts';
import type { Store } from './store.ts';

export type Stat = readonly [name: string, value: string];

export interface NodeFacts {
  readonly pid: number;
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly unixSeconds: number;
  /** CPU time so far. */
  readonly busy: Nanos;
  readonly maxConnections: number;
  readonly connections: number;
  readonly accepted: number;
  readonly turnedAway: number;
}

/** All that memcached 1.6.18 tells, by its names and in its order; 0 for what does not exist here. */
export function generalStats(facts: NodeFacts, counters: Counters, store: Store): Stat[] {
  const told = { ...factsTold(facts), ...countsTold(counters), ...itemsTold(store) };
  return NAMES.map((name) => [name, String(told[name] ?? 0)]);
}

type Told = Partial<Record<Name, number | string>>;

function factsTold(facts: NodeFacts): Told {
  return {
    pid: facts.pid,
    uptime: facts.uptimeSeconds,
    time: facts.unixSeconds,
    version: facts.version,
    libevent: '2.1.12-stable',
    pointer_size: 64,
    rusage_user: (facts.busy / SECOND).toFixed(6),
    rusage_system: '0.000000',
    max_connections: facts.maxConnections === Infinity ? 0 : facts.maxConnections,
    curr_connections: facts.connections,
    total_connections: facts.accepted,
    rejected_connections: facts.turnedAway,
    connection_structures: facts.connections,
    reserved_fds: 5,
    accepting_conns: 1,
    threads: 1,
    hash_power_level: 16,
    hash_bytes: 524_288,
  };
}

function countsTold(counters: Counters): Told {
  return {
    cmd_get: counters.cmdGet,
    cmd_set: counters.cmdSet,
    cmd_flush: counters.cmdFlush,
    cmd_touch: counters.cmdTouch,
    cmd_meta: counters.cmdMeta,
    get_hits: counters.getHits,
    get_misses: counters.getMisses,
    delete_misses: counters.deleteMisses,
    delete_hits: counters.deleteHits,
    incr_misses: counters.incrMisses,
    incr_hits: counters.incrHits,
    decr_misses: counters.decrMisses,
    decr_hits: counters.decrHits,
    cas_misses: counters.casMisses,
    cas_hits: counters.casHits,
    cas_badval: counters.casBadValue,
    touch_hits: counters.touchHits,
    touch_misses: counters.touchMisses,
    store_too_large: counters.storeTooLarge,
    store_no_memory: counters.storeNoMemory,
    auth_cmds: counters.authCmds,
    auth_errors: counters.authErrors,
    bytes_read: counters.bytesRead,
    bytes_written: counters.bytesWritten,
  };
}

function itemsTold({ tally, memoryLimit, bytes, items }: Store): Told {
  return {
    get_expired: tally.expired,
    limit_maxbytes: memoryLimit,
    bytes,
    curr_items: items,
    total_items: tally.stored,
    expired_unfetched: tally.expiredUnfetched,
    evicted_unfetched: tally.evictedUnfetched,
    evictions: tally.evicted,
    reclaimed: tally.reclaimed,
  };
}

const NAMES = [
  'pid',
  'uptime',
  'time',
  'version',
  'libevent',
  'pointer_size',
  'rusage_user',
  'rusage_system',
  'max_connections',
  'curr_connections',
  'total_connections',
  'rejected_connections',
  'connection_structures',
  'response_obj_oom',
  'response_obj_count',
  'response_obj_bytes',
  'read_buf_count',
  'read_buf_bytes',
  'read_buf_bytes_free',
  'read_buf_oom',
  'reserved_fds',
  'cmd_get',
  'cmd_set',
  'cmd_flush',
  'cmd_touch',
  'cmd_meta',
  'get_hits',
  'get_misses',
  'get_expired',
  'get_flushed',
  'delete_misses',
  'delete_hits',
  'incr_misses',
  'incr_hits',
  'decr_misses',
  'decr_hits',
  'cas_misses',
  'cas_hits',
  'cas_badval',
  'touch_hits',
  'touch_misses',
  'store_too_large',
  'store_no_memory',
  'auth_cmds',
  'auth_errors',
  'bytes_read',
  'bytes_written',
  'limit_maxbytes',
  'accepting_conns',
  'listen_disabled_num',
  'time_in_listen_disabled_us',
  'threads',
  'conn_yields',
  'hash_power_level',
  'hash_bytes',
  'hash_is_expanding',
  'slab_reassign_rescues',
  'slab_reassign_chunk_rescues',
  'slab_reassign_evictions_nomem',
  'slab_reassign_inline_reclaim',
  'slab_reassign_busy_items',
  'slab_reassign_busy_deletes',
  'slab_reassign_running',
  'slabs_moved',
  'lru_crawler_running',
  'lru_crawler_starts',
  'lru_maintainer_juggles',
  'malloc_fails',
  'log_worker_dropped',
  'log_worker_written',
  'log_watcher_skipped',
  'log_watcher_sent',
  'log_watchers',
  'unexpected_napi_ids',
  'round_robin_fallback',
  'bytes',
  'curr_items',
  'total_items',
  'slab_global_page_pool',
  'expired_unfetched',
  'evicted_unfetched',
  'evicted_active',
  'evictions',
  'reclaimed',
  'crawler_reclaimed',
  'crawler_items_checked',
  'lrutail_reflocked',
  'moves_to_cold',
  'moves_to_warm',
  'moves_within_lru',
  'direct_reclaims',
  'lru_bumps_dropped',
] as const;

type Name = (typeof NAMES)[number];
