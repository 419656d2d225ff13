import type { Ran } from './run-file.ts';

export interface Verdict {
  readonly file: string;
  /** Why the file is red; '' when it is green. */
  readonly why: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What its `skip: reason` lines say. */
  readonly reasons: readonly string[];
}

/**
 * uvu exits 0 when a `before` hook throws and when a file forgets `.run()`, so its summary is read as well. Its `Total`
 * does not count what was skipped by `test.skip`.
 */
export function judge(ran: Ran, limitSeconds: number): Verdict {
  const counts = summary(ran.output);
  const reasons = [...ran.output.matchAll(/\bskip: (.+)$/gm)].map((match) => match[1] ?? '');
  const why = whyRed(ran, counts, { reasons: reasons.length, limitSeconds });
  // A test that says `skip: reason` and returns has passed in uvu's eyes, but not in ours.
  const returnedEarly = Math.max(0, Math.min(counts.passed, reasons.length - counts.skipped));
  const failed = counts.total - counts.passed;
  return {
    file: ran.file,
    why,
    passed: counts.passed - returnedEarly,
    failed: why === '' ? 0 : Math.max(1, failed),
    skipped: counts.skipped + returnedEarly,
    reasons,
  };
}

interface Counts {
  readonly total: number;
  readonly passed: number;
  readonly skipped: number;
}

interface Told {
  readonly reasons: number;
  readonly limitSeconds: number;
}

function whyRed(ran: Ran, counts: Counts, told: Told): string {
  if (ran.timedOut) return `did not end within ${told.limitSeconds} s`;
  if (counts.total + counts.skipped === 0) return `no test ran (exit code ${ran.code}): is a .run() missing?`;
  if (counts.passed !== counts.total) return `${counts.total - counts.passed} of ${counts.total} tests did not pass`;
  if (ran.code !== 0) return `exit code: expected 0, got ${ran.code}`;
  if (counts.skipped > 0 && told.reasons === 0) return `${counts.skipped} skipped without a line 'skip: reason'`;
  return '';
}

/** The sum of uvu's summaries: a suite that runs late gets one of its own. */
function summary(output: string): Counts {
  let [total, passed, skipped] = [0, 0, 0];
  for (const match of output.matchAll(/^ {2}Total: +(\d+)\n {2}Passed: +(\d+)\n {2}Skipped: +(\d+)$/gm)) {
    total += Number(match[1]);
    passed += Number(match[2]);
    skipped += Number(match[3]);
  }
  return { total, passed, skipped };
}
