import * as assert from 'uvu/assert';
import { MILLISECOND } from '../world.ts';
import type { Row } from './driver.case.ts';
import type { Probe } from './probe.case.ts';

export const connects: readonly Row[] = [
  {
    name: 'connect never calls back before it returns; then onOpen comes, and accept knows the peer by name',
    why: 'the caller has no socket yet; access by name needs the name',
    async run(kit) {
      const listener = await kit.listen();
      await kit.within(() => {
        const client = kit.connect({}, 'client-7');
        assert.not.ok(client.opened);
      });
      await kit.until('it was accepted', () => listener.probes.length === 1);
      assert.equal(listener.peers, ['client-7']);
      assert.equal([listener.listener.accepted, listener.listener.connections], [1, 1]);
    },
  },
  {
    name: 'listening begins after the current handler; a connect in the same one finds it',
    why: 'a cluster is built in one go',
    async run(kit) {
      const clients: Probe[] = [];
      await kit.within(() => {
        const listener = kit.listenSoon();
        assert.not.ok(listener.heard);
        clients.push(kit.connect());
      });
      await kit.until('it stands', () => clients[0]!.opened);
    },
  },
  {
    name: 'refused where nobody listens, and where nobody listens any more',
    why: 'only a dead process refuses; everything else is silence',
    async run(kit) {
      const nobody = kit.connect({}, 'client', 'nobody');
      assert.is(nobody.why, null);
      await kit.until('it is refused', () => nobody.why !== null);
      assert.equal([nobody.why, nobody.opened], ['refused', false]);
      const listener = await kit.listen();
      await kit.within(() => {
        listener.listener.close();
        listener.listener.close();
      });
      await kit.pass(MILLISECOND);
      const late = kit.connect();
      await kit.until('it is refused', () => late.why !== null);
      assert.is(late.why, 'refused');
    },
  },
  {
    name: 'closing a listener leaves its connections open',
    why: 'a graceful shutdown',
    async run(kit) {
      const listener = await kit.listen();
      const client = kit.connect();
      await kit.until('it stands', () => client.opened && listener.probes.length === 1);
      await kit.within(() => listener.listener.close());
      await kit.within(() => client.write('still here'));
      await kit.until('it came', () => listener.probes[0]!.text === 'still here');
      assert.is(listener.listener.connections, 1);
    },
  },
  {
    name: 'an address that is taken is an error of onListening; the first listener stays; later it is free',
    why: 'a restart that overlaps with the old process',
    async run(kit) {
      const first = await kit.listen();
      const second = kit.listenSoon({ node: 'other' });
      assert.is(second.error, null);
      await kit.until('it heard', () => second.heard);
      assert.instance(second.error, Error);
      const client = kit.connect();
      await kit.until('it stands', () => first.probes.length === 1);
      assert.is(client.why, null);
      await kit.within(() => first.listener.close());
      const third = await kit.listen({ node: 'other' });
      kit.connect();
      await kit.until('it stands', () => third.probes.length === 1);
    },
  },
  {
    name: 'reset while connecting: onClose once, no onOpen',
    why: 'a connect timeout of the client',
    async run(kit) {
      const listener = await kit.listen();
      const client = kit.connect();
      client.socket.reset();
      assert.is(client.why, null);
      await kit.until('it is closed', () => client.why !== null);
      await kit.pass(10 * MILLISECOND);
      assert.equal([client.why, client.opened], ['reset', false]);
      assert.is(listener.listener.connections, 0);
    },
  },
  {
    name: 'end while connecting: the connection opens, then half of it is closed',
    why: 'a request of one shot: connect, write, end',
    async run(kit) {
      const listener = await kit.listen();
      const client = kit.connect();
      client.write('one shot');
      client.socket.end();
      assert.not.ok(client.write('ignored'));
      await kit.until('it is closed', () => client.why !== null);
      assert.equal([client.why, client.opened, listener.probes[0]!.text], ['closed', true, 'one shot']);
    },
  },
  {
    name: 'the server may speak first: onOpen comes before its bytes',
    why: 'banners; a client sets itself up in onOpen',
    async run(kit) {
      await kit.listen({}, { onOpen: (probe) => probe.write('banner') });
      const client = kit.connect({
        onData: (probe, _buf, _start, end) => {
          if (!probe.opened) kit.violation('onData before onOpen');
          return end;
        },
      });
      await kit.until('it came', () => client.text === 'banner');
    },
  },
  {
    name: 'a hundred connects at once all stand, and the counters follow them to the end',
    why: 'a reconnect storm',
    async run(kit) {
      const listener = await kit.listen();
      const clients = Array.from({ length: 100 }, (_, i) => kit.connect({}, `client-${i}`));
      await kit.until('all stand', () => clients.every((client) => client.opened) && listener.probes.length === 100);
      assert.equal(
        [...listener.peers].sort(),
        clients.map((_, i) => `client-${i}`).sort(),
        'each is known by its name',
      );
      assert.is(listener.listener.connections, 100);
      await kit.within(() => clients.forEach((client, i) => (i % 2 ? client.socket.end() : client.socket.reset())));
      await kit.until('all are gone', () => listener.listener.connections === 0);
      await kit.until('all know', () => clients.every((client) => client.why !== null));
      assert.is(listener.listener.accepted, 100);
      for (const [i, client] of clients.entries()) assert.is(client.why, i % 2 ? 'closed' : 'reset');
    },
  },
];
