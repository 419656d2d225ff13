import type { Executor } from './executor.ts';
import type { SettingName, Settings } from './settings.ts';
import { CHUNK_BYTES } from './slab-classes.ts';
import { metadump } from './slab-stats.ts';

/** What administrators' commands need of their node. */
export interface AdminHost {
  readonly settings: Settings;
  /** False: they may not be given here; each is then as good as unknown. */
  readonly administered: boolean;
  /** Null: there is no `debugtime`. */
  readonly clock: { pause(): void; resume(): void; add(seconds: number): void } | null;
  /** False: there are shares of caches, which one command must not change. */
  limitMemory(bytes: number): boolean;
  unixSeconds(): number;
}

const UNSIGNED = /^\+?\d+$/;
const SIGNED = /^[+-]?\d+$/;
const FLOAT = /^[+-]?\d+(?:\.\d*)?$/;
const BAD_FORMAT = 'CLIENT_ERROR bad command line format';
const MEMORY_LIMIT_MIN = 8;
const MEMORY_LIMIT_MAX = 1_000_000_000;
const CRAWLER_SLEEP_MAX = 1_000_000;
const SHARES_MAX = 80;

/** Commands of the text protocol that are not about keys. What they set has no effect but to be told, with few exceptions. */
export class AdminCommands {
  private readonly host: AdminHost;

  constructor(host: AdminHost) {
    this.host = host;
  }

  /** The lines to answer; '' is silence. */
  answer(cache: Executor, words: readonly string[]): string {
    const { administered, clock } = this.host;
    const [command = ''] = words;
    if (command === 'shutdown') return 'ERROR: shutdown not enabled\r\n';
    if (command === 'refresh_certs') return 'Error TLS not enabled\r\n';
    if (command === 'watch') return 'CLIENT_ERROR watch commands not allowed\r\n';
    if (command === 'debugtime' && clock !== null) return line(this.debugTime(clock, words));
    if (!administered) return 'ERROR\r\n';
    if (command === 'lru_crawler') return this.crawler(cache, words);
    const answer = this.set(words);
    return words.at(-1) === 'noreply' && heedsNoreply(words) ? '' : line(answer);
  }

  private set(words: readonly string[]): string {
    switch (words[0]) {
      case 'slabs':
        return this.slabs(words);
      case 'lru':
        return this.lru(words);
      case 'cache_memlimit':
        return this.memoryLimit(words);
      case 'extstore':
        return this.extstore(words);
      default:
        return 'ERROR';
    }
  }

  private debugTime(clock: NonNullable<AdminHost['clock']>, [, word = '']: readonly string[]): string {
    if (word === 'p') clock.pause();
    else if (word === 'r') clock.resume();
    else if (SIGNED.test(word)) clock.add(Number(word));
    else return 'ERROR';
    return 'OK';
  }

  private slabs(words: readonly string[]): string {
    const [, topic, from = '', to = ''] = words;
    if (topic === 'reassign' && words.length === 4) {
      if (!SIGNED.test(from) || !SIGNED.test(to)) return BAD_FORMAT;
      if (from === to) return 'SAME src and dst class are identical';
      const known = [from, to].every((id) => id === '-1' || (Number(id) >= 0 && Number(id) <= CHUNK_BYTES.length));
      // There are no pages to move: one list holds all sizes.
      return known && Number(to) > 0 && from !== '-1'
        ? 'NOSPARE source class has no spare pages'
        : 'BADCLASS invalid src or dst class id';
    }
    if (topic !== 'automove' || words.length < 3) return 'ERROR';
    if (from === 'ratio') return FLOAT.test(to) ? this.keep('slab_automove_ratio', fixed(to)) : 'ERROR';
    if (!UNSIGNED.test(from)) return BAD_FORMAT;
    return Number(from) <= 2 ? this.keep('slab_automove', Number(from)) : 'ERROR';
  }

  private lru(words: readonly string[]): string {
    const [, topic, first = '', second = '', third = '', fourth = ''] = words;
    if (topic === 'tune' && words.length >= 6) {
      const numbers = UNSIGNED.test(first) && UNSIGNED.test(second) && FLOAT.test(third) && FLOAT.test(fourth);
      if (!numbers) return 'ERROR';
      if (Number(first) + Number(second) > SHARES_MAX) return 'ERROR hot and warm pcts must not exceed 80';
      if (Number(third) <= 0 || Number(fourth) <= 0) return 'ERROR hot/warm age factors must be greater than 0';
      this.keep('hot_lru_pct', Number(first));
      this.keep('warm_lru_pct', Number(second));
      this.keep('hot_max_factor', fixed(third));
      return this.keep('warm_max_factor', fixed(fourth));
    }
    if (topic === 'mode' && (first === 'flat' || first === 'segmented')) {
      return this.keep('lru_segmented', first === 'flat' ? 'no' : 'yes');
    }
    if (topic !== 'temp_ttl' || !SIGNED.test(first)) return 'ERROR';
    if (Number(first) < 0) return this.keep('temp_lru', 'no');
    this.keep('temporary_ttl', Number(first));
    return this.keep('temp_lru', 'yes');
  }

  private memoryLimit(words: readonly string[]): string {
    const [, megabytes = ''] = words;
    if (words.length < 2 || words.length > 3 || !UNSIGNED.test(megabytes)) return 'ERROR';
    const count = Number(megabytes);
    if (count < MEMORY_LIMIT_MIN) return 'MEMLIMIT_TOO_SMALL cannot set maxbytes to less than 8m';
    if (count > MEMORY_LIMIT_MAX) return 'MEMLIMIT_ADJUST_FAILED input value is megabytes not bytes';
    const bytes = count * 1024 * 1024;
    if (!this.host.limitMemory(bytes)) return 'MEMLIMIT_ADJUST_FAILED out of bounds or unable to adjust';
    return this.keep('maxbytes', bytes);
  }

  /** There is no second storage, but Debian's memcached, which has the code for one, lets itself be told. */
  private extstore(words: readonly string[]): string {
    const [, name = '', value = ''] = words;
    if (name === 'free_memchunks') {
      return words.length > 3 && UNSIGNED.test(value) && Number(value) < 64 && UNSIGNED.test(words[3]!)
        ? 'OK'
        : 'ERROR';
    }
    const setting = EXTSTORE.get(name);
    if (setting === undefined) return 'ERROR';
    if (name === 'max_frag') return FLOAT.test(value) ? this.keep(setting, fixed(value)) : 'ERROR';
    if (!UNSIGNED.test(value)) return 'ERROR';
    return this.keep(setting, name === 'drop_unread' ? (Number(value) === 0 ? 'no' : 'yes') : Number(value));
  }

  private crawler(cache: Executor, words: readonly string[]): string {
    const [, topic = '', value = ''] = words;
    const { settings } = this.host;
    if (words.length === 2) {
      if (topic !== 'enable' && topic !== 'disable') return 'ERROR\r\n';
      const on = topic === 'enable';
      if (on && settings.get('lru_crawler') === 'yes') return 'ERROR failed to start lru crawler thread\r\n';
      return line(this.keep('lru_crawler', on ? 'yes' : 'no'));
    }
    if (words.length !== 3) return 'ERROR\r\n';
    if (topic === 'tocrawl' || topic === 'sleep') {
      if (!UNSIGNED.test(value)) return line(BAD_FORMAT);
      if (topic === 'tocrawl') return line(this.keep('lru_crawler_tocrawl', Number(value)));
      if (Number(value) > CRAWLER_SLEEP_MAX) return 'CLIENT_ERROR sleep must be one second or less\r\n';
      return line(this.keep('lru_crawler_sleep', Number(value)));
    }
    if (topic !== 'crawl' && topic !== 'metadump') return 'ERROR\r\n';
    if (settings.get('lru_crawler') === 'no') return 'CLIENT_ERROR lru crawler disabled\r\n';
    const everything = value === 'all' || (value === 'hash' && topic === 'metadump');
    const ids = everything ? [] : value.split(',').map(Number);
    if (!ids.every((id) => id > 0 && id <= CHUNK_BYTES.length)) return 'BADCLASS invalid class id\r\n';
    if (topic === 'metadump') return metadump(cache.store, everything ? null : new Set(ids), this.host.unixSeconds());
    cache.store.reclaim(this.host.unixSeconds());
    return 'OK\r\n';
  }

  private keep(name: SettingName, value: string | number): 'OK' {
    this.host.settings.set(name, value);
    return 'OK';
  }
}

const EXTSTORE: ReadonlyMap<string, SettingName> = new Map([
  ['item_size', 'ext_item_size'],
  ['item_age', 'ext_item_age'],
  ['low_ttl', 'ext_low_ttl'],
  ['recache_rate', 'ext_recache_rate'],
  ['compact_under', 'ext_compact_under'],
  ['drop_under', 'ext_drop_under'],
  ['max_sleep', 'ext_max_sleep'],
  ['max_frag', 'ext_max_frag'],
  ['drop_unread', 'ext_drop_unread'],
]);

/** Of `slabs` one form only heeds `noreply`. */
function heedsNoreply([command = '', topic]: readonly string[]): boolean {
  return command === 'slabs' ? topic === 'automove' : ['lru', 'cache_memlimit', 'extstore'].includes(command);
}

function line(text: string): string {
  return `${text}\r\n`;
}

function fixed(number: string): string {
  return Number(number).toFixed(2);
}
