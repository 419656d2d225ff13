/**
 * HTML as a template: what is put in is text, and stands there as text, unless it is markup itself. Names, events and
 * messages come from users' scenarios and from the network: nothing of them may be read as a tag or an attribute.
 */
export class Markup {
  readonly text: string;
  /** Of the sections in it, in their order. */
  readonly headings: readonly Heading[];

  /** Only for text that is known to be well-formed: everything else goes through `html`. */
  constructor(text: string, headings: readonly Heading[] = []) {
    this.text = text;
    this.headings = headings;
  }
}

export interface Heading {
  /** Its anchor. */
  readonly id: string;
  /** As it was before it became markup. */
  readonly text: string;
}

/** `null` and `false` are nothing; lists follow each other without a gap. */
export type Content = string | number | Markup | null | false | readonly Content[];

/** A piece of HTML or SVG. Attribute values belong in double quotes. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let text = strings[0]!;
  contents.forEach((content, i) => {
    text += written(content) + strings[i + 1]!;
  });
  return new Markup(text, contents.flatMap(headingsIn));
}

function headingsIn(content: Content): readonly Heading[] {
  if (content instanceof Markup) return content.headings;
  return content !== null && typeof content === 'object' ? content.flatMap(headingsIn) : [];
}

function written(content: Content): string {
  if (content === null || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(written).join('');
  return escaped(String(content));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  // Control characters are not allowed in HTML, not even as entities.
  return text
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '\uFFFD')
    .replaceAll(/[&<>"']/g, (char) => ENTITIES[char]!);
}
