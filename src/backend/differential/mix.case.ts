/** Which commands come how often, in batches; and what keeps two servers in step. */
import type { Protocol } from '../../protocol/message.ts';
import type { Rng } from '../../world/world.ts';
import { BINARY_MAKERS, binaryFlush, binaryGet } from './binary-mix.case.ts';
import type { Command } from './command.case.ts';
import { ALL_TEXT_KEYS, BINARY_ONLY_KEYS, Draw } from './draw.case.ts';
import { META_MAKERS, refusedMeta } from './meta-mix.case.ts';
import { refusedBinary, refusedText } from './refused-mix.case.ts';
import { TEXT_MAKERS, textFlush, textGet, type Maker } from './text-mix.case.ts';

export interface Batch {
  readonly connection: Connection;
  /** Sent in one write, and answered wholly before the next batch goes out. */
  readonly commands: readonly Command[];
  /** Seconds that the clock is set forward before it. */
  readonly step?: number;
}

export interface Connection {
  readonly name: string;
  readonly protocol: Protocol;
}

export const CONNECTIONS: readonly Connection[] = [
  { name: 'text 1', protocol: 'text' },
  { name: 'text 2', protocol: 'text' },
  { name: 'text 3', protocol: 'text' },
  { name: 'binary 1', protocol: 'binary' },
  { name: 'binary 2', protocol: 'binary' },
  { name: 'binary 3', protocol: 'binary' },
];

const DEPTH_MAX = 30;
const LEAST = 14;
/** Cards of a deck; the others have LEAST. */
const CARDS: Readonly<Record<string, number>> = {
  ...{ 'text get': 50, 'text gets': 35, 'text gat': 20, 'text gats': 20, 'text set': 55, 'text cas': 25 },
  ...{ 'text incr': 25, 'text decr': 18, 'text refused': 25 },
  ...{ 'text mg': 60, 'text ms': 30, 'text ma': 25, 'text me': 15 },
  ...{
    'binary get': 25,
    'binary getq': 25,
    'binary getk': 18,
    'binary getkq': 18,
    'binary set': 45,
    'binary setq': 25,
  },
  ...{ 'binary incr': 16, 'binary gat': 15, 'binary refused': 15 },
};

/** A command to come, or a place for a flush. */
type Card = { readonly name: string; readonly make: Maker } | { readonly name: string; readonly make: null };

const DECKS: Readonly<Record<Protocol, readonly Card[]>> = {
  text: [
    ...cards('text', TEXT_MAKERS),
    ...cards('text', META_MAKERS),
    ...cards('text', { refused: (draw) => (draw.chance(30) ? refusedMeta(draw) : refusedText(draw)) }),
    ...flushes('text flush_all'),
  ],
  binary: [
    ...cards('binary', BINARY_MAKERS),
    ...cards('binary', { refused: refusedBinary }),
    ...flushes('binary flush'),
    ...flushes('binary flushq'),
  ],
};

/** Each of them has its share of the mix. */
export const COMMAND_NAMES: ReadonlySet<string> = new Set([...DECKS.text, ...DECKS.binary].map(({ name }) => name));

export class Mix {
  private readonly draw: Draw;
  private readonly piles: Record<Protocol, Card[]> = { text: [], binary: [] };
  /** Flushes that had to wait. */
  private readonly late: Record<Protocol, Card[]> = { text: [], binary: [] };
  /** From then on a delayed flush works; null: none is under way. */
  private flushFrom: number | null = null;
  /** What was flushed is still there, unseen, in a memcached: it has to be asked for before the next flush. */
  private sweepDue: Record<Protocol, boolean> = { text: false, binary: false };

  constructor(rng: Rng, startSeconds: number) {
    this.draw = new Draw(rng);
    this.draw.now = startSeconds;
  }

  next(): Batch {
    const { draw } = this;
    const step = draw.chance(8) ? (draw.chance(4) ? 100 : draw.between(1, 3)) : 0;
    this.pass(step);
    const { text, binary } = DECKS;
    const protocol = draw.rng.below(text.length + binary.length) < text.length ? 'text' : 'binary';
    const connection = draw.of(CONNECTIONS.filter((each) => each.protocol === protocol));
    const commands: Command[] = this.sweep(protocol);
    const depth = draw.between(1, DEPTH_MAX);
    while (commands.length < depth && commands.at(-1)?.ends !== true) {
      const more = this.command(protocol, commands);
      if (more === null) break;
      commands.push(...more);
    }
    return step === 0 ? { connection, commands } : { connection, commands, step };
  }

  private pass(seconds: number): void {
    this.draw.now += seconds;
    if (this.flushFrom === null || this.flushFrom >= this.draw.now) return;
    this.flushFrom = null;
    this.sweepDue = { text: true, binary: true };
  }

  /** Null: what comes next must not be in this batch. */
  private command(protocol: Protocol, before: readonly Command[]): Command[] | null {
    let pile = this.piles[protocol];
    if (pile.length === 0) {
      pile = this.piles[protocol] = shuffled([...DECKS[protocol], ...this.late[protocol]], this.draw.rng);
      this.late[protocol] = [];
    }
    const card = pile.pop()!;
    if (card.make !== null) {
      const command = this.made(card.make, before);
      if (command === null) pile.push(card);
      return command === null ? null : [command];
    }
    const flush = this.flush(card.name);
    if (flush !== null) return [flush, ...this.sweep(protocol)];
    this.late[protocol].push(card);
    return [];
  }

  /**
   * What memcached makes of a shrinking counter depends on whether an answer with its value still waits to be sent (see
   * the differences): it is not counted in the batch that asks for it.
   */
  private made(make: Maker, before: readonly Command[]): Command | null {
    const command = make(this.draw);
    if (command.first && before.length > 0) return null;
    if (!COUNTS.test(command.name)) return command;
    return before.some((each) => holds(each) && each.keys.includes(command.keys[0]!)) ? null : command;
  }

  /**
   * A memcached does not remove what it flushes, it looks at ages: a later flush that is still to come brings back what
   * nobody has asked for since. So the next flush waits until all is asked for, and until a delayed one has had its second.
   */
  private flush(name: string): Command | null {
    const { draw, sweepDue } = this;
    if (sweepDue.text || sweepDue.binary || (this.flushFrom !== null && this.flushFrom <= draw.now)) return null;
    const delay = this.delay();
    if (delay === 0) this.sweepDue = { text: true, binary: true };
    // It takes hold a second early, and in that second nothing that is stored stays.
    this.flushFrom = delay === 0 ? null : draw.now + delay - 1;
    const asTime = delay > 0 && draw.chance(20);
    const sent = asTime ? draw.now + delay : delay;
    if (name === 'text flush_all') return textFlush(draw, delay === 0 ? draw.of([null, 0, -1, -100]) : sent);
    return binaryFlush(name === 'binary flush' ? 'flush' : 'flushq', delay === 0 ? draw.of([null, 0]) : sent);
  }

  /** In seconds; 0 for now. Mostly far away: each flush replaces the one before. */
  private delay(): number {
    const at = this.draw.rng.below(100);
    if (at < 3) return 0;
    return at < 9 ? this.draw.between(1, 5) : this.draw.between(1000, 100_000);
  }

  private sweep(protocol: Protocol): Command[] {
    if (!this.sweepDue[protocol]) return [];
    this.sweepDue[protocol] = false;
    return protocol === 'text' ? [textGet(ALL_TEXT_KEYS)] : BINARY_ONLY_KEYS.map(binaryGet);
  }
}

const COUNTS = /^(?:text (?:incr|decr|ma)|binary (?:incr|decr)q?)$/;

/** Its answer has the item in it, and may wait to be sent; one of `get` and its kin never waits. */
function holds({ name, protocol, retrieves }: Command): boolean {
  return name === 'text mg' || name === 'binary touch' || (protocol === 'binary' && retrieves);
}

function cards(protocol: Protocol, makers: Readonly<Record<string, Maker>>): Card[] {
  return Object.entries(makers).flatMap(([short, make]) => {
    const name = `${protocol} ${short}`;
    return new Array<Card>(CARDS[name] ?? LEAST).fill({ name, make });
  });
}

function flushes(name: string): Card[] {
  return new Array<Card>(LEAST).fill({ name, make: null });
}

function shuffled(cards: readonly Card[], rng: Rng): Card[] {
  const pile = [...cards];
  for (let i = pile.length - 1; i > 0; i--) {
    const j = rng.below(i + 1);
    [pile[i], pile[j]] = [pile[j]!, pile[i]!];
  }
  return pile;
}
