/** The command as a process of its own, for what signals and ports do. */
import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
/** On a machine that is busy with other tests; nothing waits this long when all is well. */
const PATIENCE_MS = 30_000;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export class Child {
  out = '';
  err = '';
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  #changed: () => void = () => undefined;

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.process = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const name of ['out', 'err'] as const) {
      this.process[name === 'out' ? 'stdout' : 'stderr']?.on('data', (text: Buffer) => {
        this[name] += text.toString();
        this.#changed();
      });
    }
    this.ended = new Promise((resolve) => {
      this.process.once('close', (code) => {
        resolve({ code, out: this.out, err: this.err });
        this.#changed();
      });
    });
    const limit = setTimeout(() => this.process.kill('SIGKILL'), PATIENCE_MS);
    const kill = (): void => void this.process.kill('SIGKILL');
    process.once('exit', kill);
    void this.ended.then(() => {
      clearTimeout(limit);
      process.removeListener('exit', kill);
    });
  }

  /** Resolves when it has printed this. Throws when it ends before. */
  async says(pattern: RegExp, where: 'out' | 'err' = 'out'): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this[where]);
      if (match !== null) return match;
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        throw new Error(`expected ${String(pattern)}, but it ended: ${this.out}${this.err}`);
      }
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
  }

  async stop(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<Ended> {
    this.process.kill(signal);
    return this.ended;
  }
}

export function brownoutChild(args: readonly string[], env: NodeJS.ProcessEnv = {}): Child {
  return new Child(process.execPath, ['--import', import.meta.resolve('tsx'), main, ...args], env);
}

/** Whether somebody takes connections there. */
export function isOpen(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
