import { z } from 'zod';
import { COMPARISON_VERSION, type Comparison } from '../../compare/comparison.ts';
import { scenarioSchema } from '../../scenario/schema.ts';
import type { Matches } from './matches.ts';
import { environment, events, phases } from './result-schema.ts';
import {
  count,
  countsOrNull,
  figure,
  flag,
  flagOrNull,
  list,
  listOrNull,
  number,
  numbersOrNull,
  numberOrNull,
  object,
  objectOrNull,
  series,
  text,
  textOrNull,
  word,
} from './values.ts';

const ended = word('whole', 'invalid', 'aborted', 'error');
const pages = list(object({ workload: text, count, failed: count }));
const summary = object({ n: count, median: figure, q1: figure, q3: figure, min: figure, max: figure });

function figures<T extends z.ZodType>(of: T) {
  return object({
    goodputLost: of,
    pagesFailed: of,
    timeToFirstHarm: of,
    timeToDetect: of,
    timeToEject: of,
    timeToRecover: of,
    hysteresis: of,
    tip: of,
    affectedProxies: of,
    connectionHerd: of,
    retryAmplification: of,
    falseEjections: of,
    pageToEffect: of,
  });
}

const digest = object({
  variation: text,
  seed: text,
  ended,
  reasons: list(text),
  traceHash: textOrNull,
  metastable: flagOrNull,
  figures: figures(figure),
  pages,
  metrics: list(z.tuple([text, figure], { error: 'a path and a value' }).readonly()),
});

const row = object({
  name: text,
  says: text,
  rank: numberOrNull,
  shared: flag,
  runs: count,
  metastable: object({ count, of: count }),
  figures: figures(summary),
  pages: list(object({ workload: text, failed: summary })),
  metrics: list(z.tuple([text, summary], { error: 'a path and a summary' }).readonly()),
  againstFirst: objectOrNull({ seeds: count, median: number, q1: number, q3: number, tie: flag }),
});

const latency = series({ median: countsOrNull, q1: countsOrNull, q3: countsOrNull });
const lost = series({ median: numbersOrNull, q1: numbersOrNull, q3: numbersOrNull });
const workloads = list(object({ name: text, p99: latency }));

const courses = objectOrNull({
  axis: object({ from: number, window: count, phases }),
  variations: list(objectOrNull({ workloads, lost, seed: text, events })),
  controls: list(object({ variation: text, workloads })),
});

const variation = object({
  name: text,
  says: text,
  changes: list(object({ path: text, value: z.unknown() })),
  control: text,
});

export const comparisonSchema = object({
  version: z.literal(COMPARISON_VERSION),
  brownout: text,
  id: text,
  command: listOrNull(text),
  preset: textOrNull,
  says: textOrNull,
  scenario: scenarioSchema,
  seeds: list(text),
  variations: list(variation),
  controls: list(object({ variation: text, seed: text, ended, reasons: list(text), traceHash: textOrNull, pages })),
  runs: list(digest),
  table: list(row),
  courses,
  environment,
}).check(({ value, issues }) => {
  const refuse = (path: (string | number)[], message: string): void =>
    void issues.push({ code: 'custom', input: value, path, message });
  const { variations, table, courses } = value;
  const names = new Set(variations.map(({ name }) => name));
  if (names.size === 0) refuse(['variations'], 'one or more');
  if (table.length !== names.size) refuse(['table', 'length'], `a row for each variation, ${names.size}`);
  const stranger = table.findIndex(({ name }) => !names.has(name));
  if (stranger >= 0) refuse(['table', stranger, 'name'], 'the name of a variation');
  if (courses === null) return;
  if (courses.variations.length !== variations.length) {
    refuse(['courses', 'variations', 'length'], `one for each variation, ${variations.length}`);
  }
  const isDrawn = courses.variations.some((each) => each !== null && each.workloads.length > 0);
  if (isDrawn && courses.axis.window === 0) refuse(['courses', 'axis', 'window'], 'a number above 0');
});
true satisfies Matches<typeof comparisonSchema, Comparison>;
