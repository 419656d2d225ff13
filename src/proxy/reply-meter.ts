import { CoarseHistogram } from '../measure/coarse-histogram.ts';
import type { Nanos } from '../world/world.ts';

/**
 * What a proxy measures of its backends' replies: from passing the request on to the last byte of the
 * reply. What clients wait for besides is not in it: sign-in, the proxy's own CPU, and earlier replies on the connection.
 */
export class ReplyMeter {
  /**
   * One for each backend. They only grow, also when the process starts anew, as a monitor adds up across restarts; and
   * reading changes nothing, so that any number of readers may take differences of their own.
   */
  readonly latencies: readonly CoarseHistogram[];

  constructor(backends: number) {
    this.latencies = Array.from({ length: backends }, () => new CoarseHistogram());
  }

  replied(backend: number, latency: Nanos): void {
    this.latencies[backend]!.record(latency);
  }
}
