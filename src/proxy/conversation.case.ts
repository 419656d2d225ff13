import type { Draws } from '../protocol/collect.case.ts';
import { request, type OpcodeName } from './asker.case.ts';

const RETRIEVAL = [
  'get',
  'getq',
  'getk',
  'getkq',
  'delete',
  'deleteq',
  'touch',
  'gat',
  'gatq',
  'gatk',
  'gatkq',
] as const;
const STORAGE = [
  'set',
  'setq',
  'add',
  'addq',
  'replace',
  'replaceq',
  'append',
  'appendq',
  'prepend',
  'prependq',
] as const;
const COUNTERS = ['incr', 'incrq', 'decr', 'decrq'] as const;

/** Up to 60 requests about few keys, loud and quiet, a fence at the end. */
export function conversation(draws: Draws): Buffer {
  const requests: Buffer[] = [];
  const count = 1 + draws.below(60);
  for (let opaque = 1; opaque <= count; opaque++) {
    const key = draws.pick(['a', 'b', 'c', 'counter']);
    const kind = draws.below(20);
    if (kind === 0) requests.push(request('noop', { opaque }));
    else if (kind < 4) requests.push(request(draws.pick<OpcodeName>(COUNTERS), { key, opaque }));
    else if (kind < 12) requests.push(request(draws.pick<OpcodeName>(RETRIEVAL), { key, opaque }));
    else {
      // Now and then longer than what is copied byte by byte.
      const value = draws.pick(['1', 'value', 'x'.repeat(draws.below(300))]);
      const opcode = draws.pick<OpcodeName>(STORAGE);
      const cas = draws.below(8) === 0 ? 1 + draws.below(10) : 0;
      requests.push(request(opcode, { key, value, opaque, cas }));
    }
  }
  requests.push(request('noop', { opaque: 1000 }));
  return Buffer.concat(requests);
}
