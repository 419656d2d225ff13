/** Each proxy's connections from the fault on: where a herd was, and when. */
import { round } from '../measure/round.ts';
import { SECOND } from '../world/world.ts';
import type { ResolvedScenario } from './resolve.ts';
import type { ProxyFigures } from './result.ts';
import { secondsAt } from './seconds.ts';

export interface ProxyHerd {
  readonly proxy: string;
  /** Connections open at the end of a window: fewest, most. */
  readonly openLow: number;
  readonly openPeak: number;
  /** New connections per second: most in a window, and the start of the first such window in s of the scenario. */
  readonly newPeak: number;
  readonly newPeakAt: number | 'never';
}

/** Of a run record what is read here. */
interface Sampled {
  readonly windowNs: number;
  readonly figures: {
    readonly proxies: readonly Pick<ProxyFigures, 'name' | 'openConnections' | 'newConnections'>[];
  };
}

type Figure = Exclude<keyof ProxyHerd, 'proxy'>;
const FIGURES: readonly Figure[] = ['openLow', 'openPeak', 'newPeak', 'newPeakAt'];

export function proxyHerds(
  { figures, windowNs }: Sampled,
  resolved: Pick<ResolvedScenario, 'phases' | 'zero' | 'compress'>,
): readonly ProxyHerd[] {
  const fault = resolved.phases.find(({ name }) => name === 'fault')!;
  const window = windowNs / resolved.compress;
  const first = Math.ceil(fault.from / window);
  return figures.proxies.map(({ name, openConnections, newConnections }) => {
    const open = openConnections.slice(first);
    const opened = newConnections.slice(first);
    const peak = Math.max(0, ...opened);
    return {
      proxy: name,
      openLow: open.length === 0 ? 0 : Math.min(...open),
      openPeak: Math.max(0, ...open),
      newPeak: round((peak * SECOND) / windowNs, 3),
      newPeakAt: peak === 0 ? 'never' : secondsAt(resolved, (first + opened.indexOf(peak)) * window),
    };
  });
}

/** `<run>.proxies.<name>.<figure>`. */
export function proxyHerdMetrics(run: string, herds: readonly ProxyHerd[]): [string, number | 'never'][] {
  return herds.flatMap((herd) =>
    FIGURES.map((name): [string, number | 'never'] => [`${run}.proxies.${herd.proxy}.${name}`, herd[name]]),
  );
}
