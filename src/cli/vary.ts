/** `--vary path=a,b,c`: the values that something in the scenario takes. */
import type { Alternative, Axis } from '../compare/variation.ts';
import { BadInput, badValue } from '../scenario/errors.ts';
import { jsonOrText } from '../scenario/override.ts';

const OPTION = '--vary';
const OPENING = '[{';
const CLOSING = ']}';

/** An axis for each text, its first value first. Throws `BadInput`. */
export function readAxes(texts: readonly string[]): Axis[] {
  const given = texts.map((text) => {
    const at = text.indexOf('=');
    const path = text.slice(0, at).trim();
    if (at < 0 || path.split('.').includes('')) throw badValue(OPTION, 'path=a,b,c', text);
    return { path, values: splitValues(text.slice(at + 1), `${OPTION} ${path}`) };
  });
  const paths = given.map(({ path }) => path);
  const twice = paths.find((path, i) => paths.indexOf(path) !== i);
  if (twice !== undefined) throw new BadInput(`${OPTION} ${twice}: expected once, got twice`);
  return given.map(({ path, values }) =>
    values.map((text): Alternative => {
      const change = { path, value: jsonOrText(text), where: `${OPTION} ${path}` };
      return { name: `${shortest(path, paths)}=${text}`, says: `${path}=${text}`, changes: [change] };
    }),
  );
}

/** At commas, but not within brackets, braces or double quotes. Each value once, and more than one. */
export function splitValues(text: string, where: string): string[] {
  const values: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quoted) {
      if (char === '\\') i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (OPENING.includes(char)) depth++;
    else if (CLOSING.includes(char)) depth--;
    else if (char === ',' && depth === 0) {
      values.push(text.slice(from, i).trim());
      from = i + 1;
    }
    if (depth < 0) break;
  }
  values.push(text.slice(from).trim());
  if (depth !== 0 || quoted) throw badValue(where, 'brackets and quotes that are closed', text);
  if (values.includes('')) throw badValue(where, 'values with commas between', text);
  const twice = values.find((value, i) => values.indexOf(value) !== i);
  if (twice !== undefined) throw new BadInput(`${where}: expected each value once, got ${twice} twice`);
  if (values.length < 2) throw badValue(where, 'two values or more', text);
  return values;
}

/** The end of the path that no other has. */
function shortest(path: string, paths: readonly string[]): string {
  const keys = path.split('.');
  for (let length = 1; length < keys.length; length++) {
    const end = keys.slice(-length).join('.');
    if (paths.every((other) => other === path || !`.${other}`.endsWith(`.${end}`))) return end;
  }
  return path;
}
