import type { CheckReport } from '../check/check.ts';
import { spanText } from '../check/notes.ts';
import { left, right } from '../report/document.ts';
import { tableLines, wrapped } from '../report/table.ts';
import { round } from '../measure/round.ts';

const WIDTH = 100;
const MARKS = { ok: 'ok', noted: 'note', failed: 'FAILED' } as const;

/** For people: the steps, and one sentence. */
export function checkText({ address, steps, finding, notes }: CheckReport, user: string | null): string {
  const rows = steps.map(({ name, outcome, time, detail }) => [`  ${name}`, spanText(time), MARKS[outcome], detail]);
  const table = tableLines([left(''), right('', 8), left(''), left('')], rows);
  const verdict =
    finding === null
      ? `OK      ${address} ${user === null ? 'needs no sign-in' : `signs ${user} in`} and does what it is asked.`
      : `FAILED  ${finding.step}: ${finding.says}: ${finding.advice}.`;
  const paragraphs = [verdict, ...notes.map(({ says }) => `note    ${says}.`)];
  const lines = [
    ...table.map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    ),
    '',
    ...paragraphs.flatMap(hanging),
  ];
  return `${lines.join('\n')}\n`;
}

/** For programs: times in µs. */
export function checkJson({ address, steps, finding, notes }: CheckReport): string {
  const report = {
    address,
    ok: finding === null,
    steps: steps.map(({ name, outcome, time, detail }) => ({ name, outcome, us: round(time / 1000, 1), detail })),
    finding,
    notes,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function hanging(paragraph: string): string[] {
  const [head, text] = [paragraph.slice(0, 8), paragraph.slice(8)];
  return wrapped(text, WIDTH - 8).map((line, i) => (i === 0 ? head : ' '.repeat(8)) + line);
}
