/** How much room text takes in a drawing, before anybody has set it: a little more than it does in any common font. */

/** Of all text in figures, in units of the drawing; as in figures.css. */
export const FONT_SIZE = 13;
export const LINE_HEIGHT = 16;
const WIDTH_PER_CHAR = 0.56;
const NARROW = new Set(" .,:;|!'()[]ijltfrI1-");

export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    // Letters of East Asia and emoji take a whole em.
    width += code > 0x2e7f ? 1 : NARROW.has(char) ? 0.4 : /[A-ZMWmw%]/.test(char) ? 0.72 : WIDTH_PER_CHAR;
  }
  return width * FONT_SIZE;
}

/** Of the class `strong`. */
export const STRONG = 1.1;

/** Cut to the room that there is, and then it says so. */
export function fitted(text: string, room: number): string {
  if (textWidth(text) <= room) return text;
  const chars = [...text];
  while (chars.length > 1 && textWidth(`${chars.join('')}…`) > room) chars.pop();
  return `${chars.join('').trimEnd()}…`;
}

export interface Placed {
  readonly at: number;
  /** How much of the line it takes, half of it to either side. */
  readonly room: number;
}

/**
 * New places for labels on a line, in their order, so that none overlaps another: as near as can be to where they belong,
 * within the bounds while there is room for all.
 */
export function spaced(labels: readonly Placed[], [low, high]: readonly [number, number]): number[] {
  const order = labels.map((_, i) => i).sort((a, b) => labels[a]!.at - labels[b]!.at || a - b);
  // Labels that touch are moved as one, by what is best for all of them.
  interface Block {
    members: number[];
    room: number;
    middle: number;
  }
  const blocks: Block[] = [];
  for (const index of order) {
    const { at, room } = labels[index]!;
    let block: Block = { members: [index], room, middle: within(at, room) };
    for (let above = blocks.at(-1); above !== undefined; above = blocks.at(-1)) {
      if (above.middle + above.room / 2 <= block.middle - block.room / 2 + 1e-9) break;
      blocks.pop();
      block = joined(above, block);
    }
    blocks.push(block);
  }
  const places = labels.map(({ at }) => at);
  for (const { members, room, middle } of blocks) {
    let edge = middle - room / 2;
    for (const index of members) {
      places[index] = edge + labels[index]!.room / 2;
      edge += labels[index]!.room;
    }
  }
  return places;

  function within(middle: number, room: number): number {
    return Math.max(low + room / 2, Math.min(high - room / 2, middle));
  }

  function joined(a: Block, b: Block): Block {
    const members = [...a.members, ...b.members];
    const room = a.room + b.room;
    let [edge, wish] = [0, 0];
    for (const index of members) {
      wish += labels[index]!.at - (edge + labels[index]!.room / 2);
      edge += labels[index]!.room;
    }
    return { members, room, middle: within(wish / members.length + room / 2, room) };
  }
}
