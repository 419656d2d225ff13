/** How a scenario says that keys live on several backends. */

/** The part of a proxy's. */
export interface ReplicasSpec {
  /**
   * Backends that a key lives on: its home on the ring and the next ones. Writes go to all that are in and are done when the
   * last is; a backend that was out has missed them, and `cas` numbers are each backend's own. Range 1..backends. @default 1
   */
  readonly replicas?: number;
  /** Whom to read from: the first that is in, or of two the one with the lower peak EWMA of latency times what waits. @default 'first' */
  readonly choice?: 'first' | 'p2c';
  /**
   * A read that takes longer than `quantile` of its backend's is sent to another replica too; the first answer counts. Who
   * is always slow is slow by its own measure too: that is no help there, and none without replicas.
   */
  readonly hedge?: {
    /** Range above 0, below 1. @default 0.95 */
    readonly quantile?: number;
    /** Second copies of a hundred reads at most. Range above 0, to 100. @default 5 */
    readonly percentMax?: number;
  };
}
