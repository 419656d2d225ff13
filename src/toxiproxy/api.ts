/** What the calls do. */
import { LinkError } from '../link/errors.ts';
import { ApiError, ofLink, proxyNotFound } from './errors.ts';
import type { EventFeed } from './events.ts';
import { readBody } from './fields.ts';
import { goJson, goObject } from './json.ts';
import { METRICS_TYPE, metricsText } from './metrics.ts';
import type { ControlledProxy, Proxies } from './proxies.ts';
import { readProxies, readProxy, readProxyChange } from './proxy-request.ts';
import { created, noContent, ok, populateError, text, type Reply } from './reply.ts';
import { readToxic, readToxicUpdate, type ToxicRequest } from './toxic-request.ts';
import { proxyView, toxicView, toxicViews, TypedStreams } from './view.ts';

/** The version of Toxiproxy whose manners these are: clients look. */
const VERSION = '2.12.0';

export interface Call {
  /** What the path's placeholders stand for. */
  readonly proxy: string;
  readonly toxic: string;
  readonly body: string;
}

/** Each call throws an `ApiError` or a `LinkError`; those about toxics are done when they return. */
export class Api {
  readonly #proxies: Proxies;
  readonly #feed: EventFeed;
  readonly #streams = new TypedStreams();

  constructor(proxies: Proxies, feed: EventFeed) {
    this.#proxies = proxies;
    this.#feed = feed;
  }

  version(): Reply {
    return text(`{"version": "${VERSION}"}\n`, 'application/json;charset=utf-8');
  }

  metrics(): Reply {
    return text(metricsText(this.#proxies.all(), this.#feed.subscribers), METRICS_TYPE);
  }

  listProxies(): Reply {
    const all = [...this.#proxies.all()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return text(goObject(all.map((proxy) => [proxy.name, goJson(this.#view(proxy))])), 'application/json');
  }

  async createProxy({ body }: Call): Promise<Reply> {
    const { spec, toxics } = readProxy(readBody(body));
    const proxy = await this.#proxies.create(spec);
    this.#remember(proxy, toxics);
    return created(this.#view(proxy));
  }

  async populate({ body }: Call): Promise<Reply> {
    const made: ControlledProxy[] = [];
    try {
      for (const { spec, toxics } of readProxies(readBody(body))) {
        const proxy = await this.#proxies.createOrReplace(spec);
        this.#remember(proxy, toxics);
        made.push(proxy);
      }
    } catch (error) {
      return populateError(asApiError(error), this.#listOf(made));
    }
    return created({ proxies: this.#listOf(made) });
  }

  showProxy({ proxy }: Call): Reply {
    return ok(this.#view(this.#find(proxy)));
  }

  async updateProxy({ proxy, body }: Call): Promise<Reply> {
    this.#find(proxy);
    return ok(this.#view(await this.#proxies.update(proxy, readProxyChange(readBody(body)))));
  }

  async removeProxy({ proxy }: Call): Promise<Reply> {
    await this.#proxies.remove(proxy);
    return noContent;
  }

  async reset(): Promise<Reply> {
    await this.#proxies.reset();
    return noContent;
  }

  listConnections({ proxy }: Call): Reply {
    return ok(this.#find(proxy).link.connectionList());
  }

  listToxics({ proxy }: Call): Reply {
    return ok(toxicViews(this.#find(proxy).link, this.#streams));
  }

  addToxic({ proxy, body }: Call): Reply {
    const { link, sources } = this.#find(proxy);
    const { options, stream } = readToxic(readBody(body), sources?.keys() ?? []);
    const toxic = link.addToxic(options);
    this.#streams.remember(link, toxic.name, stream);
    return ok(toxicView(toxic, stream));
  }

  showToxic({ proxy, toxic }: Call): Reply {
    const { link } = this.#find(proxy);
    return ok(this.#toxicView(link, toxic));
  }

  updateToxic({ proxy, toxic, body }: Call): Reply {
    const { link } = this.#find(proxy);
    const { type } = link.toxic(toxic);
    link.updateToxic(toxic, readToxicUpdate(readBody(body), type));
    return ok(this.#toxicView(link, toxic));
  }

  removeToxic({ proxy, toxic }: Call): Reply {
    const { link } = this.#find(proxy);
    link.removeToxic(toxic);
    this.#streams.remember(link, toxic, '');
    return noContent;
  }

  #find(name: string): ControlledProxy {
    const proxy = this.#proxies.find(name);
    if (proxy === undefined) throw proxyNotFound();
    return proxy;
  }

  #view(proxy: ControlledProxy): object {
    return proxyView(proxy, this.#streams);
  }

  #toxicView(link: ControlledProxy['link'], name: string): object {
    const toxic = link.toxic(name);
    return toxicView(toxic, this.#streams.of(link, toxic));
  }

  /** Toxiproxy says `null` where there is nothing. */
  #listOf(proxies: readonly ControlledProxy[]): object[] | null {
    return proxies.length === 0 ? null : proxies.map((proxy) => this.#view(proxy));
  }

  #remember({ link }: ControlledProxy, toxics: readonly ToxicRequest[]): void {
    for (const { options, stream } of toxics) this.#streams.remember(link, options.name ?? '', stream);
  }
}

/** Whatever was thrown, as what is answered. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof LinkError) return ofLink(error);
  return new ApiError(500, error instanceof Error ? error.message : String(error));
}
