import { KEY_BYTES_MAX } from '../protocol/binary-header.ts';
import { Bytes } from '../protocol/bytes.ts';
import { Status, Verb, type Request } from '../protocol/message.ts';
import type { Grant } from '../tenancy/grant.ts';
import type { ClientConnection } from './client-connection.ts';
import type { Frame } from './dialect.ts';
import { forbidden } from '../tenancy/permissions.ts';
import type { Proxy } from './proxy.ts';

const scratch = new Bytes(512);
/** The request at hand as its backend is asked it. */
const frame: Frame = { buf: Buffer.alloc(0), start: 0, end: 0, keyStart: 0, keyEnd: 0 };

/** Where a client's request goes: to the backend of its key, to all of them, or no further than the proxy. */
export function dispatch(proxy: Proxy, client: ClientConnection, buf: Buffer, request: Request): void {
  proxy.counters.requests++;
  const { signIn, dialect, protocol } = client;
  const { grant } = signIn;
  if (grant !== null && dialect.isKeyed(request, buf)) return forward(proxy, client, grant, buf, request);
  if (signIn.handle(protocol, buf, request) || grant === null) return;
  const why = forbidden(grant, request, buf);
  if (why !== '') return client.error(request, Status.authError, why);
  switch (request.verb) {
    case Verb.flush:
    case Verb.version:
      return proxy.gather(client, client.open(request, grant), request, '');
    case Verb.stats:
      return stats(proxy, client, grant, buf, request);
    case Verb.noop:
      return done(client, request);
    case Verb.meta:
      // In binary it is a frame of ours, from proxies to backends: not for clients, who could name any cache's keys in it.
      if (protocol === 'text') return done(client, request);
      return client.error(request, Status.unknownCommand, '');
    case Verb.quit:
      if (protocol === 'binary') done(client, request);
      return client.hangUp();
    case Verb.verbosity:
      // memcached knows it in text only.
      if (protocol === 'text') return done(client, request);
      return client.error(request, Status.unknownCommand, '');
    default:
      client.error(request, Status.unknownCommand, '');
  }
}

/** What the parser could not make a request of. */
export function refuse(
  proxy: Proxy,
  client: ClientConnection,
  request: Request,
  status: Status,
  text: string,
  broken: boolean,
): void {
  proxy.counters.protocolErrors++;
  if (status !== Status.ok || text !== '') client.error({ ...request, quiet: false }, status, text);
  if (broken) client.hangUp();
}

function forward(proxy: Proxy, client: ClientConnection, grant: Grant, buf: Buffer, request: Request): void {
  proxy.counters.keyed++;
  const { dialect } = client;
  const exchange = client.open(request, grant);
  if (!request.first || !request.last) {
    if (request.first) client.command = { failure: Status.ok, text: '' };
    exchange.command = client.command;
    exchange.last = request.last;
  }
  const why = grant.readOnly ? forbidden(grant, request, buf) : '';
  if (why === '' && dialect.frame(request, buf, grant, frame)) return proxy.route(exchange, frame);
  // No backend hears of it.
  proxy.counters.refused++;
  const status = why === '' ? Status.invalid : Status.authError;
  if (exchange.command !== null) {
    exchange.command.failure = status;
    exchange.command.text = why;
  } else {
    scratch.clear();
    dialect.error(exchange, status, why, scratch);
    client.send(exchange, scratch.buf, 0, scratch.length);
  }
  client.settle(exchange);
}

/** Who else is connected, and which keys others have, is not theirs to know. */
function stats(proxy: Proxy, client: ClientConnection, grant: Grant, buf: Buffer, request: Request): void {
  const topic = client.dialect.topic(request, buf);
  const [word = ''] = topic.split(' ');
  if (word === 'cachedump') return client.error(request, Status.authError, 'CLIENT_ERROR stats cachedump not allowed');
  // A topic travels as a key: nobody knows one that is longer.
  const unknown = word === 'conns' || word === 'detail' || topic.length > KEY_BYTES_MAX;
  if (unknown) return client.error(request, Status.notFound, 'ERROR');
  proxy.gather(client, client.open(request, grant), request, topic);
}

function done(client: ClientConnection, request: Request): void {
  scratch.clear();
  client.dialect.done(request, scratch);
  client.say(scratch);
}
