/**
 * The parameters of the alert chain. Only one figure is from a source: 5.1 % of SMS are lost (Meng et al., INFOCOM
 * 2007). ALL others are assumptions: every median, every sigma, the split of the mixtures, the losses of push and call,
 * and how people respond and act. A report that shows a result of them must say so.
 */
import { SECOND } from '../world/world.ts';
import type { Delay } from './delay.ts';

export interface Channel {
  readonly name: string;
  /** From sending to the person's device. */
  readonly delay: Delay;
  /** Does the sender learn of the arrival? Without a receipt there is nothing to miss: `receiptWithin` is not held. */
  readonly receipt: boolean;
}

export interface Person {
  /** From the first arrival, over whichever channel, to the acknowledgement. */
  readonly response: Delay;
  /** From the acknowledgement until the action is effective. */
  readonly action: Delay;
}

/** Lost .051 (measured), quick .779, slow .17 (assumed). */
export const sms: Channel = {
  name: 'sms',
  receipt: false,
  delay: {
    kind: 'mixture',
    parts: [
      { share: 0.779, median: 6 * SECOND, sigma: 0.6 },
      { share: 0.17, median: 180 * SECOND, sigma: 1.2 },
    ],
  },
};

/** XMPP or an app's push. Assumed: lost .03. */
export const push: Channel = {
  name: 'push',
  receipt: true,
  delay: {
    kind: 'mixture',
    parts: [
      { share: 0.92, median: 1.5 * SECOND, sigma: 0.5 },
      { share: 0.05, median: 60 * SECOND, sigma: 1 },
    ],
  },
};

/** A phone call. Assumed: lost .03. */
export const call: Channel = {
  name: 'call',
  receipt: false,
  delay: { kind: 'mixture', parts: [{ share: 0.97, median: 12 * SECOND, sigma: 0.4 }] },
};

/** Assumed: one page in ten gets no response. */
export const engineer: Person = {
  response: { kind: 'mixture', parts: [{ share: 0.9, median: 60 * SECOND, sigma: 0.8 }] },
  action: { kind: 'mixture', parts: [{ share: 1, median: 90 * SECOND, sigma: 0.5 }] },
};
