/** Why runs that stand side by side may not be comparable, in sentences. */
import type { Result } from '../../scenario/result.ts';
import { seconds } from '../format.ts';
import type { NamedResult } from './named-result.ts';

interface Question {
  of(result: Result): string;
  /** When the runs do not all say the same. */
  readonly says: string;
}

const QUESTIONS: readonly Question[] = [
  {
    of: ({ id }) => id,
    says: 'They are of different scenarios: what differs may be due to either.',
  },
  {
    of: ({ world }) => world,
    says: 'They are of different worlds: live figures hold for the machine that they were measured on, virtual ones for none.',
  },
  {
    of: ({ brownout }) => brownout,
    says: 'They were made by different versions of brownout, which may model the same thing otherwise.',
  },
  {
    of: ({ phases }) => JSON.stringify(phases),
    says: 'Their phases differ: shares and counts are of different spans of time.',
  },
  {
    of: ({ incident }) => seconds(incident.workloads[0]?.series.window ?? null),
    says: 'Their windows are of different widths: peaks, and windows that violate the SLO, cannot be compared.',
  },
  {
    of: ({ control }) => (control === null ? 'no control' : 'a control'),
    says: 'Not all have a control, which goodput loss and what follows from it are held against.',
  },
  {
    of: ({ world, environment }) => (world === 'virtual' ? '' : `${environment.platform}, Node ${environment.node}`),
    says: 'They were measured on different machines.',
  },
];

const UNTRUSTED: Readonly<Partial<Record<Result['verdict']['name'], string>>> = {
  invalid: 'is invalid: its figures cannot be trusted',
  aborted: 'was stopped before its end: its figures are of a part of it',
  inconclusive: 'gives too little evidence to be judged',
};

export function warningsOf(results: readonly NamedResult[]): string[] {
  const asked = QUESTIONS.flatMap(({ of, says }) => {
    const answers = results.map(({ result }) => of(result));
    return answers.every((answer) => answer === answers[0]) ? [] : [says];
  });
  const untrusted = results.flatMap(({ name, result: { verdict } }) => {
    const why = UNTRUSTED[verdict.name];
    return why === undefined ? [] : [`${name} ${why}.`];
  });
  return [...asked, ...untrusted];
}

/** Where nothing but chance may be at work. */
export function chanceOf(results: readonly NamedResult[]): string {
  const seeds = new Set(results.map(({ result }) => result.seed));
  const same =
    seeds.size === 1 ? 'All have the same seed, but one run each shows' : 'One run each, under different seeds, shows';
  return `${same} no scatter: what is more than chance is told by brownout compare, which runs each under several seeds.`;
}
