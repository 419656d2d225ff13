/**
 * What memcached tells of its slabs, told of one list of items: each is counted to the class that would hold it. Items are
 * gone through one by one, so this is for people, not for the hot path.
 */
import { Mark, type Item } from './item.ts';
import { CHUNK_BYTES, PAGE_BYTES, slabClass } from './slab-classes.ts';
import type { Stat } from './stats.ts';
import type { Store } from './store.ts';

/** More would not fit memcached's buffer for it. */
const DUMP_BYTES_MAX = 2 << 20;
const SIZE_STEP = 32;

interface ClassFigures {
  items: number;
  bytes: number;
  /** Of the one that would go next. */
  usedAt: number;
}

export function slabStats(store: Store): Stat[] {
  const rows: (readonly [string, number])[] = [];
  let pagesInAll = 0;
  const classes = figures(store);
  for (const [id, { items }] of classes) {
    const chunkBytes = CHUNK_BYTES[id - 1]!;
    const perPage = Math.floor(PAGE_BYTES / chunkBytes);
    const pages = Math.ceil(items / perPage);
    pagesInAll += pages;
    rows.push(
      [`${id}:chunk_size`, chunkBytes],
      [`${id}:chunks_per_page`, perPage],
      [`${id}:total_pages`, pages],
      [`${id}:total_chunks`, pages * perPage],
      [`${id}:used_chunks`, items],
      [`${id}:free_chunks`, pages * perPage - items],
      [`${id}:free_chunks_end`, 0],
      ...NOT_BY_CLASS.map((name) => [`${id}:${name}`, 0] as const),
    );
  }
  rows.push(['active_slabs', classes.length], ['total_malloced', pagesInAll * PAGE_BYTES]);
  return rows.map(([name, value]) => [name, String(value)]);
}

/** One list is all cold. */
export function itemStats(store: Store, now: number): Stat[] {
  return figures(store).flatMap(([id, { items, bytes, usedAt }]) => {
    const told: Record<string, number> = {
      number: items,
      number_cold: items,
      age: Math.max(0, now - usedAt),
      mem_requested: bytes,
      evicted: store.tally.evictedOf[id]!,
    };
    return ITEM_FIGURES.map((name) => [`items:${id}:${name}`, String(told[name] ?? 0)] as const);
  });
}

/** How many items there are of each size, in steps of 32 bytes. */
export function sizeStats(store: Store): Stat[] {
  const counts = new Map<number, number>();
  for (const { bytes } of items(store)) {
    const step = Math.ceil(bytes / SIZE_STEP) * SIZE_STEP;
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([size, count]) => [String(size), String(count)]);
}

/** `stats cachedump`: newest first; a limit of 0 is none. */
export function cachedump(store: Store, id: number, limit: number, now: number): string {
  let text = '';
  let shown = 0;
  for (const item of items(store)) {
    if (limit > 0 && shown === limit) break;
    if (slabClass(item.bytes) !== id || item.expired(now)) continue;
    const line = `ITEM ${keyOf(item)} [${item.valueBytes} b; ${item.expiresAt} s]\r\n`;
    if (text.length + line.length > DUMP_BYTES_MAX) break;
    text += line;
    shown++;
  }
  return `${text}END\r\n`;
}

/** `lru_crawler metadump`: of these classes, null for all. Bytes that an address may not hold are written `%XX`. */
export function metadump(store: Store, classes: ReadonlySet<number> | null, now: number): string {
  const lines: string[] = [];
  for (const item of items(store)) {
    const { bytes, marks, cas, usedAt, expiresAt } = item;
    const id = slabClass(bytes);
    if (item.expired(now) || (classes !== null && !classes.has(id))) continue;
    const fetched = (marks & Mark.fetched) === 0 ? 'no' : 'yes';
    const key = keyOf(item).replace(
      /[^\w.~-]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
    const expiry = expiresAt === 0 ? -1 : expiresAt;
    lines.push(`key=${key} exp=${expiry} la=${usedAt} cas=${cas} fetch=${fetched} cls=${id} size=${bytes}\n`);
  }
  return `${lines.join('')}END\r\n`;
}

function keyOf({ data, keyBytes }: Item): string {
  return data.toString('latin1', 0, keyBytes);
}

function* items(store: Store): Generator<Item> {
  for (let item = store.newest; item !== null; item = item.older) yield item;
}

/** By number of class, those that hold items. */
function figures(store: Store): [id: number, ClassFigures][] {
  const classes = new Map<number, ClassFigures>();
  for (const { bytes, usedAt } of items(store)) {
    const id = slabClass(bytes);
    const known = classes.get(id);
    if (known === undefined) classes.set(id, { items: 1, bytes, usedAt });
    else {
      known.items++;
      known.bytes += bytes;
      known.usedAt = usedAt;
    }
  }
  return [...classes].sort(([a], [b]) => a - b);
}

/** Here these are counted for all classes together only: see the general statistics. */
const NOT_BY_CLASS = [
  'get_hits',
  'cmd_set',
  'delete_hits',
  'incr_hits',
  'decr_hits',
  'cas_hits',
  'cas_badval',
  'touch_hits',
] as const;

const ITEM_FIGURES = [
  'number',
  'number_hot',
  'number_warm',
  'number_cold',
  'age_hot',
  'age_warm',
  'age',
  'mem_requested',
  'evicted',
  'evicted_nonzero',
  'evicted_time',
  'outofmemory',
  'tailrepairs',
  'reclaimed',
  'expired_unfetched',
  'evicted_unfetched',
  'evicted_active',
  'crawler_reclaimed',
  'crawler_items_checked',
  'lrutail_reflocked',
  'moves_to_cold',
  'moves_to_warm',
  'moves_within_lru',
  'direct_reclaims',
  'hits_to_hot',
  'hits_to_warm',
  'hits_to_cold',
  'hits_to_temp',
] as const;
