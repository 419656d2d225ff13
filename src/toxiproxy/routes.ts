import type { Api, Call } from './api.ts';
import type { Reply } from './reply.ts';

export interface Route {
  readonly methods: readonly string[];
  /** Between slashes; `{proxy}` and `{toxic}` stand for any text. */
  readonly path: readonly string[];
  /** 'events': the response becomes a feed of them. */
  readonly answer: ((api: Api, call: Call) => Reply | Promise<Reply>) | 'events';
}

const ROUTES: readonly Route[] = [
  route('GET', '/version', (api) => api.version()),
  route('GET', '/metrics', (api) => api.metrics()),
  route('GET', '/events', 'events'),
  route('POST', '/reset', (api) => api.reset()),
  route('POST', '/populate', (api, call) => api.populate(call)),
  route('GET', '/proxies', (api) => api.listProxies()),
  route('POST', '/proxies', (api, call) => api.createProxy(call)),
  route('GET', '/proxies/{proxy}', (api, call) => api.showProxy(call)),
  route('POST PATCH', '/proxies/{proxy}', (api, call) => api.updateProxy(call)),
  route('DELETE', '/proxies/{proxy}', (api, call) => api.removeProxy(call)),
  route('GET', '/proxies/{proxy}/connections', (api, call) => api.listConnections(call)),
  route('GET', '/proxies/{proxy}/toxics', (api, call) => api.listToxics(call)),
  route('POST', '/proxies/{proxy}/toxics', (api, call) => api.addToxic(call)),
  route('GET', '/proxies/{proxy}/toxics/{toxic}', (api, call) => api.showToxic(call)),
  route('POST PATCH', '/proxies/{proxy}/toxics/{toxic}', (api, call) => api.updateToxic(call)),
  route('DELETE', '/proxies/{proxy}/toxics/{toxic}', (api, call) => api.removeToxic(call)),
];

export interface Found {
  readonly answer: Route['answer'];
  readonly names: Pick<Call, 'proxy' | 'toxic'>;
}

/** 'method': the path is known, but not with this method. */
export function findRoute(method: string, url: string): Found | 'path' | 'method' {
  const segments = url
    .replace(/[?#].*$/s, '')
    .split('/')
    .slice(1);
  const routes = ROUTES.filter(({ path }) => fits(path, segments));
  if (routes.length === 0) return 'path';
  const found = routes.find(({ methods }) => methods.includes(method));
  if (found === undefined) return 'method';
  const named = (placeholder: string): string => decoded(segments[found.path.indexOf(placeholder)] ?? '');
  return { answer: found.answer, names: { proxy: named('{proxy}'), toxic: named('{toxic}') } };
}

function route(methods: string, path: string, answer: Route['answer']): Route {
  return { methods: methods.split(' '), path: path.split('/').slice(1), answer };
}

function fits(path: Route['path'], segments: readonly string[]): boolean {
  return (
    path.length === segments.length &&
    path.every((part, i) => (part.startsWith('{') ? segments[i] !== '' : part === segments[i]))
  );
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
