/** Processes of a benchmark or a long check: its own file again in another role, and a memcached. All end with it. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const START_MS = 10_000;
const POLL_MS = 20;
/** Linux gives times in ticks of 10 ms. */
const MICROS_PER_TICK = 10_000;

/** A child that answers each message with one. */
export class Child {
  readonly process: ChildProcess;

  /** `file`: one's own URL; the role is its first argument. */
  constructor(file: string, role: string, nodeOptions: readonly string[] = []) {
    this.process = fork(new URL(file), [role], { execArgv: [...process.execArgv, ...nodeOptions] });
    process.once('exit', () => this.process.kill('SIGKILL'));
  }

  get pid(): number {
    return this.process.pid!;
  }

  ask<Answer>(message: object): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const died = (code: number | null): void => reject(new Error(`a child ended with exit code ${code}`));
      this.process.once('exit', died);
      this.process.once('message', (answer) => {
        this.process.off('exit', died);
        // The child's role says what it answers.
        resolve(answer as Answer);
      });
      this.process.send(message);
    });
  }

  stop(): void {
    this.process.disconnect();
  }
}

/** Answers the parent's messages, and ends with it. */
export function answerParent<Message>(answer: (message: Message) => Promise<object>): void {
  process.on('message', (message) => {
    // The parent sends what this role is made for.
    answer(message as Message).then(
      (said) => process.send!(said),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  process.on('disconnect', () => process.exit(0));
}

export interface RunningMemcached {
  readonly pid: number;
  readonly port: number;
  stop(): void;
}

/** On a port of its own choice; null where it is not installed. */
export async function startMemcached(options: readonly string[]): Promise<RunningMemcached | null> {
  const folder = mkdtempSync(join(tmpdir(), 'brownout-memcached-'));
  const portFile = join(folder, 'port');
  const user = userInfo().username;
  const child = spawn('memcached', ['-l', '127.0.0.1', '-p', '-1', '-U', '0', '-u', user, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, MEMCACHED_PORT_FILENAME: portFile },
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    const missing = await new Promise<boolean>((resolve) => {
      child.once('error', () => resolve(true));
      child.once('spawn', () => resolve(false));
    });
    if (missing) return null;
    const port = await portOf(portFile, child);
    return { pid: child.pid!, port, stop: kill };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function portOf(file: string, child: ChildProcess): Promise<number> {
  for (let waited = 0; waited < START_MS && child.exitCode === null; waited += POLL_MS) {
    const port = /^TCP INET: (\d+)$/m.exec(readIfThere(file))?.[1];
    if (port !== undefined) return Number(port);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`memcached: expected a port within ${START_MS} ms, got exit code ${child.exitCode}`);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** CPU time of a process so far, in user and kernel mode, over all its threads. */
export function cpuMicrosOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The second field is a name in parentheses, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK;
}
