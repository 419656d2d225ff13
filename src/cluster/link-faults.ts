import { ToxicNotFound } from '../link/errors.ts';
import type { LinkEvent } from '../link/link-event.ts';
import type { Link, ToxicOptions, ToxicUpdate } from '../link/link.ts';
import { Holds, type Undo } from './holds.ts';

/** A toxic of ours, by its link and its name: one of the same name that comes later is another. */
type Placed = object;

/**
 * What befalls links. Others may change them meanwhile, by hand: what they took off is not taken off again, and what they
 * took down stays so until they put it up.
 */
export class LinkFaults {
  readonly #holds = new Holds();
  readonly #placed = new Map<string, Placed>();

  down(link: Link): Undo {
    return this.#holds.hold(nameOf(link), () => {
      link.down = true;
      return () => (link.down = false);
    });
  }

  /** Whoever took it down, and for however long. */
  up(link: Link): void {
    this.#holds.void(nameOf(link));
    link.down = false;
  }

  /** Throws a `LinkError`. */
  toxic(link: Link, toxic: ToxicOptions & { readonly name: string }): Undo {
    link.addToxic(toxic);
    const name = `${nameOf(link)} ${toxic.name}`;
    const placed: Placed = {};
    this.#placed.set(name, placed);
    return () => {
      if (this.#placed.get(name) === placed) link.removeToxic(toxic.name);
    };
  }

  /** On all of these links, or on none. Throws a `LinkError`. */
  update(links: readonly Link[], name: string, update: ToxicUpdate): void {
    mustBeOnAll(links, name);
    for (const link of links) link.updateToxic(name, update);
  }

  /** From all of these links, or from none. Throws a `LinkError`. */
  remove(links: readonly Link[], name: string): void {
    mustBeOnAll(links, name);
    for (const link of links) link.removeToxic(name);
  }

  /** Something has happened on a link; `byHand`: none of the above did it. */
  heard(link: Link, event: LinkEvent, byHand: boolean): void {
    if (event.kind === 'removed') this.#placed.delete(`${nameOf(link)} ${event.toxic.name}`);
    else if (event.kind === 'up' && byHand) this.#holds.void(nameOf(link));
    else if (event.kind === 'down' && byHand) this.down(link);
  }
}

function mustBeOnAll(links: readonly Link[], name: string): void {
  for (const link of links) {
    const names = link.toxics.map((toxic) => toxic.name);
    if (!names.includes(name)) throw new ToxicNotFound(`link ${nameOf(link)}`, name, names);
  }
}

function nameOf({ from, to }: Link): string {
  return `${from} to ${to}`;
}
