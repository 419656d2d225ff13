import { availableParallelism } from 'node:os';
import type { Environment } from '../scenario/result.ts';

/** Starts measuring what a run takes of this machine; the returned function says what it was. */
export function observeEnvironment(): () => Environment {
  const start = performance.now();
  const cpuAtStart = process.cpuUsage();
  return () => {
    const cpu = process.cpuUsage(cpuAtStart);
    const toSeconds = (value: number, perSecond: number): number => Math.round((value / perSecond) * 100) / 100;
    return {
      node: process.version,
      platform: `${process.platform} ${process.arch}, ${availableParallelism()} processors`,
      wallSeconds: toSeconds(performance.now() - start, 1000),
      cpuSeconds: toSeconds(cpu.user + cpu.system, 1_000_000),
      // ru_maxrss is in KB on every platform, says libuv.
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      finishedAt: new Date().toISOString(),
    };
  };
}
