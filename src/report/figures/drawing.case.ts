/** Reads drawings back, for tests of where their marks are. */
import type { Markup } from '../html/markup.ts';

export interface Mark {
  readonly element: string;
  readonly names: readonly string[];
  /** Of coordinates and sizes. */
  readonly at: (attribute: string) => number;
  readonly path: string;
  /** What it says: of a text what is written, of others what is shown to whoever points at it. */
  readonly says: string;
}

export function marksOf(figure: Markup | null, size: 'wide' | 'narrow' = 'wide'): Mark[] {
  const svg = new RegExp(`<svg\\s+class="${size}"[^]*?</svg>`).exec(figure?.text ?? '')?.[0];
  if (svg === undefined)
    throw new Error(`expected a figure with a drawing of class ${size}, got ${figure?.text ?? 'none'}`);
  const marks = svg.matchAll(/<(rect|circle|line|path|text)\b([^>]*?)\/?>(?:\s*<title>([^<]*)<\/title>|([^<]*))/g);
  return [...marks].map(([, element, attributes, title, written]): Mark => {
    const values = new Map([...attributes!.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]));
    return {
      element: element!,
      names: (values.get('class') ?? '').split(' '),
      at: (attribute) => {
        const value = Number(values.get(attribute) ?? NaN);
        if (Number.isNaN(value))
          throw new Error(`${element}: expected a number ${attribute}, got ${values.get(attribute)}`);
        return value;
      },
      path: values.get('d') ?? '',
      says: plain(title ?? written ?? '').trim(),
    };
  });
}

/** The only mark that is of this class, and says this. */
export function markOf(marks: readonly Mark[], name: string, says: string | RegExp): Mark {
  const found = marks.filter(
    (mark) => (name === 'text' ? mark.element === 'text' : mark.names.includes(name)) && matches(mark.says, says),
  );
  if (found.length !== 1) {
    const all = marks.map((mark) => `${mark.names.join('.')} ${mark.says}`).join('\n');
    throw new Error(`expected one ${name} that says ${String(says)}, got ${found.length} among\n${all}`);
  }
  return found[0]!;
}

function matches(text: string, says: string | RegExp): boolean {
  return typeof says === 'string' ? text === says : says.test(text);
}

/** Texts of the table below the drawing, row by row, without the words' definitions. */
export function tableOf(figure: Markup | null): string[][] {
  const rows = (figure?.text ?? '').split('<details>')[1]?.split('<tr>').slice(1) ?? [];
  return rows.map((each) => {
    const row = each.replaceAll(/<span class="definition"[^]*?<\/span/g, '<span');
    return [...row.matchAll(/<t[hd][^>]*>([^]*?)<\/t[hd]>/g)].map(([, cell]) => plain(cell!).trim());
  });
}

function plain(text: string): string {
  const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replaceAll(/<[^>]*>/g, '').replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name]!);
}
