/** What a long made-up outage does when: how fiercely it storms. Times are seconds of the scenario. */
import type { PhaseName } from '../scenario/result.ts';

export interface LargeOptions {
  readonly minutes: number;
  /** Width of the windows, in seconds. */
  readonly window: number;
  /** Half of them proxies, half backends, of which the fourth and the ninth turn slow. From 18. */
  readonly nodes: number;
  readonly seed: string;
}

export class LargeStory {
  readonly options: LargeOptions;
  readonly phases: readonly { readonly name: PhaseName; readonly from: number; readonly to: number }[];
  /** When each window begins. */
  readonly windows: readonly number[];

  constructor(options: LargeOptions) {
    this.options = options;
    const { minutes, window } = options;
    // A quarter before the fault, half of it, and a quarter to recover in.
    const from = -minutes * 15;
    const to = from + minutes * 60;
    const baseline = Math.round(from * 0.8);
    const end = to - minutes * 15;
    this.phases = [
      { name: 'warmup', from, to: baseline },
      { name: 'baseline', from: baseline, to: 0 },
      { name: 'fault', from: 0, to: end },
      { name: 'recovery', from: end, to },
    ];
    this.windows = Array.from({ length: Math.ceil((to - from) / window) }, (_, i) => from + i * window);
  }

  get proxies(): number {
    return Math.floor(this.options.nodes / 2);
  }

  get end(): number {
    return this.phases[3]!.from;
  }

  /** 0..1: nothing before the fault, soon a storm that beats every three minutes, and a minute's echo of it. */
  fury(at: number, incident: boolean): number {
    if (!incident || at < 0 || at >= this.end + 60) return 0;
    const beat = 0.4 + 0.6 * Math.abs(((at % 180) - 90) / 90);
    return at < 60 ? at / 600 : beat;
  }

  phaseOf(at: number): PhaseName {
    return this.phases.find(({ to }) => at < to)!.name;
  }
}
