import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertOver, blackhole, connected, hold, LINGER_MS, type Peer, Stage } from './stage.case.ts';

test('the link ends a connection: FIN for the client, which is reset if it does nothing about it', () => {
  const { stage, client, server } = connected();
  client.followsEnd = false;
  stage.link.down = true;
  stage.pass(10);
  assert.match(client.heard.join(), /end$/);
  assert.match(server.heard.join(), /closed$/);
  client.say('thrown away');
  stage.pass(LINGER_MS - 20);
  assert.is(stage.relay.connections, 1);
  stage.pass(20);
  assert.match(client.heard.join(), /reset$/);
  assertOver(stage);
});

test('the link ends a connection of a client that is slow to read: not reset while it gets on', () => {
  const { stage, client, server } = connected();
  client.socket.pause();
  const total = 600_000;
  server.say('x'.repeat(total));
  stage.pass(10);
  stage.link.down = true;
  for (let i = 0; i < 10; i++) {
    stage.pass(LINGER_MS / 2);
    client.socket.resume();
    stage.pass(0);
    client.socket.pause();
  }
  client.socket.resume();
  stage.pass(10);
  assert.ok(client.bytes >= 512 * 1024, `what had passed the link arrives, got ${client.bytes}`);
  assert.match(client.heard.join(), /end,\d+ closed$/);
  assertOver(stage);
});

test('stop: refused from now on, FIN for both sides at once, whatever is held', () => {
  const { stage, client, server } = connected([hold]);
  stage.link.addToxic({ type: 'hold' });
  stage.link.addToxic({ type: 'hold', stream: 'upstream' });
  client.say('x'.repeat(1_000_000));
  server.say('never');
  stage.pass(10);
  stage.relay.stop();
  const late = stage.connect();
  stage.pass(10);
  assert.match(client.heard.join(), /21 end,21 closed$/);
  assert.match(server.heard.join(), /21 end,21 closed$/);
  assert.equal(late.heard, ['20 refused']);
  assertOver(stage);
});

test('stop: a client that does not read any more is reset in the end', () => {
  const { stage, client, server } = connected();
  client.socket.pause();
  server.say('x'.repeat(2_000_000));
  stage.pass(10);
  stage.relay.stop();
  stage.pass(LINGER_MS - 20);
  assert.equal([stage.relay.connections, stage.link.connections], [1, 0]);
  stage.pass(LINGER_MS);
  assert.match(client.heard.join(), /reset$/);
  assertOver(stage);
});

test('stop: a client whose upstream is still tried hears FIN', () => {
  const stage = new Stage({}, [blackhole]);
  stage.start();
  stage.link.addToxic({ type: 'blackhole' });
  const client = stage.connect();
  stage.pass(10);
  stage.relay.stop();
  stage.pass(10);
  assert.equal(client.heard, ['0 open', '10 end', '10 closed']);
  assert.is(stage.relay.failures, 0);
  assert.is(stage.relay.connections, 0);
});

test('stop: a client that is gone, with bytes that wait for the link', () => {
  for (const bytes of [1000, 300_000]) stopWithBytesHeld(bytes);
});

function stopWithBytesHeld(bytes: number): void {
  const { stage, client, server } = connected([hold]);
  client.followsEnd = false;
  server.socket.end();
  stage.pass(10);
  stage.link.addToxic({ type: 'hold', stream: 'upstream' });
  client.say('x'.repeat(bytes));
  client.socket.end();
  stage.pass(10);
  assert.match(client.heard.join(), /closed$/);
  assert.not.match(server.heard.join(), /bytes/);
  stage.relay.stop();
  stage.pass(10);
  assert.match(server.heard.join(), /closed$/);
  assertOver(stage);
}

test('start again after stop, with another upstream; not while it is started', () => {
  const { stage } = connected();
  assert.throws(() => (stage.relay.upstream = 'other'), 'relay r: expected to be stopped, is listening');
  assert.throws(() => stage.relay.start(() => undefined), 'relay r: expected to be stopped, is listening');
  stage.relay.stop();
  stage.relay.stop();
  stage.relay.upstream = 'nobody';
  assert.equal(stage.start(), [null]);
  const client = stage.connect();
  stage.pass(10);
  assert.match(client.heard.join(), /reset$/);
  stage.relay.stop();
  stage.relay.upstream = 'server';
  assert.equal(stage.start(), [null]);
  stage.connect().say('hello');
  stage.pass(10);
  assert.match(stage.accepted.at(-1)!.heard.join(), /hello$/);
});

test('stop and start while the ports are being bound', () => {
  const stage = new Stage();
  const heard: string[] = [];
  const start = (which: string): void =>
    stage.relay.start((error) => heard.push(`${which}: ${error?.message ?? 'listening'}`));
  start('first');
  stage.relay.stop();
  start('second');
  stage.relay.stop();
  start('third');
  stage.pass(1);
  assert.equal(heard, [
    'first: relay r: stopped before it listened',
    'second: relay r: stopped before it listened',
    'third: listening',
  ]);
  stage.relay.stop();
  assert.equal(stage.start(), [null]);
});

test('one port that cannot be bound: none is', () => {
  const stage = new Stage({ sources: [{ name: 'a' }, { name: 'b' }] });
  const acceptor = { accept: (): Peer => stage.connect() };
  const squatter = stage.world.net.listen({ node: 'squatter', address: 'relay/r/b' }, acceptor);
  assert.match(String(stage.start()), /relay\/r\/b: address already in use/);
  const client = stage.connect('relay/r/a');
  stage.pass(1);
  assert.equal(client.heard, ['0 refused']);
  squatter.close();
  assert.equal(stage.start(), [null]);
});

test('a port that no machine has is an error like any other', () => {
  for (const port of [-1, 65_536, 1.5, NaN]) {
    const stage = new Stage({ port });
    assert.match(String(stage.start()), /expected 0\.\.65535/);
  }
});

test.run();
