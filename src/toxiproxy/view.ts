/** What proxies and toxics look like in JSON. What Toxiproxy does not have is shown only where it was asked for. */
import { TOXICS } from '../../toxics/index.ts';
import type { Link, Toxic } from '../link/link.ts';
import { matchText } from '../scenario/match-bytes.ts';
import type { ControlledProxy } from './proxies.ts';

/** The attributes that Toxiproxy's own toxics have, in its order. */
const THEIRS: ReadonlyMap<string, readonly string[]> = new Map([
  ['bandwidth', ['rate']],
  ['latency', ['latency', 'jitter']],
  ['limit_data', ['bytes']],
  ['noop', []],
  ['reset_peer', ['timeout']],
  ['slicer', ['average_size', 'size_variation', 'delay']],
  ['slow_close', ['delay']],
  ['timeout', ['timeout']],
]);

/** How streams were typed, where that was not in lower case. */
export class TypedStreams {
  readonly #typed = new WeakMap<Link, Map<string, string>>();

  remember(link: Link, toxic: string, typed: string): void {
    const known = this.#typed.get(link) ?? new Map<string, string>();
    if (typed === typed.toLowerCase()) known.delete(toxic);
    else known.set(toxic, typed);
    this.#typed.set(link, known);
  }

  /** Others may have put another toxic of this name on the link. */
  of(link: Link, { name, stream }: Toxic): string {
    const typed = this.#typed.get(link)?.get(name);
    return typed?.toLowerCase() === stream ? typed : stream;
  }
}

/** With its keys in the order in which they are shown. */
export function toxicView(toxic: Toxic, stream: string = toxic.stream): object {
  const { name, type, toxicity, toxicityPer, match, maxActive, sources } = toxic;
  return {
    attributes: attributesOf(toxic),
    name,
    type,
    stream,
    toxicity,
    ...(toxicityPer && { toxicity_per: toxicityPer }),
    ...(match && { match: matchText(match) }),
    ...(maxActive !== undefined && { max_active: maxActive }),
    ...(sources && { sources }),
  };
}

export function proxyView(proxy: ControlledProxy, streams: TypedStreams): object {
  const { name, listen, upstream, enabled, link, sources } = proxy;
  const toxics = toxicViews(link, streams);
  return { name, listen, upstream, enabled, toxics, ...(sources && { sources: Object.fromEntries(sources) }) };
}

export function toxicViews(link: Link, streams: TypedStreams): object[] {
  return link.toxics.map((toxic) => toxicView(toxic, streams.of(link, toxic)));
}

/** Of Toxiproxy's own toxics: its attributes, and of ours those that do something. */
function attributesOf({ type, attributes }: Toxic): object {
  const theirs = THEIRS.get(type);
  if (theirs === undefined) return attributes;
  const rules = TOXICS.find((toxic) => toxic.type === type)?.attributes ?? {};
  const ours = Object.keys(attributes).filter(
    (name) => !theirs.includes(name) && attributes[name] !== rules[name]?.default,
  );
  return Object.fromEntries([...theirs, ...ours].map((name) => [name, attributes[name]]));
}
