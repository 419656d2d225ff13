/** From the text of `result.json` or `compare.json` back to what it holds. Whoever reads a file believes nothing of it. */
import { z } from 'zod';
import { COMPARISON_VERSION, type Comparison } from '../compare/comparison.ts';
import { complaint } from '../scenario/complaint.ts';
import { BadInput, badValue } from '../scenario/errors.ts';
import { RESULT_VERSION, type Result } from '../scenario/result.ts';
import { shown } from '../scenario/words.ts';
import { commandText } from './command-text.ts';
import { comparisonSchema } from './reading/comparison-schema.ts';
import { resultSchema } from './reading/result-schema.ts';

export type Kept =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'comparison'; readonly comparison: Comparison };

const EXPECTED = 'a result.json or compare.json of brownout';
/** What brownout writes is a tenth as deep; what walks through it may call itself so often. */
const DEPTH_MAX = 200;

interface Format {
  readonly kind: Kept['kind'];
  readonly version: number;
  readonly schema: z.ZodType;
  /** Keys that only this kind has. */
  readonly tokens: readonly string[];
  readonly command: string;
}

const FORMATS: readonly Format[] = [
  { kind: 'result', version: RESULT_VERSION, schema: resultSchema, tokens: ['verdict', 'incident'], command: 'run' },
  {
    kind: 'comparison',
    version: COMPARISON_VERSION,
    schema: comparisonSchema,
    tokens: ['variations', 'table'],
    command: 'compare',
  },
];

type Fields = Readonly<Record<string, unknown>>;

/** Throws `BadInput`, one line that begins with `where`. */
export function readKept(text: string, where: string): Kept {
  const data = parsed(text, where);
  if (!isFields(data)) throw badValue(where, EXPECTED, data);
  const format = FORMATS.find(({ tokens }) => tokens.some((key) => Object.hasOwn(data, key)));
  if (format === undefined) throw new BadInput(`${where}: expected ${EXPECTED}, got JSON of another kind`);
  checkVersion(data, format, where);
  if (isDeeper(data, DEPTH_MAX)) throw new BadInput(`${where}: expected ${EXPECTED}, got lists in lists without end`);
  checkShape(data, format, where);
  // The schemas stand for these types: see `Matches`. What they do not know stays in.
  return format.kind === 'result'
    ? { kind: 'result', result: data as unknown as Result }
    : { kind: 'comparison', comparison: data as unknown as Comparison };
}

function parsed(text: string, where: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  if (json.trim() === '') throw new BadInput(`${where}: expected ${EXPECTED}, got an empty file`);
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw new BadInput(
      `${where}: expected ${EXPECTED}, got ${damage(json, error instanceof Error ? error.message : '')}`,
    );
  }
}

/** What is wrong with text that is no JSON, and in which line, as far as the parser tells. */
function damage(json: string, message: string): string {
  if (!/^\s*[[{]/.test(json)) return 'text that is not JSON';
  const text = json.trimEnd();
  const position = positionIn(text, message);
  if (/Unterminated string|end of JSON/.test(message) || (position ?? 0) >= text.length) {
    return `a file that was cut off: it ends in line ${lineOf(text, text.length)}`;
  }
  return `damaged JSON${position === null ? '' : ` in line ${lineOf(text, position)}`}`;
}

/** Where the parser names no position it shows what stands around it, from up to ten characters before. */
function positionIn(text: string, message: string): number | null {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  const around = /\.\.\."?([^]*?)"?(?:\.\.\.)? is not valid JSON/.exec(message)?.[1];
  if (around === undefined) return null;
  const at = text.indexOf(around);
  return at < 0 || at !== text.lastIndexOf(around) ? null : at + Math.min(10, around.length);
}

function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

function checkVersion(data: Fields, format: Format, where: string): void {
  const { version, brownout } = data;
  if (version === format.version) return;
  const expected = `${where}: version: expected ${format.version}, got ${shown(version)}`;
  if (!Number.isSafeInteger(version)) throw new BadInput(expected);
  const by = typeof brownout === 'string' ? ` of brownout ${shortened(brownout)}` : '';
  throw new BadInput(
    Number(version) > format.version
      ? `${expected}, the format${by}, which is newer than this one: update brownout to read it`
      : `${expected}, the older format${by}: make it again with ${again(data, format)}`,
  );
}

/** As far as the file tells: the first formats did not keep the command, only what its options led to. */
function again({ command: kept, id, seed, preset }: Fields, { command }: Format): string {
  if (Array.isArray(kept) && kept.every((word) => typeof word === 'string')) return shortened(commandText(kept));
  const words = ['brownout', command];
  if (typeof id === 'string') words.push(shortened(id));
  if (typeof seed === 'string') words.push('--seed', shortened(seed));
  if (typeof preset === 'string') words.push('--preset', shortened(preset));
  return commandText(words);
}

function checkShape(data: Fields, { schema }: Format, where: string): void {
  const { error } = schema.safeParse(data);
  const issues = (error?.issues ?? []).filter(({ code }) => code !== 'unrecognized_keys');
  if (issues.length > 0) throw new BadInput(`${where}: ${complaint(new z.ZodError(issues), data)}`);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

function shortened(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
}
