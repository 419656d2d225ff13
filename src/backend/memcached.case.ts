/** Debian's memcached, for tests that hold ours against it: each started on a port of its own, and stopped by its test. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

export interface RealMemcached {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** As sasldb names the one who may sign in: with his realm. Null: nobody has to. */
  readonly user: string | null;
  /** Resolves when the process is gone. */
  stop(): Promise<void>;
}

export interface RealOptions {
  readonly args?: readonly string[];
  /** On top of our own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Who may sign in by SASL; the text protocol is off then. */
  readonly sasl?: { readonly user: string; readonly password: string };
}

const START_LIMIT_MS = 20_000;
const REALM = 'cluster';

/** What cannot be found here of what the tests need; empty: all is there. */
export function missingPrograms({ sasl = false } = {}): string[] {
  const programs = sasl ? ['memcached', 'saslpasswd2'] : ['memcached'];
  return programs.filter((program) => spawnSync(program, ['-V']).error !== undefined);
}

export async function startMemcached({ args = [], env = {}, sasl }: RealOptions = {}): Promise<RealMemcached> {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-memcached-'));
  const portFile = join(folder, 'port');
  const user = sasl === undefined ? null : register(sasl, folder);
  // Root must say as whom it runs, others may not.
  const as = process.getuid?.() === 0 ? ['-u', userInfo().username] : [];
  const secured = sasl === undefined ? [] : ['-S'];
  const child = spawn('memcached', ['-l', '127.0.0.1', '-p', '-1', '-U', '0', ...as, ...secured, ...args], {
    env: { ...process.env, ...env, MEMCACHED_PORT_FILENAME: portFile, SASL_CONF_PATH: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  // A test that ends early must not leave it behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', kill);
    kill();
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await written(portFile, folder, child);
  } catch (error) {
    await stop();
    throw error;
  }
  const port = /INET: (\d+)/.exec(readFileSync(portFile, 'latin1'))?.[1];
  return { address: `127.0.0.1:${port}`, user, stop };
}

function register({ user, password }: { user: string; password: string }, folder: string): string {
  const database = join(folder, 'sasldb');
  writeFileSync(join(folder, 'memcached.conf'), `mech_list: plain\nsasldb_path: ${database}\n`);
  const args = ['-p', '-c', '-a', 'memcached', '-u', REALM, '-f', database, user];
  const { status, stderr } = spawnSync('saslpasswd2', args, { input: password });
  if (status !== 0) throw new Error(`saslpasswd2: expected exit code 0, got ${status}: ${String(stderr)}`);
  return `${user}@${REALM}`;
}

/** memcached renames the file to its name when it listens and all is written. */
function written(file: string, folder: string, child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null): void => {
      clearTimeout(limit);
      watcher.close();
      if (error === null) resolve();
      else reject(error);
    };
    const check = (): void => {
      if (existsSync(file)) settle(null);
    };
    const watcher = watch(folder, check);
    const limit = setTimeout(() => settle(new Error('memcached: expected it to listen in time')), START_LIMIT_MS);
    child.once('exit', (code) => settle(new Error(`memcached: expected it to listen, got exit code ${code}: ${said}`)));
    child.once('error', settle);
    // It may have been quicker than the watch.
    check();
  });
}
