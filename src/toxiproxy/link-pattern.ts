import type { LinkEvent } from '../link/link-event.ts';
import type { LinkPattern } from '../scenario/define.ts';

/**
 * Which links of a scenario a proxy stands for: `proxy-1:backend-2` is the link between these; another name is the node
 * that it leads to, from wherever such a node is asked. A toxic of some sources is on the links from these.
 */
export function linkOf(proxy: string, event: LinkEvent): LinkPattern {
  const sources = 'toxic' in event && typeof event.toxic === 'object' ? event.toxic.sources : undefined;
  const [from, to] = proxy.split(':', 2);
  if (from && to) return { from: sources ?? from, to };
  return { from: sources ?? (proxy.startsWith('proxy-') ? '*' : 'proxy-*'), to: proxy };
}
