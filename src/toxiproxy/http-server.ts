import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Api, asApiError } from './api.ts';
import { bodyOf } from './body.ts';
import { EventFeed } from './events.ts';
import type { Proxies } from './proxies.ts';
import { errorReply, headersOf, noBrowsers, unknownPath, wrongMethod, type Reply } from './reply.ts';
import { findRoute, type Found } from './routes.ts';

export interface ToxiproxyOptions {
  readonly proxies: Proxies;
  /** The interface to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** 0: any that is free. @default 8474 */
  readonly port?: number;
  /** How long a request may take to arrive, in ms. @default 15000 */
  readonly patienceMs?: number;
}

export interface ToxiproxyServer {
  /** `host:port`. */
  readonly address: string;
  /** Ends all calls and subscriptions at once. The proxies stay as they are. */
  close(): Promise<void>;
}

/** Toxiproxy's own figures. */
const PATIENCE_MS = 15_000;
const KEEP_ALIVE_MS = 60_000;
const MAX_CONNECTIONS = 512;

/** Serves Toxiproxy's control API. Rejects with the system's error when it cannot listen. */
export async function serveToxiproxy({
  proxies,
  patienceMs = PATIENCE_MS,
  ...where
}: ToxiproxyOptions): Promise<ToxiproxyServer> {
  const feed = new EventFeed(proxies);
  const api = new Api(proxies, feed);
  let requests = 0;
  const limits = {
    headersTimeout: patienceMs,
    requestTimeout: patienceMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: Math.min(1000, patienceMs / 2),
  };
  const server = createServer(limits, (request, response) => {
    // Who is gone hears no answer.
    response.on('error', () => undefined);
    void respond(request, response, { api, feed, nextId: () => ++requests });
  });
  server.maxConnections = MAX_CONNECTIONS;
  // Who comes next finds a place.
  server.on('drop', () => server.closeIdleConnections());
  try {
    const address = await listen(server, where);
    return { address, close: () => close(server, feed) };
  } catch (error) {
    feed.close();
    throw error;
  }
}

interface Context {
  readonly api: Api;
  readonly feed: EventFeed;
  nextId(): number;
}

async function respond(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const found = findRoute(request.method ?? '', request.url ?? '');
  if (found === 'path') return send(response, unknownPath);
  if (found === 'method') return send(response, wrongMethod);
  response.setHeader('X-Toxiproxy-Request-Id', String(context.nextId()).padStart(20, '0'));
  if (request.headers['user-agent']?.startsWith('Mozilla/') === true) return send(response, noBrowsers);
  const reply = await answer(found, request, response, context);
  if (reply !== null) send(response, reply);
}

/** Null: the response goes on by itself. Never rejects. */
async function answer(
  { answer: how, names }: Found,
  request: IncomingMessage,
  response: ServerResponse,
  { api, feed }: Context,
): Promise<Reply | null> {
  try {
    if (how === 'events') {
      feed.subscribe(response);
      return null;
    }
    const body = request.method === 'GET' || request.method === 'DELETE' ? '' : await bodyOf(request);
    return await how(api, { ...names, body });
  } catch (error) {
    return errorReply(asApiError(error));
  }
}

function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, headersOf(reply));
  response.end(reply.body);
}

function listen(
  server: Server,
  { host = '127.0.0.1', port = 8474 }: Pick<ToxiproxyOptions, 'host' | 'port'>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      // From now on an error is a connection that could not be accepted.
      server.off('error', reject).on('error', () => undefined);
      const bound = server.address();
      const at = typeof bound === 'object' ? (bound?.port ?? port) : port;
      resolve(`${host.includes(':') ? `[${host}]` : host}:${at}`);
    });
  });
}

function close(server: Server, feed: EventFeed): Promise<void> {
  feed.close();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
