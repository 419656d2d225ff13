/** What caches would say if each were alone: no word of any other cache, or of another namespace, can come out of this. */
import type { Draws } from '../protocol/collect.case.ts';

export interface Who {
  readonly user: string;
  readonly readOnly: boolean;
  readonly flushes: boolean;
  readonly namespace: string;
}

export type Operation =
  | { readonly do: 'get'; readonly keys: readonly string[] }
  | { readonly do: 'set' | 'add' | 'replace'; readonly key: string; readonly value: string; readonly flags: number }
  | { readonly do: 'append' | 'prepend'; readonly key: string; readonly value: string }
  | { readonly do: 'incr' | 'decr'; readonly key: string; readonly delta: number }
  | { readonly do: 'delete' | 'touch' | 'gat'; readonly key: string }
  | { readonly do: 'flush' | 'stats' | 'items' | 'dump' };

export interface Item {
  readonly value: string;
  readonly flags: number;
}

/** What the asker is to hear. */
export type Outcome =
  | { readonly is: 'done' | 'missing' | 'exists' | 'denied' }
  | { readonly is: 'found'; readonly items: readonly (Item | null)[] }
  | { readonly is: 'counted'; readonly value: string }
  | { readonly is: 'told'; readonly items: number };

const KEYS = ['a', 'b', 'c', 'd', 'inner:a', 'inner:b', 'x', 'nobody has this'.replaceAll(' ', '-')];
const COUNTERS = ['n', 'inner:n'];
const WRITES: ReadonlySet<string> = new Set('set add replace append prepend incr decr delete touch gat'.split(' '));

export class CacheModel {
  readonly name: string;
  /** It evicts: whatever it should have may be missing. */
  readonly tight: boolean;
  readonly items = new Map<string, Item>();
  private values = 0;

  constructor(name: string, tight: boolean) {
    this.name = name;
    this.tight = tight;
  }

  /** Any of them says whose it is. */
  draw(draws: Draws, { user }: Who): Operation {
    const key = this.key(draws);
    const counter = draws.pick(COUNTERS);
    const value = `${this.name}/${user}/${this.values++}${this.tight ? '.'.repeat(300) : ''}`;
    const flags = draws.below(3);
    const rare = draws.below(40);
    if (rare < 4) return { do: (['flush', 'stats', 'items', 'dump'] as const)[rare]! };
    const least = this.tight ? 4 : 10;
    switch (draws.below(least)) {
      case 0:
        return { do: 'get', keys: [key] };
      case 1:
        return { do: 'get', keys: Array.from({ length: 2 + draws.below(4) }, () => this.key(draws)) };
      case 2:
        return { do: 'set', key, value, flags };
      case 3:
        return draws.below(4) === 0 ? { do: 'delete', key } : { do: 'set', key, value, flags };
      case 4:
        return { do: draws.pick(['add', 'replace'] as const), key, value, flags };
      case 5:
        return { do: draws.pick(['append', 'prepend'] as const), key, value: `<${value}>` };
      case 6:
        return { do: 'set', key: counter, value: String(draws.below(2000)), flags };
      case 7:
        return { do: draws.pick(['incr', 'decr'] as const), key: counter, delta: draws.below(1000) };
      case 8:
        return { do: draws.pick(['touch', 'gat'] as const), key };
      default:
        return { do: 'get', keys: [counter] };
    }
  }

  /** Does it. `creates`: a counter that is not there begins at 0, as binary clients have it. */
  apply(operation: Operation, who: Who, creates: boolean): Outcome {
    if (who.readOnly && WRITES.has(operation.do)) return { is: 'denied' };
    switch (operation.do) {
      case 'get':
        return { is: 'found', items: operation.keys.map((key) => this.item(who, key)) };
      case 'gat': {
        const item = this.item(who, operation.key);
        return item === null ? { is: 'missing' } : { is: 'found', items: [item] };
      }
      case 'touch':
        return { is: this.item(who, operation.key) === null ? 'missing' : 'done' };
      case 'delete':
        return { is: this.items.delete(who.namespace + operation.key) ? 'done' : 'missing' };
      case 'incr':
      case 'decr':
        return this.count(operation, who, creates);
      case 'flush':
        if (!who.flushes) return { is: 'denied' };
        this.items.clear();
        return { is: 'done' };
      case 'stats':
      case 'items':
        return { is: 'told', items: this.items.size };
      case 'dump':
        return { is: 'denied' };
      default:
        return this.store(operation, who);
    }
  }

  private key(draws: Draws): string {
    return this.tight ? `${draws.pick(KEYS)}${draws.below(20)}` : draws.pick(KEYS);
  }

  private item({ namespace }: Who, key: string): Item | null {
    return this.items.get(namespace + key) ?? null;
  }

  private store(operation: Extract<Operation, { readonly value: string }>, who: Who): Outcome {
    const { key, value } = operation;
    const old = this.item(who, key);
    const put = (item: Item): Outcome => {
      this.items.set(who.namespace + key, item);
      return { is: 'done' };
    };
    switch (operation.do) {
      case 'append':
      case 'prepend':
        if (old === null) return { is: 'missing' };
        return put({ ...old, value: operation.do === 'append' ? old.value + value : value + old.value });
      case 'add':
        return old === null ? put({ value, flags: operation.flags }) : { is: 'exists' };
      case 'replace':
        return old === null ? { is: 'missing' } : put({ value, flags: operation.flags });
      default:
        return put({ value, flags: operation.flags });
    }
  }

  /** A shorter number is padded. */
  private count(operation: Extract<Operation, { readonly delta: number }>, who: Who, creates: boolean): Outcome {
    const old = this.item(who, operation.key);
    if (old === null && !creates) return { is: 'missing' };
    const before = old === null ? 0 : Number(old.value);
    const signed = operation.do === 'incr' ? operation.delta : -operation.delta;
    const value = String(old === null ? 0 : Math.max(0, before + signed));
    const item = { value: value.padEnd(old?.value.length ?? 0), flags: old?.flags ?? 0 };
    this.items.set(who.namespace + operation.key, item);
    return { is: 'counted', value };
  }
}
