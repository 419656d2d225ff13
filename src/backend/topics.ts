import type { Executor } from './executor.ts';
import type { Settings } from './settings.ts';
import { cachedump, itemStats, sizeStats, slabStats } from './slab-stats.ts';
import type { Stat } from './stats.ts';

/** What `stats` needs of its node. */
export interface TopicsHost {
  readonly settings: Settings;
  general(cache: Executor): Stat[];
  /** Of the listener and of connections. */
  connections(): Stat[];
  reset(cache: Executor): void;
  unixSeconds(): number;
}

/** Classes that memcached has room for. */
const CLASSES_MAX = 64;
const BAD_LINE = 'CLIENT_ERROR bad command line';

/** `stats` by topic, of one cache. */
export class Topics {
  private readonly host: TopicsHost;

  constructor(host: TopicsHost) {
    this.host = host;
  }

  /** Topics that are lines of names and values; null: there is no such one. '' is the general one, `reset` resets. */
  lines(cache: Executor, topic: string): readonly Stat[] | null {
    const { store } = cache;
    switch (topic) {
      case '':
        return this.host.general(cache);
      case 'settings':
        return this.host.settings.rows();
      case 'items':
        return itemStats(store, this.host.unixSeconds());
      case 'slabs':
        return slabStats(store);
      case 'sizes':
        return cache.sizesOn ? sizeStats(store) : [['sizes_status', 'disabled']];
      case 'sizes_enable':
      case 'sizes_disable':
        cache.sizesOn = topic === 'sizes_enable';
        return [['sizes_status', cache.sizesOn ? 'enabled' : 'disabled']];
      case 'conns':
        return this.host.connections();
      case 'extstore':
        return [];
      case 'reset':
        this.host.reset(cache);
        return [];
      default:
        return null;
    }
  }

  /** The whole answer of the text protocol. */
  text(cache: Executor, words: readonly string[]): string {
    const [topic = ''] = words;
    if (topic === 'detail')
      return this.detail(cache, words[1] ?? '') ?? `CLIENT_ERROR usage: stats detail on|off|dump\r\n`;
    if (topic === 'cachedump') return this.cachedump(cache, words);
    const lines = this.lines(cache, topic);
    if (lines === null) return 'ERROR\r\n';
    if (topic === 'reset') return 'RESET\r\n';
    const text = lines.map(([name, value]) => `STAT ${name} ${value}\r\n`).join('');
    return topic === 'sizes_enable' || topic === 'sizes_disable' ? text : `${text}END\r\n`;
  }

  /** The binary protocol's: fewer topics, told by their first letters. Null: there is no such one. */
  binary(cache: Executor, topic: string): readonly Stat[] | null {
    if (topic.startsWith('reset')) return this.lines(cache, 'reset');
    if (topic.startsWith('detail ')) {
      const subject = topic.slice('detail '.length);
      const text = this.detail(cache, subject);
      if (text === null) return null;
      return subject === 'dump' ? [['detailed', text]] : [];
    }
    return topic === 'conns' ? null : this.lines(cache, topic);
  }

  private detail({ prefixes }: Executor, subject: string): string | null {
    if (subject === 'dump') return prefixes.dump();
    if (subject !== 'on' && subject !== 'off') return null;
    prefixes.on = subject === 'on';
    this.host.settings.set('detail_enabled', prefixes.on ? 'yes' : 'no');
    return 'OK\r\n';
  }

  private cachedump({ store }: Executor, words: readonly string[]): string {
    if (words.length < 3) return `${BAD_LINE}\r\n`;
    const [id, limit] = [Number(words[1]), Number(words[2])];
    if (!Number.isSafeInteger(id) || !Number.isSafeInteger(limit) || id < 0 || limit < 0) {
      return `${BAD_LINE} format\r\n`;
    }
    if (id >= CLASSES_MAX) return 'CLIENT_ERROR Illegal slab id\r\n';
    return cachedump(store, id, limit, this.host.unixSeconds());
  }
}
