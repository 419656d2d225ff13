/** An operation as a client says it, and what it is to hear, as the source of a regular expression. */
import type { Draws } from '../protocol/collect.case.ts';
import { request, type OpcodeName } from './asker.case.ts';
import type { Item, Operation, Outcome } from './isolation-model.case.ts';

export interface Said {
  readonly bytes: Buffer;
  readonly hears: string;
}

export interface Asking {
  readonly operation: Operation;
  readonly outcome: Outcome;
  /** Whatever should be found may have been evicted. */
  readonly unsure: boolean;
}

/** How a client of one protocol puts it. */
export type Wording = (draws: Draws, asking: Asking) => Said;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
const either = (unsure: boolean, found: string, missing: string): string =>
  unsure ? `(?:${found}|${missing})` : found;

export const textWords: Wording = (draws, asking) => {
  const meta = draws.below(3) === 0 ? metaWords(draws, asking) : null;
  const { operation, outcome, unsure } = asking;
  const line = textLine(operation);
  if (meta !== null) return meta;
  if (outcome.is === 'denied') return said(line, denial(operation));
  switch (operation.do) {
    case 'get':
    case 'gat':
      return said(line, `${textValues(operation.do === 'get' ? operation.keys : [operation.key], asking)}END\r\n`);
    case 'delete':
      return said(line, either(unsure, outcome.is === 'done' ? 'DELETED\r\n' : 'NOT_FOUND\r\n', 'NOT_FOUND\r\n'));
    case 'touch':
      return said(line, outcome.is === 'done' ? 'TOUCHED\r\n' : 'NOT_FOUND\r\n');
    case 'incr':
    case 'decr':
      return said(line, outcome.is === 'counted' ? `${outcome.value}\r\n` : 'NOT_FOUND\r\n');
    case 'flush':
      return said(line, 'OK\r\n');
    case 'stats':
    case 'items':
    case 'dump':
      return said(line, '(?:STAT [^\\r\\n]*\\r\\n)*END\\r\\n');
    default:
      return said(line, outcome.is === 'done' ? 'STORED\r\n' : 'NOT_STORED\r\n');
  }
};

function said(line: string, hears: string): Said {
  return { bytes: Buffer.from(line, 'latin1'), hears };
}

function denial(operation: Operation): string {
  if (operation.do === 'flush') return 'CLIENT_ERROR flush_all not allowed\r\n';
  if (operation.do === 'dump') return 'CLIENT_ERROR stats cachedump not allowed\r\n';
  return 'CLIENT_ERROR write not allowed\r\n';
}

function textLine(operation: Operation): string {
  switch (operation.do) {
    case 'get':
      return `get ${operation.keys.join(' ')}\r\n`;
    case 'gat':
      return `gat 0 ${operation.key}\r\n`;
    case 'touch':
      return `touch ${operation.key} 0\r\n`;
    case 'delete':
      return `delete ${operation.key}\r\n`;
    case 'incr':
    case 'decr':
      return `${operation.do} ${operation.key} ${operation.delta}\r\n`;
    case 'flush':
      return 'flush_all\r\n';
    case 'stats':
      return 'stats\r\n';
    case 'items':
      return 'stats items\r\n';
    case 'dump':
      return 'stats cachedump 1 0\r\n';
    default: {
      const { key, value } = operation;
      const flags = 'flags' in operation ? operation.flags : 0;
      return `${operation.do} ${key} ${flags} 0 ${value.length}\r\n${value}\r\n`;
    }
  }
}

function textValues(keys: readonly string[], { outcome, unsure }: Asking): string {
  if (outcome.is !== 'found') return '';
  return keys
    .map((key, i) => {
      const item = outcome.items[i] ?? null;
      if (item === null) return '';
      return `(?:${escaped(`VALUE ${key} ${item.flags} ${item.value.length}\r\n${item.value}\r\n`)})${unsure ? '?' : ''}`;
    })
    .join('');
}

/** The same as a meta command, its key now and then in base64; null where there is none. */
function metaWords(draws: Draws, { operation, outcome, unsure }: Asking): Said | null {
  if (outcome.is === 'denied' && operation.do !== 'set' && operation.do !== 'delete') return null;
  const denied = outcome.is === 'denied' ? 'CLIENT_ERROR write not allowed\r\n' : null;
  const encoded = draws.below(3) === 0;
  const named = (key: string): string => (encoded ? `${base64(key)} b` : key);
  switch (operation.do) {
    case 'get': {
      const [key = ''] = operation.keys;
      const item = outcome.is === 'found' ? (outcome.items[0] ?? null) : null;
      if (operation.keys.length > 1) return null;
      if (item?.flags === 1 && !unsure) return said(`me ${named(key)}\r\n`, `ME ${eitherForm(key)} [^\r\n]*\r\n`);
      return said(`mg ${named(key)} k v f\r\n`, metaValue(key, item, unsure));
    }
    case 'set': {
      const { key, value, flags } = operation;
      const line = `ms ${encoded ? base64(key) : key} ${value.length} F${flags}${encoded ? ' b' : ''} k\r\n${value}\r\n`;
      return said(line, denied ?? `HD k${eitherForm(key)}\r\n`);
    }
    case 'delete': {
      const { key } = operation;
      const hears = outcome.is === 'done' ? 'HD' : 'NF';
      return said(`md ${named(key)} k\r\n`, denied ?? `${either(unsure, hears, 'NF')} k${eitherForm(key)}\r\n`);
    }
    case 'incr':
    case 'decr': {
      const mode = operation.do === 'decr' ? ' MD' : '';
      const { key, delta } = operation;
      const name = `k${eitherForm(key)}\r\n`;
      const hears = outcome.is === 'counted' ? `VA ${outcome.value.length} ${name}${outcome.value}\r\n` : `NF ${name}`;
      return said(`ma ${named(key)} v k D${delta}${mode}\r\n`, hears);
    }
    default:
      return null;
  }
}

function base64(key: string): string {
  return Buffer.from(key, 'latin1').toString('base64');
}

/** An answer names a key as it was when its item was stored, or as it was asked for. */
function eitherForm(key: string): string {
  return `(?:${escaped(base64(key))}(?: b)?|${escaped(key)})`;
}

function metaValue(key: string, item: Item | null, unsure: boolean): string {
  const miss = `EN k${eitherForm(key)}\r\n`;
  if (item === null) return miss;
  const { value, flags } = item;
  return either(unsure, `VA ${value.length} k${eitherForm(key)} f${flags}\r\n${escaped(value)}\r\n`, miss);
}

const STATUS = { done: 0, missing: 1, exists: 2, denied: 0x20, found: 0, counted: 0, told: 0 } as const;

/** `opaque` is drawn; the vbucket field names any cache, which is not the client's to choose. */
export const binaryWords: Wording = (draws, asking) => {
  const { operation } = asking;
  const opaque = draws.below(1000);
  const lines = binaryLines(draws, asking, opaque);
  const bytes = Buffer.concat(lines.map(({ bytes }) => bytes));
  for (let at = 0; at < bytes.length; at += 24 + bytes.readUInt32BE(at + 8))
    bytes.writeUInt16BE(draws.below(6), at + 6);
  if ('delta' in operation) bytes.writeUInt32BE(operation.delta, 28);
  if ('flags' in operation) bytes.writeUInt32BE(operation.flags, 24);
  return { bytes, hears: lines.map(({ hears }) => hears).join('') };
};

function binaryLines(draws: Draws, { operation, outcome, unsure }: Asking, opaque: number): Said[] {
  const say = (name: OpcodeName, message: { key?: string; value?: string }, hears: string): Said => {
    return { bytes: request(name, { ...message, opaque }), hears };
  };
  const status = (name: OpcodeName, code: number): string => {
    return `${name} 0x${code.toString(16).padStart(2, '0')} #${opaque}\n`;
  };
  switch (operation.do) {
    case 'get': {
      const items = outcome.is === 'found' ? outcome.items : [];
      if (operation.keys.length === 1 && draws.below(2) === 0) {
        const hit = escaped(`get 0x00 #${opaque}=${items[0]?.value ?? ''}\n`);
        const hears = items[0] ? either(unsure, hit, status('get', 1)) : status('get', 1);
        return [say('get', { key: operation.keys[0]! }, hears)];
      }
      const gets = operation.keys.map((key, i) => {
        const hit = `(?:${escaped(`getkq 0x00 #${opaque} ${key}=${items[i]?.value ?? ''}\n`)})`;
        return say('getkq', { key }, items[i] ? hit + (unsure ? '?' : '') : '');
      });
      return [...gets, say('noop', {}, status('noop', 0))];
    }
    case 'gat': {
      const hears = outcome.is === 'found' ? escaped(`gat 0x00 #${opaque}=${outcome.items[0]!.value}\n`) : null;
      return [say('gat', { key: operation.key }, hears ?? status('gat', STATUS[outcome.is]))];
    }
    case 'incr':
    case 'decr': {
      const { key } = operation;
      const value = Buffer.alloc(8);
      if (outcome.is === 'counted') value.writeUInt32BE(Number(outcome.value), 4);
      const counted = `${operation.do} 0x00 #${opaque}=${value.toString('latin1')}\n`;
      const hears = outcome.is === 'counted' ? escaped(counted) : status(operation.do, STATUS[outcome.is]);
      return [say(operation.do, { key }, hears)];
    }
    case 'stats':
      return [say('stat', {}, `(?:stat 0x00 #${opaque} [^\\n]*\\n)*stat 0x00 #${opaque}\\n`)];
    case 'items':
      return [say('stat', { key: 'items' }, `(?:stat 0x00 #${opaque} [^\\n]*\\n)*stat 0x00 #${opaque}\\n`)];
    case 'dump':
      return [say('stat', { key: 'cachedump 1 0' }, status('stat', 0x20))];
    case 'flush':
      return [say('flush', {}, status('flush', STATUS[outcome.is]))];
    case 'touch':
      return [say('touch', { key: operation.key }, status('touch', STATUS[outcome.is]))];
    case 'delete': {
      const hears = status('delete', STATUS[outcome.is]);
      return [
        say('delete', { key: operation.key }, either(unsure && outcome.is === 'done', hears, status('delete', 1))),
      ];
    }
    default: {
      const joins = operation.do === 'append' || operation.do === 'prepend';
      const code = joins && outcome.is === 'missing' ? 5 : STATUS[outcome.is];
      return [say(operation.do, { key: operation.key, value: operation.value }, status(operation.do, code))];
    }
  }
}
