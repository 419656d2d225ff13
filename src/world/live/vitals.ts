import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { MILLISECOND, type Nanos } from '../world.ts';

/** What a stretch of time took, as shares of it. */
export interface VitalSigns {
  /** Of the event loop's time: handlers at work. Neither waiting nor looking at the clock again and again. */
  readonly eventLoopUtilisation: number;
  /** Of the machine's CPU time: what others than this process took. Null where the machine does not tell. */
  readonly foreignCpu: number | null;
}

/** Watches the process and its machine from when it is made. */
export class Vitals {
  readonly #spun: () => Nanos;
  readonly #startedAt = performance.now();
  readonly #loop = performance.eventLoopUtilization();
  readonly #own = process.cpuUsage();
  readonly #machine = readMachine();
  readonly #spunBefore: Nanos;

  /** `spun`: time so far in which the clock kept the loop turning for nothing. */
  constructor(spun: () => Nanos) {
    this.#spun = spun;
    this.#spunBefore = spun();
  }

  read(): VitalSigns {
    const elapsedMs = performance.now() - this.#startedAt;
    const spunMs = (this.#spun() - this.#spunBefore) / MILLISECOND;
    const busyMs = performance.eventLoopUtilization(this.#loop).active - spunMs;
    return { eventLoopUtilisation: share(busyMs, elapsedMs), foreignCpu: this.#foreignCpu(elapsedMs) };
  }

  #foreignCpu(elapsedMs: number): number | null {
    const now = readMachine();
    if (now === null || this.#machine === null) return null;
    const { user, system } = process.cpuUsage(this.#own);
    const own = share((user + system) / 1000, elapsedMs * now.cores);
    return Math.max(0, share(now.busy - this.#machine.busy, now.total - this.#machine.total) - own);
  }
}

/** A machine's CPU time since it started, over all its cores, in ticks. */
export interface MachineTime {
  readonly cores: number;
  readonly busy: number;
  readonly total: number;
}

/**
 * From /proc/stat. Time that a hypervisor gave to others is busy; that of interrupts is nobody's: most of it is traffic
 * on loopback, which is the run's own.
 */
export function parseMachineTime(stat: string): MachineTime | null {
  const ticks = /^cpu {2}([\d ]+)$/m.exec(stat)?.[1]?.split(' ').map(Number);
  const cores = stat.match(/^cpu\d+ /gm)?.length ?? 0;
  if (ticks === undefined || ticks.length < 8 || cores === 0) return null;
  const [user, nice, system, , , , , steal] = ticks;
  // Guests are part of user and nice already.
  const total = ticks.slice(0, 8).reduce((sum, each) => sum + each, 0);
  return { cores, busy: user! + nice! + system! + steal!, total };
}

function readMachine(): MachineTime | null {
  try {
    return parseMachineTime(readFileSync('/proc/stat', 'latin1'));
  } catch {
    // No Linux.
    return null;
  }
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}
