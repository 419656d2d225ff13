import type { Scene } from './scene.case.ts';

/** Bytes later, in pieces, or fewer. */
export const dataScenes: readonly Scene[] = [
  {
    why: 'noop: nothing',
    play({ at, say, toxic }) {
      toxic('noop', {}, { stream: 'upstream' });
      toxic('noop');
      at(10, () => say('a'));
    },
    server: ['11 =a'],
    client: ['2 open', '12 =a'],
  },
  {
    why: 'latency: chunks 10 ms apart stay so; removing it passes on what it held, without overtaking',
    play({ link, at, say, toxic }) {
      toxic('latency', { latency: 30 });
      at(10, () => say('a'));
      at(20, () => say('b'));
      at(45, () => say('c'));
      at(55, () => link.removeToxic('latency_downstream'));
      at(70, () => say('d'));
    },
    server: ['11 =a', '21 =b', '46 =c', '71 =d'],
    client: ['2 open', '42 =a', '52 =b', '56 =c', '72 =d'],
  },
  {
    why: 'latency: half-close is kept, the FIN follows the last bytes',
    play({ at, say, toxic, client }) {
      toxic('latency', { latency: 30 });
      at(10, () => {
        say('a');
        client().end();
      });
    },
    server: ['11 =a', '11 end', '11 closed'],
    client: ['2 open', '42 =a', '42 end', '42 closed'],
  },
  {
    why: 'latency: added to what is held, and both directions have their own',
    play({ link, at, say, toxic }) {
      toxic('latency', { latency: 20 }, { stream: 'upstream' });
      at(10, () => say('a'));
      at(15, () => toxic('latency', { latency: 10 }, { name: 'more', stream: 'upstream' }));
      at(80, () => link.updateToxic('more', { attributes: { latency: 0 } }));
      at(81, () => say('b'));
    },
    server: ['41 =a', '102 =b'],
    client: ['2 open', '42 =a', '103 =b'],
  },
  {
    why: 'wave: in the first half of its period a square wave is up',
    play({ at, say, toxic }) {
      toxic('wave', { shape: 'square', latency: 20, amplitude: 10, period: 3_600_000 }, { stream: 'upstream' });
      at(10, () => say('a'));
    },
    server: ['41 =a'],
    client: ['2 open', '42 =a'],
  },
  {
    why: 'bandwidth: a byte a millisecond at 1 KB/s, one after the other; a change keeps what has been sent',
    play({ link, at, say, toxic }) {
      toxic('bandwidth', { rate: 1 }, { stream: 'upstream' });
      at(10, () => say('0123456789'));
      at(12, () => say('abcdefghij'));
      at(40, () => say('A'.repeat(40)));
      at(60, () => link.updateToxic('bandwidth_upstream', { attributes: { rate: 2 } }));
    },
    server: ['21 =0123456789', '31 =abcdefghij', `71 =${'A'.repeat(40)}`],
    client: ['2 open', '22 =0123456789', '32 =abcdefghij', `72 =${'A'.repeat(40)}`],
  },
  {
    why: 'bandwidth 0: stalls until it is removed',
    play({ link, at, say, toxic }) {
      toxic('bandwidth', { rate: 0 });
      at(10, () => say('a'));
      at(20, () => say('b'));
      at(60, () => link.removeToxic('bandwidth_downstream'));
      at(70, () => say('c'));
    },
    server: ['11 =a', '21 =b', '71 =c'],
    client: ['2 open', '61 =ab', '72 =c'],
  },
  {
    why: 'slicer: pieces, and a pause after each',
    play({ at, say, toxic }) {
      toxic('slicer', { average_size: 2, size_variation: 0, delay: 5000 }, { stream: 'upstream' });
      at(10, () => say('abcde'));
    },
    server: ['11 =ab', '16 =cd', '21 =e'],
    client: ['2 open', '12 =ab', '17 =cd', '22 =e'],
  },
  {
    why: 'limit_data: cuts in the middle of a chunk, then the connection ends',
    play({ at, say, toxic }) {
      toxic('limit_data', { bytes: 3 }, { stream: 'upstream' });
      at(10, () => say('ab'));
      at(20, () => say('cd'));
    },
    server: ['11 =ab', '21 =c', '21 end', '21 closed'],
    client: ['2 open', '12 =ab', '21 end', '21 closed'],
  },
  {
    why: 'limit_data: what it let through arrives, though another toxic still holds it when the limit is reached',
    play({ at, say, toxic }) {
      toxic('limit_data', { bytes: 3 }, { stream: 'upstream' });
      toxic('latency', { latency: 30 }, { stream: 'upstream' });
      at(10, () => say('abcd'));
      at(20, () => say('e'));
    },
    server: ['41 =abc', '41 end', '41 closed'],
    client: ['2 open', '41 end', '41 closed'],
  },
  {
    why: 'partition: one way, nothing is lost, all comes when it heals',
    play({ link, at, say, answer, toxic }) {
      at(10, () => toxic('partition', {}, { stream: 'upstream' }));
      at(20, () => say('a'));
      at(25, () => answer('x'));
      at(30, () => say('b'));
      at(60, () => link.removeToxic('partition_upstream'));
    },
    server: ['61 =ab'],
    client: ['2 open', '26 =x', '62 =ab'],
  },
  {
    why: 'match: the requests that are meant, whatever way they are cut; those behind wait',
    play({ at, say, toxic }) {
      toxic('latency', { latency: 30 }, { stream: 'upstream', match: { command: 'get', key: 'slow*' } });
      at(10, () => say('get fast\r\n'));
      at(15, () => say('get sl'));
      at(20, () => say('ow1\r\n'));
      at(30, () => say('get fast2\r\n'));
      at(70, () => say('delete slow2\r\n'));
    },
    server: ['11 =get fast\r\n', '51 =get slow1\r\nget fast2\r\n', '71 =delete slow2\r\n'],
    client: ['2 open', '12 =get fast\r\n', '52 =get slow1\r\nget fast2\r\n', '72 =delete slow2\r\n'],
  },
  {
    why: 'match: the replies to them; what nobody waits for has none',
    echo: false,
    play({ at, say, answer, toxic }) {
      toxic('latency', { latency: 30 }, { match: { key: 'slow' } });
      at(10, () => say('delete slow noreply\r\nincr slow 1\r\nincr fast 1\r\n'));
      at(20, () => answer('5\r\n'));
      at(30, () => answer('6\r\n'));
      at(70, () => say('incr fast 1\r\n'));
      at(75, () => answer('7\r\n'));
    },
    server: ['11 =delete slow noreply\r\nincr slow 1\r\nincr fast 1\r\n', '71 =incr fast 1\r\n'],
    client: ['2 open', '51 =5\r\n6\r\n', '76 =7\r\n'],
  },
];
