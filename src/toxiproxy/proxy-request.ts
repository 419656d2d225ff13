import { LinkError } from '../link/errors.ts';
import type { Link } from '../link/link.ts';
import { ApiError, badRequestBody, missingField, ofLink } from './errors.ts';
import { elementsOf, Fields } from './fields.ts';
import type { Json, JsonObject } from './json.ts';
import type { ProxyChange, ProxySpec } from './proxies.ts';
import { scratchLink } from './scratch-link.ts';
import { readToxic, type ToxicRequest } from './toxic-request.ts';

export interface ProxyRequest {
  readonly spec: ProxySpec;
  readonly toxics: readonly ToxicRequest[];
}

/** The body of a request for a proxy: all that can be wrong with it without trying it. Throws an `ApiError`. */
export function readProxy(value: Json): ProxyRequest {
  return proxyRequest(new Fields(value, 'Proxy'), null);
}

/** The body of a request for several. Throws an `ApiError` when one of them is wrong. */
export function readProxies(value: Json): ProxyRequest[] {
  const all = elementsOf(value, '[]Proxy').map((each) => new Fields(each, 'Proxy'));
  return all.map((fields, i) => proxyRequest(fields, `proxy ${i + 1}`));
}

/** The name is ignored: proxies keep theirs. */
export function readProxyChange(value: Json): ProxyChange {
  const fields = new Fields(value, 'Proxy');
  const listen = fields.text('listen');
  const upstream = fields.text('upstream');
  const enabled = fields.flag('enabled');
  return {
    ...(listen !== undefined && { listen }),
    ...(upstream !== undefined && { upstream }),
    ...(enabled !== undefined && { enabled }),
  };
}

/** `place`: which one of several, for messages; null: it is the only one. */
function proxyRequest(fields: Fields, place: string | null): ProxyRequest {
  const name = fields.text('name');
  const listen = fields.text('listen') ?? '';
  const upstream = fields.text('upstream');
  const enabled = fields.flag('enabled') ?? true;
  const sources = readSources(fields.object('sources'));
  const given = fields.list('toxics') ?? [];
  if (!name) throw missingField(place === null ? 'name' : `name at ${place}`);
  if (!upstream) throw missingField(place === null ? 'upstream' : `upstream at ${place}`);
  const scratch = scratchLink(name);
  const toxics = given.map((toxic, i) =>
    readInnerToxic(toxic, sources, scratch, ` at toxic ${i + 1}${place === null ? '' : ` of ${place}`}`),
  );
  const spec = { name, listen, upstream, enabled, sources, toxics: toxics.map(({ options }) => options) };
  return { spec, toxics };
}

function readInnerToxic(value: Json, sources: ProxySpec['sources'], scratch: Link, place: string): ToxicRequest {
  try {
    const toxic = readToxic(value, sources?.keys() ?? []);
    scratch.addToxic(toxic.options);
    return toxic;
  } catch (error) {
    const wrong = error instanceof LinkError ? ofLink(error) : error;
    throw wrong instanceof ApiError ? new ApiError(wrong.status, wrong.message + place) : wrong;
  }
}

function readSources(given: JsonObject | undefined): ProxySpec['sources'] {
  if (given === undefined) return null;
  const sources = new Map<string, string>();
  for (const [name, listen] of given.entries) {
    if (name === '' || typeof listen !== 'string') {
      throw badRequestBody('sources: expected an object of listen addresses by name, such as {"app-1":"127.0.0.1:0"}');
    }
    sources.set(name, listen);
  }
  return sources;
}
