import { spawn } from 'node:child_process';
import { root } from '../files.ts';

/** What one test file's process did. */
export interface Ran {
  readonly file: string;
  /** stdout and stderr as they came. */
  readonly output: string;
  /** null: ended by a signal. */
  readonly code: number | null;
  readonly timedOut: boolean;
  readonly seconds: number;
}

export interface RunFileOptions {
  readonly limitSeconds: number;
  /** The process groups that are running, for whoever has to end them. */
  readonly groups: Set<number>;
  /** Where its JavaScript is; without it the file runs through tsx. */
  readonly compiled?: (file: string) => string | undefined;
}

/** Runs one file in a process group of its own, which does not outlive the file or its time limit. */
export function runFile(file: string, { limitSeconds, groups, compiled }: RunFileOptions): Promise<Ran> {
  const started = performance.now();
  const script = compiled?.(file);
  const args = script === undefined ? ['--import', 'tsx', file] : ['--enable-source-maps', script];
  const child = spawn(process.execPath, args, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: plainOutput(process.env),
  });
  const group = child.pid;
  if (group !== undefined) groups.add(group);

  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));

  let timedOut = false;
  const limit = setTimeout(() => {
    timedOut = true;
    if (group !== undefined) killGroup(group);
  }, limitSeconds * 1000);

  // What the file left behind would hold our pipes open, and 'close' would never come.
  child.on('exit', () => {
    if (group !== undefined) killGroup(group);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(limit);
      if (group !== undefined) groups.delete(group);
      const seconds = (performance.now() - started) / 1000;
      resolve({ file, output: Buffer.concat(chunks).toString('utf8'), code, timedOut, seconds });
    });
  });
}

export function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

function plainOutput(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const plain: NodeJS.ProcessEnv = { ...env, NO_COLOR: '1' };
  delete plain['FORCE_COLOR'];
  return plain;
}
