/** Our backend in a virtual world: its clock goes where it is set, and stands while commands are exchanged. */
import { SECOND, type Socket, type SocketHandler } from '../../world/world.ts';
import { TestNode } from '../node.case.ts';
import type { Connection } from './mix.case.ts';
import { Hearing, type Server } from './server.case.ts';

/** No exchange comes near the next second. */
const TURN_NANOS = 1000;
const TURNS_MAX = 200;

export function startOurs(epochSeconds: number): Server {
  const node = new TestNode({ epochSeconds, memoryLimit: 2 ** 30 });
  const lines = new Map<string, Line>();
  const lineOf = ({ name }: Connection): Line => {
    let line = lines.get(name);
    if (line === undefined || line.closed) {
      lines.set(name, (line = new Line()));
      line.socket = node.world.net.connect(name, 'cache', line);
      node.pass(1);
    }
    return line;
  };
  return {
    name: 'ours',
    exchange(connection, bytes, done) {
      const line = lineOf(connection);
      line.hearing.clear();
      line.say(bytes);
      for (let turn = 0; turn < TURNS_MAX; turn++) {
        node.pass(TURN_NANOS);
        if (line.closed || done(line.hearing.bytes())) break;
      }
      const heard = line.hearing.bytes();
      return Promise.resolve({ bytes: heard, closed: line.closed, stuck: !line.closed && !done(heard) });
    },
    step(seconds) {
      // To the beginning of a second, so that exchanges have all of it.
      const now = node.world.clock.now();
      node.pass(Math.floor(now / SECOND) * SECOND + seconds * SECOND - now);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

class Line implements SocketHandler {
  readonly hearing = new Hearing();
  closed = false;
  socket: Socket | null = null;

  say(bytes: Buffer): void {
    this.socket!.write(bytes, 0, bytes.length);
  }

  onData(buf: Buffer, start: number, end: number): number {
    this.hearing.add(Buffer.from(buf.subarray(start, end)));
    return end;
  }

  onClose(): void {
    this.closed = true;
  }
}
