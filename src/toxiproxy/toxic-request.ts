import { TOXICS } from '../../toxics/index.ts';
import type { ToxicOptions, ToxicUpdate } from '../link/link.ts';
import { COMMAND_NAMES } from '../link/reading/command-names.ts';
import type { Match } from '../link/reading/message.ts';
import { matchBytes } from '../scenario/match-bytes.ts';
import { badRequestBody, invalidStream } from './errors.ts';
import { Fields, isList } from './fields.ts';
import { JsonObject, type Json } from './json.ts';

export interface ToxicRequest {
  readonly options: ToxicOptions;
  /** As it was typed, which is how it is shown. */
  readonly stream: string;
}

/** The body of a request for a toxic. Whether the link can have it is for the link to say. Throws an `ApiError`. */
export function readToxic(value: Json, sources: Iterable<string>): ToxicRequest {
  const fields = new Fields(value, 'ToxicWrapper');
  const type = fields.text('type') ?? '';
  const stream = fields.text('stream') ?? 'downstream';
  const name = fields.text('name') || `${type}_${stream}`;
  const toxicity = fields.number('toxicity') ?? 1;
  const attributes = fields.object('attributes');
  const ours = readOurs(fields, sources);
  return {
    options: {
      type,
      name,
      stream: directionOf(stream),
      toxicity,
      attributes: readAttributes(type, attributes),
      ...ours,
    },
    stream,
  };
}

/** All but attributes and toxicity is ignored. */
export function readToxicUpdate(value: Json, type: string): ToxicUpdate {
  const fields = new Fields(value, 'ToxicWrapper');
  const toxicity = fields.number('toxicity');
  const attributes = readAttributes(type, fields.object('attributes'));
  return { attributes, ...(toxicity !== undefined && { toxicity }) };
}

function directionOf(stream: string): 'upstream' | 'downstream' {
  const direction = stream.toLowerCase();
  if (direction === 'upstream' || direction === 'downstream') return direction;
  throw invalidStream();
}

/** Those that the type has, by their own names. */
function readAttributes(type: string, given: JsonObject = new JsonObject([])): Record<string, unknown> {
  const names = Object.keys(TOXICS.find((toxic) => toxic.type === type)?.attributes ?? {});
  const attributes: Record<string, unknown> = {};
  for (const [key, value] of new Fields(given, 'attributes').given) {
    const name = names.find((each) => each.toLowerCase() === key);
    if (name !== undefined) attributes[name] = value;
  }
  return attributes;
}

type Ours = Pick<ToxicOptions, 'toxicityPer' | 'match' | 'maxActive' | 'sources'>;

/** What Toxiproxy does not have. */
function readOurs(fields: Fields, known: Iterable<string>): Ours {
  const toxicityPer = fields.text('toxicity_per');
  const maxActive = fields.number('max_active');
  const sources = fields.texts('sources');
  const match = fields.object('match');
  if (toxicityPer !== undefined && toxicityPer !== 'connection' && toxicityPer !== 'request') {
    throw badRequestBody(`toxicity_per: expected connection or request, got ${JSON.stringify(toxicityPer)}`);
  }
  if (maxActive !== undefined && !(Number.isSafeInteger(maxActive) && maxActive >= 1)) {
    throw badRequestBody(`max_active: expected a whole number >= 1, got ${maxActive}`);
  }
  for (const source of sources ?? []) checkSource(source, [...known]);
  return {
    ...(toxicityPer !== undefined && { toxicityPer }),
    ...(maxActive !== undefined && { maxActive }),
    ...(sources !== undefined && { sources }),
    ...(match !== undefined && { match: readMatch(match) }),
  };
}

/** A source that does not exist would be a toxic that does nothing. */
function checkSource(source: string, known: readonly string[]): void {
  if (known.includes(source)) return;
  const expected = known.length === 0 ? 'none, as the proxy has no sources' : `one of ${known.join(', ')}`;
  throw badRequestBody(`sources: expected ${expected}, got ${JSON.stringify(source)}`);
}

function readMatch(value: JsonObject): Match {
  const fields = new Fields(value, 'Match');
  const command = fields.any('command');
  const commands = isList(command ?? null) ? fields.texts('command') : fields.text('command');
  const key = fields.text('key');
  const credential = fields.text('credential');
  if (commands === undefined && key === undefined && credential === undefined) {
    throw badRequestBody('match: expected command, key or credential, got none of them');
  }
  return matchBytes({
    ...(commands !== undefined && { command: checkedCommands(commands) }),
    ...(key !== undefined && { key }),
    ...(credential !== undefined && { credential }),
  });
}

function checkedCommands(commands: string | readonly string[]): string | readonly string[] {
  const check = (command: string): string => {
    const name = command.toLowerCase();
    if (COMMAND_NAMES.includes(name)) return name;
    throw badRequestBody(`match.command: expected a command such as get, got ${JSON.stringify(command)}`);
  };
  return typeof commands === 'string' ? check(commands) : commands.map(check);
}
