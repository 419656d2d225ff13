/** What the threads of a comparison are asked for, and what they answer. Plain data. */
import type { Job } from '../execute/job.ts';
import type { RunRecord } from '../scenario/run-record.ts';
import type { RunCourse } from './course.ts';
import type { RunDigest } from './digest.ts';

export interface Task {
  readonly job: Job;
  /** What an incident is judged by; null: a control. */
  readonly against: {
    readonly id: string;
    readonly control: RunRecord;
    /** Paths of metrics that are wanted beside the digest's own. */
    readonly metrics: readonly string[];
  } | null;
}

/** Null: it was not begun. */
export type TaskRecord =
  { readonly control: RunRecord } | { readonly digest: RunDigest; readonly course: RunCourse } | null;

/** Without the histograms: they are most of a record, and nobody judges by them. */
export function lean(record: RunRecord): RunRecord {
  const { figures } = record;
  const workloads = figures.workloads.map((workload) => ({
    ...workload,
    phases: workload.phases.map((phase) => ({
      ...phase,
      healthy: { ...phase.healthy, histogram: '' },
      faulty: { ...phase.faulty, histogram: '' },
      all: { ...phase.all, histogram: '' },
    })),
  }));
  return { ...record, figures: { ...figures, workloads } };
}
