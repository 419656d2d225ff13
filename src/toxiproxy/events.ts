import type { ServerResponse } from 'node:http';
import type { LinkEvent } from '../link/link-event.ts';
import { tooManySubscribers } from './errors.ts';
import { goJson } from './json.ts';
import type { Proxies } from './proxies.ts';
import { toxicView } from './view.ts';

const MAX_SUBSCRIBERS = 32;
/** Who has so much unread is not waited for. */
const MAX_UNREAD_BYTES = 256 * 1024;

/**
 * What happens on the proxies' links, as server-sent events:
 *
 *     id: 7
 *     event: added
 *     data: {"proxy":"redis","toxic":{"attributes":{"latency":100,"jitter":0},"name":…}}
 */
export class EventFeed {
  readonly #subscribers = new Set<ServerResponse>();
  readonly #stop: () => void;
  #last = 0;

  constructor(proxies: Proxies) {
    this.#stop = proxies.watch(({ name }, event) => this.#tell(name, event));
  }

  get subscribers(): number {
    return this.#subscribers.size;
  }

  /** Throws an `ApiError`. The response stays open until either side ends it. */
  subscribe(response: ServerResponse): void {
    if (this.#subscribers.size >= MAX_SUBSCRIBERS) throw tooManySubscribers(MAX_SUBSCRIBERS);
    this.#subscribers.add(response);
    response.once('close', () => this.#subscribers.delete(response));
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    // So that the subscriber knows, before anything happens, that it will hear of it.
    response.write(': brownout\n\n');
  }

  close(): void {
    this.#stop();
  }

  #tell(proxy: string, event: LinkEvent): void {
    const id = ++this.#last;
    if (this.#subscribers.size === 0) return;
    const [name, details] = said(event);
    const message = `id: ${id}\nevent: ${name}\ndata: ${goJson({ proxy, ...details })}\n\n`;
    for (const subscriber of this.#subscribers) {
      subscriber.write(message);
      if (subscriber.writableLength > MAX_UNREAD_BYTES) {
        this.#subscribers.delete(subscriber);
        subscriber.destroy();
      }
    }
  }
}

function said(event: LinkEvent): readonly [name: string, details: object] {
  switch (event.kind) {
    case 'added':
    case 'updated':
    case 'removed':
      return [event.kind, { toxic: toxicView(event.toxic) }];
    case 'down':
      return ['disabled', {}];
    case 'up':
      return ['enabled', {}];
    case 'opened':
    case 'closed':
      return [event.kind, { connection: event.connection, source: event.source }];
    case 'hit':
      return [event.kind, { connection: event.connection, toxic: event.toxic, stream: event.stream }];
  }
}
