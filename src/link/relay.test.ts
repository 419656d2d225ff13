import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { assertOver, blackhole, connected, hold, Stage } from './relay/stage.case.ts';

test('bytes go both ways through the link, and a FIN closes only its own direction', () => {
  const { stage, client, server } = connected();
  server.followsEnd = false;
  client.say('ask');
  client.socket.end();
  stage.pass(10);
  assert.equal(server.heard, ['11 ask', '11 end']);
  assert.is(stage.relay.connections, 1);
  server.say('answer');
  server.socket.end();
  stage.pass(10);
  assert.equal(client.heard, ['0 open', '21 answer', '21 end', '21 closed']);
  assert.equal(server.heard.slice(2), ['20 closed']);
  assertOver(stage);
});

test('the server ends first: the client may go on asking', () => {
  const { stage, client, server } = connected();
  client.followsEnd = false;
  server.socket.end();
  stage.pass(10);
  client.say('more');
  stage.pass(10);
  client.socket.end();
  stage.pass(10);
  assert.equal(server.heard, ['21 more', '31 end', '31 closed']);
  assert.equal(client.heard, ['0 open', '11 end', '30 closed']);
  assertOver(stage);
});

test('RST is passed on, from either side', () => {
  for (const [from, to] of [
    ['client', 'server'],
    ['server', 'client'],
  ] as const) {
    const { stage, ...peers } = connected();
    peers[from].socket.reset();
    stage.pass(10);
    assert.match(peers[to].heard.join(), /11 reset$/, `from the ${from}`);
    assertOver(stage);
  }
});

test('an upstream that nobody listens at, or the link refuses: RST, counted, with a reason', () => {
  const nobody = new Stage({ upstream: 'nobody' });
  nobody.start();
  const down = new Stage();
  down.link.down = true;
  down.start();
  for (const stage of [nobody, down]) {
    const client = stage.connect();
    client.say('hello');
    stage.pass(10);
    assert.match(client.heard.join(), /^0 open,\d reset$/);
    assert.equal([stage.relay.failures, stage.relay.lastFailure], [1, 'refused']);
    assertOver(stage);
  }
});

test('a black-holed upstream: early bytes wait, at most 64 KiB and a read of them, and hold up nobody else', () => {
  const stage = new Stage({}, [blackhole]);
  stage.start();
  stage.link.addToxic({ type: 'blackhole' });
  const client = stage.connect();
  stage.pass(500);
  const chunk = 'x'.repeat(1000);
  let written = 0;
  while (client.say(chunk)) written += chunk.length;
  assert.ok(written < 1_000_000, 'the client is held back');
  client.socket.end();
  stage.link.reset();
  const other = stage.connect();
  other.say('quick');
  stage.pass(100);
  assert.match(stage.accepted[0]!.heard.join(), /quick$/);
  stage.pass(500);
  const late = stage.accepted[1]!;
  assert.is(late.bytes, written + chunk.length, 'the SYN of 1 s later got through, and all bytes behind it');
  assert.match(late.heard.join(), /end/);
});

test('a client that gives up while its upstream is tried is forgotten', () => {
  const stage = new Stage({}, [blackhole]);
  stage.start();
  stage.link.addToxic({ type: 'blackhole' });
  const client = stage.connect();
  client.say('hello');
  stage.pass(100);
  assert.is(stage.relay.connections, 1);
  client.socket.reset();
  stage.pass(10);
  assert.is(stage.relay.failures, 0, 'it is nobody’s failure');
  assert.equal([stage.relay.connections, stage.accepted.length], [0, 0]);
});

test('an upstream that never answers is a timeout', () => {
  const stage = new Stage({}, [blackhole]);
  stage.start();
  stage.link.addToxic({ type: 'blackhole' });
  const client = stage.connect();
  stage.pass(127_000);
  assert.equal(client.heard, ['0 open', '127000 reset']);
  assert.is(stage.relay.lastFailure, 'timeout');
  assertOver(stage);
});

test('a client that does not read holds back the server, and gets every byte in the end', () => {
  const { stage, client, server } = connected();
  client.socket.pause();
  const chunk = 'x'.repeat(10_000);
  let written = 0;
  for (let i = 0; i < 1000 && server.say(chunk); i++) {
    written += chunk.length;
    stage.pass(1);
  }
  assert.ok(written < 1_500_000, `expected at most the windows on the way, got ${written}`);
  server.socket.end();
  stage.pass(100);
  client.socket.resume();
  stage.pass(100);
  assert.is(client.bytes, written + chunk.length);
  assert.match(client.heard.join(), /end/);
  assertOver(stage);
});

test('each source has a door of its own, and toxics that choose by it', () => {
  const stage = new Stage({ sources: [{ name: 'east' }, { name: 'west' }] }, [hold]);
  stage.start();
  stage.link.addToxic({ type: 'hold', stream: 'upstream', sources: ['east'] });
  for (const door of ['relay/r', 'relay/r/east', 'relay/r/west']) {
    const client = stage.connect(door);
    stage.pass(5);
    client.say(door);
    stage.pass(5);
  }
  assert.equal(
    stage.accepted.map(({ bytes }) => bytes > 0),
    [true, false, true],
  );
  assert.throws(() => stage.relay.addressOf('north'), /expected one of the sources east,west, got north/);
});

test.run();
