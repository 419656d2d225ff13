import * as assert from 'uvu/assert';
import { MILLISECOND, SECOND } from '../world.ts';
import type { Row } from './driver.case.ts';
import { assertTime } from './kit.case.ts';

const FAREWELL = 'ERROR Too many open connections\r\n';
const stay = { onEnd: () => undefined };

export const limits: readonly Row[] = [
  {
    name: 'above maxConnections: accepted, told, closed; room again after one leaves',
    why: 'memcached with -c: clients see an error line, not a refusal',
    async run(kit) {
      const listener = await kit.listen({ maxConnections: 2 });
      const [a, b] = [kit.connect(), kit.connect()];
      await kit.until('two stand', () => listener.probes.length === 2 && a.opened && b.opened);
      const c = kit.connect();
      await kit.until('the third is closed', () => c.why !== null);
      assert.equal([c.opened, c.text, c.why], [true, FAREWELL, 'closed']);
      const { accepted, connections, turnedAway } = listener.listener;
      assert.equal([accepted, connections, turnedAway], [2, 2, 1]);
      await kit.within(() => a.socket.end());
      await kit.until('one has left', () => listener.listener.connections === 1);
      kit.connect();
      await kit.until('it was accepted', () => listener.probes.length === 3);
    },
  },
  {
    name: 'the farewell is what the options say, also to a client that speaks at once',
    why: 'other servers have other words',
    async run(kit) {
      await kit.listen({ maxConnections: 0, farewell: 'bye' });
      const client = kit.connect({ onOpen: (probe) => probe.write('get a\r\n') });
      await kit.until('it is closed', () => client.why !== null);
      assert.equal([client.text, client.why], ['bye', 'closed']);
    },
  },
  {
    name: 'a full file table stops accepting: the connection stands and is not read, until a descriptor is free',
    why: 'the outage where connects succeed and nothing answers',
    async run(kit) {
      const machine = kit.world.machine({ name: 'small', fileLimit: 3 });
      machine.place('server');
      const listener = await kit.listen();
      assert.is(machine.files, 1);
      const [a, b] = [kit.connect(), kit.connect()];
      await kit.until('two stand', () => listener.probes.length === 2 && a.opened && b.opened);
      assert.equal([machine.filesDenied, machine.filesDeniedAt], [0, null]);
      const start = kit.now;
      const c = kit.connect({ onOpen: (probe) => probe.write('hello') });
      await kit.until('the third is open', () => c.opened);
      await kit.pass(10 * MILLISECOND);
      assert.equal([listener.probes.length, machine.files, c.why], [2, 3, null]);
      assert.equal([listener.listener.waiting, machine.filesPeak, machine.filesDenied], [1, 3, 1]);
      assert.ok(machine.filesDeniedAt! >= start && machine.filesDeniedAt! <= c.openedAt + 10 * MILLISECOND);
      await kit.within(() => a.socket.end());
      await kit.until('the third is served', () => listener.probes[2]?.text === 'hello');
      assert.equal([machine.files, listener.listener.waiting], [3, 0]);
    },
  },
  {
    name: 'a higher limit lets accepting go on',
    why: 'the fix that people on call apply',
    async run(kit) {
      const machine = kit.world.machine({ name: 'small', fileLimit: 1 });
      machine.place('server');
      const listener = await kit.listen();
      const client = kit.connect();
      await kit.until('it is open', () => client.opened);
      await kit.pass(5 * MILLISECOND);
      assert.is(listener.probes.length, 0);
      await kit.within(() => (machine.fileLimit = 2));
      await kit.until('it is accepted', () => listener.probes.length === 1);
    },
  },
  {
    name: 'a client that resets in the backlog gives its place back, and is never accepted',
    why: 'connect timeouts empty the backlog again',
    async run(kit) {
      const machine = kit.world.machine({ name: 'small', fileLimit: 1 });
      machine.place('server');
      const listener = await kit.listen({ backlog: 1 });
      const a = kit.connect();
      await kit.until('it is open', () => a.opened);
      await kit.within(() => a.socket.reset());
      await kit.pass(5 * MILLISECOND);
      const b = kit.connect({ onOpen: (probe) => probe.write('b') });
      await kit.until('the place is taken again', () => b.opened, 900 * MILLISECOND);
      await kit.within(() => (machine.fileLimit = 2));
      await kit.until('it is accepted', () => listener.probes.some((probe) => probe.text === 'b'));
      assert.is(listener.probes.length, 1);
    },
  },
  {
    name: 'a full backlog drops the SYN; the client tries again after 1 s and gets in',
    why: 'the latency of 1 s (3, 7, …) that reconnect storms show',
    async run(kit) {
      const machine = kit.world.machine({ name: 'small', fileLimit: 2 });
      machine.place('server');
      const listener = await kit.listen({ backlog: 1 });
      const a = kit.connect();
      await kit.until('the first is served', () => a.opened && listener.probes.length === 1);
      const b = kit.connect();
      await kit.until('the second is in the backlog', () => b.opened);
      const start = kit.now;
      const c = kit.connect();
      await kit.pass(100 * MILLISECOND);
      assert.equal([c.opened, c.why, listener.probes.length], [false, null, 1]);
      assert.equal([listener.listener.waiting, listener.listener.dropped], [1, 1]);
      await kit.within(() => (machine.fileLimit = 10));
      await kit.until('all are served', () => c.opened && listener.probes.length === 3);
      assertTime(kit, c.openedAt - start, SECOND, 'the third is open');
    },
  },
  {
    name: 'the connecting side out of descriptors: onClose says so, not within the call',
    why: 'a leaking web process must not look like a dead cache',
    async run(kit) {
      const machine = kit.world.machine({ name: 'web', fileLimit: 2 });
      machine.place('web-1');
      machine.place('web-2');
      const listener = await kit.listen({}, stay);
      const [a, b] = [kit.connect({}, 'web-1'), kit.connect({}, 'web-2')];
      const c = kit.connect({}, 'web-2');
      assert.is(c.why, null);
      await kit.until('it is told', () => c.why !== null);
      assert.equal([c.why, c.opened], ['descriptors', false]);
      await kit.until('two stand', () => a.opened && b.opened);
      assert.is(machine.files, 2);
      await kit.within(() => a.socket.reset());
      await kit.until('it is closed', () => a.why !== null);
      assert.is(machine.files, 1);
      const d = kit.connect({}, 'web-1');
      await kit.until('the fourth stands', () => d.opened);
      await kit.until('all were accepted', () => listener.probes.length === 3);
    },
  },
  {
    name: 'a listener takes a descriptor; without one onListening hears an error; all come back in the end',
    why: 'a machine that has lived through a fault has the table it had before',
    async run(kit) {
      const machine = kit.world.machine({ name: 'small', fileLimit: 1 });
      machine.place('server');
      const listener = await kit.listen({ address: 'a' });
      const none = kit.listenSoon({ address: 'b' });
      await kit.until('it heard', () => none.heard);
      assert.instance(none.error, Error);
      machine.fileLimit = 100;
      const clients = ['a', 'nobody', 'a'].map((address) => kit.connect({}, 'server', address));
      await kit.until('they stand or are refused', () => clients.every((probe) => probe.opened || probe.why !== null));
      await kit.until('both were accepted', () => listener.probes.length === 2);
      assert.is(machine.files, 5);
      await kit.within(() => {
        clients[0]!.socket.end();
        listener.probes[1]!.socket.reset();
        listener.listener.close();
      });
      await kit.until('all descriptors are back', () => machine.files === 0);
      await kit.pass(2 * MILLISECOND);
      assert.is(machine.files, 0);
    },
  },
];
