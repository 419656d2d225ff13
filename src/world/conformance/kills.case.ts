import * as assert from 'uvu/assert';
import { MILLISECOND } from '../world.ts';
import type { Row } from './driver.case.ts';
import type { Probe } from './probe.case.ts';

const stay = { onEnd: () => undefined };

export const kills: readonly Row[] = [
  {
    name: 'kill: peers see reset on both kinds of connections, the node itself hears nothing more',
    why: 'a crash; the dead do not run their handlers',
    async run(kit) {
      const listener = await kit.listen({}, stay);
      const upstream = await kit.listen({ node: 'upstream', address: 'upstream' }, stay);
      const client = kit.connect(stay);
      const out = kit.connect(stay, 'server', 'upstream');
      await kit.until('both stand', () => client.opened && out.opened && listener.probes.length === 1);
      await kit.until('both stand', () => upstream.probes.length === 1);
      const accepted = listener.probes[0]!;
      await kit.within(() => {
        client.write('on its way');
        kit.world.net.kill('server');
        assert.not.ok(accepted.write('dead'));
        assert.not.ok(out.write('dead'));
      });
      await kit.until('the peers know', () => client.why !== null && upstream.probes[0]!.why !== null);
      assert.equal([client.why, upstream.probes[0]!.why], ['reset', 'reset']);
      await kit.pass(5 * MILLISECOND);
      assert.equal([accepted.why, accepted.text, out.why], [null, '', null]);
      const again = kit.connect();
      await kit.until('it is refused', () => again.why !== null);
      assert.is(again.why, 'refused');
    },
  },
  {
    name: 'kill frees the address and the descriptors: the node can start again under its name',
    why: 'restarts',
    async run(kit) {
      const machine = kit.world.machine({ name: 'small', fileLimit: 3 });
      machine.place('server');
      await kit.listen({}, stay);
      const old = [kit.connect(), kit.connect()];
      await kit.until('they stand', () => machine.files === 3);
      await kit.within(() => kit.world.net.kill('server'));
      assert.is(machine.files, 0);
      const listener = await kit.listen();
      const client = kit.connect();
      await kit.until('it stands', () => client.opened && listener.probes.length === 1);
      await kit.until('the old ones know', () => old.every((probe) => probe.why === 'reset'));
    },
  },
  {
    name: 'kill resets what waits in the backlog',
    why: 'whoever was let in by the kernel must not wait for ever',
    async run(kit) {
      const machine = kit.world.machine({ name: 'small', fileLimit: 1 });
      machine.place('server');
      const listener = await kit.listen();
      const client = kit.connect(stay);
      await kit.until('it is open', () => client.opened);
      await kit.pass(5 * MILLISECOND);
      await kit.within(() => kit.world.net.kill('server'));
      await kit.until('it knows', () => client.why !== null);
      assert.equal([client.why, listener.probes.length, machine.files], ['reset', 0, 0]);
    },
  },
  {
    name: "kill forgets the node's jobs and its connects under way, not those of its neighbours",
    why: 'machines are shared',
    async run(kit) {
      const machine = kit.world.machine({ name: 'shared' });
      machine.place('server');
      machine.place('neighbour');
      const upstream = await kit.listen({ node: 'upstream', address: 'upstream' });
      const ran: string[] = [];
      const connects: Probe[] = [];
      await kit.within(() => {
        kit.world.cpu('server').run(
          MILLISECOND,
          kit.task('a', () => ran.push('dead')),
        );
        kit.world.cpu('neighbour').run(
          MILLISECOND,
          kit.task('b', () => ran.push('alive')),
        );
        const dead = kit.connect({}, 'server', 'upstream');
        const alive = kit.connect({}, 'neighbour', 'upstream');
        kit.world.net.kill('server');
        connects.push(dead, alive);
      });
      await kit.until('the neighbour is connected', () => connects[1]!.opened && upstream.probes.length > 0);
      await kit.pass(5 * MILLISECOND);
      assert.equal(ran, ['alive']);
      assert.equal([connects[0]!.opened, connects[0]!.why], [false, null]);
      assert.equal(upstream.peers.filter((peer) => peer === 'neighbour').length, 1);
    },
  },
  {
    name: 'a node kills itself within its own handler',
    why: 'an assertion fails in a server',
    async run(kit) {
      const listener = await kit.listen(
        {},
        {
          onData: (probe, _buf, _start, end) => {
            probe.write('half an answer');
            kit.world.net.kill('server');
            return end;
          },
        },
      );
      const client = kit.connect({ ...stay, onOpen: (probe) => probe.write('poison') });
      await kit.until('the client knows', () => client.why !== null);
      await kit.pass(2 * MILLISECOND);
      assert.equal([client.why, listener.probes[0]!.why], ['reset', null]);
    },
  },
];
