/** The toxics of a timeline, held against each other: it is played on links that nobody uses. */
import { TOXICS } from '../../toxics/index.ts';
import { each, type Undo } from '../cluster/holds.ts';
import { LinkFaults } from '../cluster/link-faults.ts';
import type { LinkName } from '../cluster/plan.ts';
import { LinkError } from '../link/errors.ts';
import { Link, type ToxicOptions } from '../link/link.ts';
import { COMMAND_NAMES } from '../link/reading/command-names.ts';
import type { Match } from '../link/reading/message.ts';
import { createRng } from '../world/rng.ts';
import type { Nanos } from '../world/world.ts';
import type { Scenario, TimelineEntry } from './define.ts';
import { BadInput, badValue } from './errors.ts';
import { toChange, toFaults, toxicNames } from './timeline-faults.ts';
import { nanos } from './units.ts';
import { unknownKey } from './values.ts';
import { didYouMean, oneOf } from './words.ts';

/** Throws `BadInput` with the first thing that does not fit. */
export function checkToxics(scenario: Scenario, where: string): void {
  const { timeline } = scenario;
  const links = new ScratchLinks(scenario);
  const names = toxicNames(timeline);
  const ends = new Map<number, Undo>();
  for (const { entry: i, isEnd } of stepsOf(timeline)) {
    if (isEnd) ends.get(i)!();
    else ends.set(i, links.act(timeline[i]!, names[i] ?? '', `${where}: timeline.${i}`));
  }
}

interface Step {
  readonly at: Nanos;
  readonly entry: number;
  readonly isEnd: boolean;
}

/** In the order in which they will happen: what ends at a time ends after all that begins at it. */
function stepsOf(timeline: readonly TimelineEntry[]): Step[] {
  const steps = timeline.flatMap((entry, i): Step[] => {
    const begin = { at: nanos(entry.at), entry: i, isEnd: false };
    return entry.for === undefined ? [begin] : [begin, { at: begin.at + nanos(entry.for), entry: i, isEnd: true }];
  });
  return steps.sort((a, b) => a.at - b.at || Number(a.isEnd) - Number(b.isEnd) || a.entry - b.entry);
}

class ScratchLinks {
  readonly #scenario: Scenario;
  readonly #faults = new LinkFaults();
  readonly #links = new Map<string, Link>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  /** Returns what ends it. `name`: of its toxics. */
  act(entry: TimelineEntry, name: string, where: string): Undo {
    try {
      this.#change(entry, where);
      return each(toFaults(entry, name, this.#scenario), (fault) => {
        if (fault.kind !== 'toxic') return () => undefined;
        checkToxic(fault.toxic, where);
        return each(fault.links, (link) => this.#faults.toxic(this.#link(link), fault.toxic));
      });
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      const at = error.code === 'invalid-attributes' ? 'attributes.' : 'name: ';
      throw new BadInput(`${where}.${at}${error.message}`);
    }
  }

  #change(entry: TimelineEntry, where: string): void {
    const change = toChange(entry, this.#scenario);
    if (change === null || change.kind === 'up') return;
    const { name } = change;
    const links = change.links.map((link) => this.#link(link));
    for (const link of links) mustBeOn(link, name, where);
    if (change.kind === 'remove-toxic') return this.#faults.remove(links, name);
    for (const link of links) checkKeys(link.toxic(name).type, change.update.attributes, where);
    this.#faults.update(links, name, change.update);
  }

  #link({ from, to }: LinkName): Link {
    const name = `${from} ${to}`;
    const known = this.#links.get(name);
    if (known !== undefined) return known;
    const link: Link = new Link({
      from,
      to,
      toxics: TOXICS,
      rng: (stream) => createRng('scratch', stream),
      onEvent: (event) => this.#faults.heard(link, event, false),
    });
    this.#links.set(name, link);
    return link;
  }
}

function mustBeOn({ from, to, toxics }: Link, name: string, where: string): void {
  const names = toxics.map((toxic) => toxic.name);
  if (names.includes(name)) return;
  const expected = `a toxic that is on link ${from} to ${to} then (${names.length === 0 ? 'none is' : oneOf(names)})`;
  throw new BadInput(`${badValue(`${where}.name`, expected, name).message}${didYouMean(name, names)}`);
}

function checkToxic({ type, match, attributes }: ToxicOptions, where: string): void {
  const types = TOXICS.map((toxic) => toxic.type);
  if (!types.includes(type)) {
    throw new BadInput(`${badValue(`${where}.type`, oneOf(types), type).message}${didYouMean(type, types)}`);
  }
  checkKeys(type, attributes, where);
  if (match !== undefined) checkMatch(match, `${where}.match`);
}

function checkMatch(match: Match, where: string): void {
  const { command, key, credential } = match;
  if (command === undefined && key === undefined && credential === undefined) {
    throw new BadInput(`${where}: expected command, key or credential, got none of them`);
  }
  for (const name of [command ?? []].flat()) {
    if (COMMAND_NAMES.includes(name)) continue;
    const { message } = badValue(`${where}.command`, "the name of a command, such as 'get'", name);
    throw new BadInput(`${message}${didYouMean(name, COMMAND_NAMES)}`);
  }
}

function checkKeys(type: string, attributes: ToxicOptions['attributes'] = {}, where: string): void {
  const known = Object.keys(TOXICS.find((toxic) => toxic.type === type)!.attributes);
  for (const key of Object.keys(attributes)) {
    if (!known.includes(key)) throw new BadInput(`${where}.attributes: ${unknownKey(key, known)}`);
  }
}
