import { z } from 'zod';
import { decimal, duration, object, variants, wholeNumber } from './values.ts';

export const POLICY_NAMES = [
  'none',
  'consecutive-eject',
  'tko-probe',
  'latency-outlier',
  'success-rate',
  'twemproxy',
  'envoy',
  'finagle',
  'mcrouter',
] as const;

const positive = duration({ above: 0 }).exactOptional();
const count = wholeNumber({ from: 1 }).exactOptional();
const percent = decimal({ from: 0, to: 100 }).exactOptional();

export const policy = z.discriminatedUnion(
  'name',
  [
    object({ name: z.literal('none') }),
    object({ name: z.literal('consecutive-eject'), timeout: positive, failures: count, retry: positive }),
    object({
      name: z.literal('tko-probe'),
      timeout: positive,
      failures: count,
      probe: positive,
      probeGrowth: decimal({ from: 1, to: 100 }).exactOptional(),
      probeMax: positive,
      probeJitter: object({ from: decimal({ from: 0, to: 10 }), to: decimal({ from: 0, to: 10 }) }).exactOptional(),
      ejectedPercentMax: percent,
    }),
    object({
      name: z.literal('latency-outlier'),
      timeout: positive,
      window: positive,
      requests: count,
      times: decimal({ above: 1, to: 1000 }).exactOptional(),
      floor: duration().exactOptional(),
      windows: count,
      ejected: positive,
      ejectedMax: positive,
      jitter: duration().exactOptional(),
      ejectedPercentMax: percent,
    }),
    object({
      name: z.literal('success-rate'),
      timeout: positive,
      rate: decimal({ above: 0, to: 1 }).exactOptional(),
      window: positive,
      requests: count,
      dead: positive,
      deadMax: positive,
    }),
    object({ name: z.literal('twemproxy') }),
    object({ name: z.literal('envoy') }),
    object({ name: z.literal('finagle') }),
    object({ name: z.literal('mcrouter') }),
  ],
  { error: variants('name', POLICY_NAMES) },
);
