import type { Nanos } from '../world/world.ts';

/** In the order in which they are taken. */
export type StepName = 'connect' | 'version' | 'mechanisms' | 'authentication' | 'set' | 'get' | 'delete';

/** What is asked once the connection stands. */
export type Question = Exclude<StepName, 'connect'>;

export interface StepReport {
  readonly name: StepName;
  readonly outcome: 'ok' | 'noted' | 'failed';
  readonly time: Nanos;
  /** What the server said; '' for nothing worth telling. */
  readonly detail: string;
}
