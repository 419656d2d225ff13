import type { Scene } from './scene.case.ts';

/** Connections that end, or hardly begin. */
export const endingScenes: readonly Scene[] = [
  {
    why: 'slow_close: the FIN waits, bytes do not',
    play({ at, say, toxic, server }) {
      toxic('slow_close', { delay: 30 });
      at(10, () => say('a'));
      at(20, () => server().end());
    },
    server: ['11 =a', '52 end', '52 closed'],
    client: ['2 open', '12 =a', '51 end', '51 closed'],
  },
  {
    why: 'timeout 0: swallows until it is removed, which closes',
    play({ link, at, say, toxic }) {
      at(5, () => say('a'));
      at(10, () => toxic('timeout'));
      at(20, () => say('b'));
      at(60, () => link.removeToxic('timeout_downstream'));
    },
    server: ['6 =a', '21 =b', '61 end', '61 closed'],
    client: ['2 open', '7 =a', '61 end', '61 closed'],
  },
  {
    why: 'timeout: what it never met survives its removal',
    play({ link, at, say, toxic }) {
      toxic('timeout', {}, { toxicity: 0 });
      toxic('timeout', {}, { stream: 'upstream' });
      at(20, () => link.reset());
      at(30, () => say('a'));
    },
    server: ['31 =a'],
    client: ['2 open', '32 =a'],
  },
  {
    why: 'timeout: closes both directions, counted from the first bytes dropped; an update moves the close',
    play({ link, at, say, toxic }) {
      toxic('timeout', { timeout: 30 });
      at(10, () => say('a'));
      at(30, () => say('b'));
      at(35, () => link.updateToxic('timeout_downstream', { attributes: { timeout: 60 } }));
    },
    server: ['11 =a', '31 =b', '72 end', '72 closed'],
    client: ['2 open', '72 end', '72 closed'],
  },
  {
    why: 'timeout: a FIN behind dropped bytes waits for the close',
    play({ at, say, toxic, server }) {
      toxic('timeout', { timeout: 50 });
      at(10, () => say('a'));
      at(40, () => server().end());
    },
    server: ['11 =a', '62 end', '62 closed'],
    client: ['2 open', '62 end', '62 closed'],
  },
  {
    why: 'reset_peer: an announced RST comes, whatever else changes on the link',
    play({ link, at, say, toxic }) {
      toxic('reset_peer', { timeout: 40 }, { stream: 'upstream' });
      at(20, () => say('a'));
      at(30, () => toxic('latency', {}, { stream: 'upstream' }));
      at(40, () => link.reset());
    },
    server: ['60 reset'],
    client: ['2 open', '60 reset'],
  },
  {
    why: 'reset_peer: RST on a live connection, after its next bytes',
    play({ at, say, toxic }) {
      at(5, () => say('a'));
      at(20, () => toxic('reset_peer', { timeout: 40 }, { stream: 'upstream' }));
      at(30, () => say('b'));
      at(50, () => say('c'));
    },
    server: ['6 =a', '70 reset'],
    client: ['2 open', '7 =a', '70 reset'],
  },
  {
    why: 'limit_time: an idle connection ends, counted from when the toxic came',
    play({ at, say, toxic }) {
      at(5, () => say('a'));
      at(20, () => toxic('limit_time', { time: 40 }));
    },
    server: ['6 =a', '61 end', '61 closed'],
    client: ['2 open', '7 =a', '61 end', '61 closed'],
  },
  {
    why: 'limit_time: more time is given, then it is lifted',
    play({ link, at, say, toxic }) {
      toxic('limit_time', { time: 30, by: 'reset' });
      at(20, () => link.updateToxic('limit_time_downstream', { attributes: { time: 50 } }));
      at(40, () => link.removeToxic('limit_time_downstream'));
      at(70, () => say('a'));
    },
    server: ['71 =a'],
    client: ['2 open', '72 =a'],
  },
  {
    why: 'down: ends what is open, refuses what comes',
    play({ link, at, say }) {
      at(5, () => say('a'));
      at(20, () => (link.down = true));
    },
    server: ['6 =a', '21 end', '21 closed'],
    client: ['2 open', '7 =a', '21 end', '21 closed'],
  },
  {
    why: 'slow_connect: the connection stands later; behind a relay its bytes arrive later',
    play({ at, say, toxic }) {
      toxic('slow_connect', { delay: 30 });
      at(1, () => say('a'));
    },
    server: ['33 =a'],
    client: ['32 open', '34 =a'],
    relay: { client: ['0 open', '34 =a'] },
  },
];
