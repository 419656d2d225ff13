import { z } from 'zod';
import { RESULT_VERSION, type Result } from '../../scenario/result.ts';
import { scenarioSchema } from '../../scenario/schema.ts';
import { failover } from './failover-schema.ts';
import type { Matches } from './matches.ts';
import { run, runFigures } from './run-schema.ts';
import {
  count,
  countOrNull,
  figure,
  flag,
  flagOrNull,
  list,
  listOrNull,
  number,
  numberOrNull,
  object,
  objectOrNull,
  text,
  word,
} from './values.ts';
import { phaseName } from './words.ts';

/** In their order, without overlap: what stands on the time axis. */
export const phases = list(object({ name: phaseName, from: number, to: number })).check(({ value, issues }) => {
  value.forEach(({ from, to }, i) => {
    const earliest = value[i - 1]?.to ?? from;
    const wrong = from < earliest ? 'from' : to < from ? 'to' : null;
    if (wrong === null) return;
    const message = `a time from ${wrong === 'to' ? from : earliest}`;
    issues.push({ code: 'custom', input: value, path: [i, wrong], message });
  });
});

export const events = list(object({ at: number, kind: word('fault', 'cure', 'change', 'note', 'observed'), text }));

const metric = z.tuple([text, figure], { error: 'a path and a value' }).readonly();

const health = object({
  valid: flag,
  reasons: list(text),
  sendLagP99Us: numberOrNull,
  achievedShare: count,
  eventLoopUtilisation: countOrNull,
  foreignCpu: countOrNull,
  littlesLawError: numberOrNull,
  countsAgree: flag,
});

export const environment = object({
  node: text,
  platform: text,
  wallSeconds: count,
  cpuSeconds: count,
  peakMemoryBytes: count,
  finishedAt: text,
});

export const resultSchema = object({
  version: z.literal(RESULT_VERSION),
  brownout: text,
  id: text,
  command: listOrNull(text),
  scenario: scenarioSchema,
  seed: text,
  world: word('virtual', 'live'),
  remarks: list(text),
  verdict: object({
    name: word('passed', 'failed', 'invalid', 'inconclusive', 'aborted'),
    reasons: list(text),
  }),
  phases,
  incident: runFigures,
  control: objectOrNull(run),
  failover,
  expectations: list(object({ says: text, metric: text, expected: text, actual: figure, held: flagOrNull })),
  events,
  metrics: list(metric),
  health,
  environment,
});
true satisfies Matches<typeof resultSchema, Result>;
