import type { Result, VerdictName } from '../../scenario/result.ts';
import { commandText } from '../command-text.ts';
import type { Block, Tone } from '../document.ts';
import { clock, count, seconds } from '../format.ts';

export const TONES: Readonly<Record<VerdictName, Tone>> = {
  passed: 'good',
  failed: 'bad',
  invalid: 'bad',
  inconclusive: 'strong',
  aborted: 'strong',
};

/** What came out, what was shown, and what was run. */
export function summary(result: Result): Block[] {
  const { verdict, scenario, remarks } = result;
  return [
    { kind: 'verdict', name: { text: verdict.name.toUpperCase(), tone: TONES[verdict.name] }, says: sentence(result) },
    { kind: 'title', text: scenario.title },
    ...story(result).map((text): Block => ({ kind: 'paragraph', text })),
    { kind: 'facts', rows: facts(result), apart: true },
    ...remarks.map((text): Block => ({ kind: 'paragraph', text: `Note: ${text}`, tone: 'quiet' })),
  ];
}

/** Its paragraphs; a scenario may break lines where it likes. */
export function story({ scenario }: Result): string[] {
  return scenario.story
    .split(/\n\s*\n/)
    .map((text) => text.replaceAll(/\s+/g, ' ').trim())
    .filter((text) => text !== '');
}

/** The verdict, for somebody who reads nothing else. */
export function sentence({ id, verdict, expectations }: Result): string {
  const all = expectations.length;
  const held = expectations.filter((each) => each.held === true).length;
  const untold = expectations.filter((each) => each.held === null).length;
  const broken = (expectations.find((each) => each.held === false) ?? expectations.find((each) => each.held === null))
    ?.says;
  const reasons = verdict.reasons.join('; ');
  switch (verdict.name) {
    case 'passed':
      return all === 0
        ? `${id} ran, and expects nothing in particular.`
        : `${id} shows what it must: ${held} of ${all} expectations held${untold > 0 ? `, ${untold} cannot be told from this run` : ''}.`;
    case 'failed':
      return all > held
        ? `${id} shows ${held} of ${all} things it must. Not so: ${broken}${all - held > 1 ? ', and others' : ''}.`
        : `${id}: ${reasons || 'the run failed'}.`;
    case 'invalid':
      return `${id} cannot be trusted: ${reasons || 'the measurement failed its own checks'}.`;
    case 'inconclusive':
      return `${id} gives too little evidence: ${reasons || 'nothing could be judged'}.`;
    case 'aborted':
      return `${id} was stopped before its end; what follows is what was measured until then.`;
  }
}

export function facts({
  world,
  seed,
  command,
  brownout,
  phases,
  incident,
  control,
  environment,
}: Result): [string, string][] {
  const from = phases[0]?.from ?? 0;
  const to = phases.at(-1)?.to ?? 0;
  const wall = environment.wallSeconds;
  const speed = wall > 0 && world === 'virtual' ? `, ${Math.round((to - from) / wall)} times as fast as the clock` : '';
  const controlText =
    control === null
      ? 'none'
      : `the same seed without the faults${control.traceHash ? `, trace ${control.traceHash}` : ''}`;
  const rows: [string, string][] = [
    [
      'world',
      world === 'virtual' ? 'virtual: simulated network, clock and CPUs' : 'live: real sockets on this machine',
    ],
    ['run', `${clock(from)} to ${clock(to)} (${seconds(to - from)}) in ${seconds(wall)}${speed}`],
    ['load', `${count(incident.totals.operations)} operations, ${count(incident.totals.connections)} connections`],
    ['seed', incident.traceHash === null ? seed : `${seed}, trace ${incident.traceHash}`],
    ['control', controlText],
    ...(command === null ? [] : [['repeat', commandText(command)] as [string, string]]),
    ['version', `brownout ${brownout}, Node ${environment.node}, ${environment.platform}`],
  ];
  return rows;
}
