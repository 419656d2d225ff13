/** The ports that a relay listens on, on real sockets. */
import { createServer } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allOver, portOf, scene, started, until } from './relay.case.ts';

test('stop and start: FIN for who is there, refused for who comes, then the same port', () =>
  scene(async (stage) => {
    const { relay, upstream } = stage;
    const { address } = relay;
    const client = await stage.client();
    const server = await upstream.connection();
    relay.stop();
    await until('both have heard FIN', () => client.ended && server.ended);
    const late = await stage.client();
    assert.is(late.error, 'ECONNREFUSED');
    client.socket.end();
    server.socket.end();
    await allOver(stage);
    for (let i = 0; i < 20; i++) {
      const ready = started(relay);
      if (i % 2 === 0) {
        relay.stop();
        await ready.then(
          () => assert.unreachable('it was stopped'),
          (error: Error) => assert.match(error.message, /stopped before it listened/),
        );
      } else {
        await ready;
        assert.is(relay.address, address);
        if (i < 19) relay.stop();
      }
    }
    const again = await stage.client();
    again.socket.write('hello');
    await until('it is through', () => upstream.accepted.at(-1)?.bytes === 5);
  }));

test('a port in use is an error of start, and it starts when the port is free', () =>
  scene(async ({ relay, client }) => {
    relay.stop();
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(portOf(relay.address), '127.0.0.1', resolve));
    await started(relay).then(
      () => assert.unreachable('the port is in use'),
      (error: Error) => assert.match(error.message, /EADDRINUSE/),
    );
    await new Promise((resolve) => squatter.close(resolve));
    await started(relay);
    assert.is((await client()).error, '');
  }));

test('sources: a port each, and toxics that choose by it', () =>
  scene(
    async (stage) => {
      const { relay, link, upstream } = stage;
      link.addToxic({ type: 'timeout', stream: 'upstream', sources: ['east'] });
      const east = await stage.client(portOf(relay.addressOf('east')));
      const west = await stage.client(portOf(relay.addressOf('west')));
      const plain = await stage.client();
      for (const each of [east, west, plain]) each.socket.write('hello');
      await upstream.connection(3);
      await until('two have been heard', () => upstream.accepted.filter(({ bytes }) => bytes === 5).length === 2);
      assert.equal(
        link
          .connectionList()
          .map(({ source, hits }) => [source, hits.length])
          .sort(),
        [
          ['', 0],
          ['east', 1],
          ['west', 0],
        ],
      );
    },
    { sources: [{ name: 'east' }, { name: 'west' }] },
  ));

test.run();
