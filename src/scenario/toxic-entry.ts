/** A toxic as it stands on a link, in the words of a timeline. */
import { TOXICS } from '../../toxics/index.ts';
import type { Toxic } from '../link/link.ts';
import type { TimelineEntry, ToxicAttributes } from './define.ts';
import { matchText } from './match-bytes.ts';

type Placement = Omit<TimelineEntry & { readonly do: 'toxic' }, 'at' | 'for' | 'do' | 'link'>;

/** What places it; what it has by default is not said. */
export function placement({
  type,
  name,
  stream,
  toxicity,
  toxicityPer,
  match,
  maxActive,
  attributes,
}: Toxic): Placement {
  const rules = TOXICS.find((toxic) => toxic.type === type)!.attributes;
  const chosen = pick(attributes, (key, value) => value !== rules[key]!.default);
  return {
    type,
    name,
    ...(stream === 'upstream' && { stream }),
    ...(toxicity < 1 && { toxicity: share(toxicity) }),
    ...(toxicityPer && { toxicityPer }),
    ...(match && { match: matchText(match) }),
    ...(maxActive !== undefined && { maxActive }),
    ...(Object.keys(chosen).length > 0 && { attributes: chosen }),
  };
}

/** What makes it what it is now. Where nothing has changed, the toxicity stands for the update that was made. */
export function difference(
  toxic: Toxic,
  before: Toxic | undefined,
): { readonly toxicity?: number; readonly attributes?: ToxicAttributes } {
  const changed = pick(toxic.attributes, (key, value) => value !== before?.attributes[key]);
  const isOther = Object.keys(changed).length > 0;
  return {
    ...((toxic.toxicity !== before?.toxicity || !isOther) && { toxicity: share(toxic.toxicity) }),
    ...(isOther && { attributes: changed }),
  };
}

function pick(attributes: Toxic['attributes'], chosen: (key: string, value: unknown) => boolean): ToxicAttributes {
  // Their rules accept numbers, words and booleans, and nothing else.
  return Object.fromEntries(Object.entries(attributes).filter(([key, value]) => chosen(key, value))) as ToxicAttributes;
}

/** Below 0 is none, above 1 all. */
function share(toxicity: number): number {
  return Math.min(1, Math.max(0, toxicity));
}
