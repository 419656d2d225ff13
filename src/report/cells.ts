/** Text as terminals and editors of one width a character count it: in cells. */

/** Scripts of East Asia and pictographs take two cells. By Unicode's East Asian Width, in rough ranges. */
const WIDE = new RegExp(
  '[\\u1100-\\u115F\\u2E80-\\u303E\\u3041-\\u33FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uA000-\\uA4CF\\uA960-\\uA97F' +
    '\\uAC00-\\uD7A3\\uF900-\\uFAFF\\uFE30-\\uFE6F\\uFF01-\\uFF60\\uFFE0-\\uFFE6' +
    '\\u{16FE0}-\\u{1B2FF}\\u{1F300}-\\u{1F64F}\\u{1F680}-\\u{1F6FF}\\u{1F900}-\\u{1F9FF}\\u{20000}-\\u{3FFFD}]',
  'u',
);
/** Accents that stand on the letter before them, and what only says how others are shown. */
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;

const isPlain = (text: string): boolean => /^[\u0020-\u007E\u00A0-\u00FF\u2010-\u2027\u2500-\u259F]*$/.test(text);

export function cellsOf(text: string): number {
  if (isPlain(text)) return text.length;
  let cells = 0;
  for (const char of text) cells += NONE.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  return cells;
}

export function padEnd(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - cellsOf(text)));
}

export function padStart(text: string, cells: number): string {
  return ' '.repeat(Math.max(0, cells - cellsOf(text))) + text;
}

/** To at most so many cells; what is cut off is hinted at. */
export function cut(text: string, cells: number): string {
  if (cellsOf(text) <= cells) return text;
  let kept = '';
  for (const char of text) {
    if (cellsOf(kept + char) > cells - 1) break;
    kept += char;
  }
  return `${kept}…`;
}

/** Control characters have no place in a line: on a terminal they are commands. */
export function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');
}
