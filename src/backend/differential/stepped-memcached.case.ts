/**
 * Debian's memcached under libfaketime, its clock held still but for whole seconds that a test sets it forward.
 * memcached reads the clock by a timer of the thread that accepts connections, and that thread sees a new time when
 * something wakes it: a new connection does, at once.
 */
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingPrograms, startMemcached } from '../memcached.case.ts';
import type { Connection } from './mix.case.ts';
import { Hearing, type Heard, type Server } from './server.case.ts';

const LIMIT_MS = 20_000;
const STEP_TRIES_MAX = 2000;
const CONTROL: Connection = { name: 'control', protocol: 'text' };

/** What the comparison cannot do without and does not find; empty: all is there. */
export function missing(): string[] {
  return [...missingPrograms(), ...(fakeTime() === null ? ['libfaketime'] : [])];
}

/**
 * No threads of its own keep its lists in order: they do it in their own time, and some answers show it. What that
 * changes is among the differences.
 */
const QUIETLY = ['-m', '1024', '-t', '1', '-o', 'no_lru_maintainer,no_lru_crawler'];

export async function startSteppedMemcached(epochSeconds: number): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-clock-'));
  const timeFile = join(folder, 'time');
  let now = epochSeconds;
  writeTime(timeFile, now);
  const memcached = await startMemcached({
    args: QUIETLY,
    env: { TZ: 'UTC', LD_PRELOAD: fakeTime() ?? '', FAKETIME_TIMESTAMP_FILE: timeFile, FAKETIME_NO_CACHE: '1' },
  });
  const lines = new Lines(Number(memcached.address.split(':')[1]));
  return {
    name: 'memcached',
    exchange: (connection, bytes, done) => lines.exchange(connection, bytes, done),
    async step(seconds) {
      now += seconds;
      writeTime(timeFile, now);
      await lines.untilItIs(now);
    },
    async close() {
      lines.close();
      await memcached.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The library for programs with threads, wherever this machine's architecture has it. */
function fakeTime(): string | null {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib').map((name) => join('/usr/lib', name)) : [];
  const paths = folders.map((folder) => join(folder, 'faketime', 'libfaketimeMT.so.1'));
  return paths.find((path) => existsSync(path)) ?? null;
}

/** A time without a sign in front stands still. The file is replaced, so that no half of it is ever read. */
function writeTime(file: string, seconds: number): void {
  const text = new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
  writeFileSync(`${file}.new`, `${text}\n`);
  renameSync(`${file}.new`, file);
}

class Lines {
  private readonly port: number;
  private readonly open = new Map<string, Line>();

  constructor(port: number) {
    this.port = port;
  }

  async exchange(connection: Connection, bytes: Buffer, done: (heard: Buffer) => boolean): Promise<Heard> {
    let line = this.open.get(connection.name);
    if (line === undefined || line.closed) {
      line = await Line.open(this.port);
      this.open.set(connection.name, line);
    }
    return line.exchange(bytes, done);
  }

  async untilItIs(seconds: number): Promise<void> {
    const asked = Buffer.from('stats\r\n');
    let time = NaN;
    for (let tries = 0; tries < STEP_TRIES_MAX && time !== seconds; tries++) {
      const waker = await Line.open(this.port);
      const { bytes } = await this.exchange(CONTROL, asked, (heard) => heard.subarray(-5).toString() === 'END\r\n');
      time = Number(/STAT time (\d+)/.exec(bytes.toString('latin1'))?.[1]);
      waker.socket.destroy();
    }
    if (time !== seconds) throw new Error(`memcached's clock: expected ${seconds}, got ${time}`);
  }

  close(): void {
    for (const line of this.open.values()) line.socket.destroy();
  }
}

class Line {
  readonly socket: Socket;
  closed = false;
  private readonly hearing = new Hearing();
  private changed: () => void = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (part) => {
      this.hearing.add(part);
      this.changed();
    });
    const end = (): void => {
      this.closed = true;
      this.changed();
    };
    socket.on('end', end);
    socket.on('close', end);
    socket.on('error', end);
  }

  static open(port: number): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeListener('error', reject);
        resolve(new Line(socket));
      });
    });
  }

  exchange(bytes: Buffer, done: (heard: Buffer) => boolean): Promise<Heard> {
    this.hearing.clear();
    return new Promise((resolve) => {
      const settle = (stuck: boolean): void => {
        clearTimeout(limit);
        this.changed = () => {};
        resolve({ bytes: this.hearing.bytes(), closed: this.closed, stuck });
      };
      const limit = setTimeout(() => settle(true), LIMIT_MS);
      this.changed = () => {
        if (this.closed || done(this.hearing.bytes())) settle(false);
      };
      this.socket.write(bytes);
    });
  }
}
