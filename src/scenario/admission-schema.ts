/** The schema of what `admission.ts` and `replicas.ts` declare; the part of a proxy's. */
import { decimal, duration, object, wholeNumber, word } from './values.ts';

const positive = duration({ above: 0 }).exactOptional();
const count = wholeNumber({ from: 1 }).exactOptional();

export const admission = {
  admission: object({
    codel: object({ target: positive, interval: positive }).exactOptional(),
    gradient: object({
      initial: count,
      min: count,
      max: count,
      tolerance: decimal({ from: 1, to: 100 }).exactOptional(),
      queue: decimal({ from: 0 }).exactOptional(),
      smoothing: decimal({ above: 0, to: 1 }).exactOptional(),
    }).exactOptional(),
    inFlight: count,
  }).exactOptional(),
};

export const replicas = {
  replicas: wholeNumber({ from: 1, to: 64 }).exactOptional(),
  choice: word('first', 'p2c').exactOptional(),
  hedge: object({
    // A share that rounds to all of them is none.
    quantile: decimal({ above: 0, to: 0.9999 }).exactOptional(),
    percentMax: decimal({ above: 0, to: 100 }).exactOptional(),
  }).exactOptional(),
};
