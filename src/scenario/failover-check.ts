import type { Scenario } from './define.ts';
import { BadInput, badValue } from './errors.ts';

/** Throws `BadInput` where a proxy is told how to do what it does not do. */
export function checkFailover({ cluster }: Scenario, where: string): void {
  const { ejectedKeys, gutter, warmUp } = cluster.proxy;
  if (gutter !== undefined && ejectedKeys !== 'gutter') {
    const got = ejectedKeys === undefined ? 'none' : `'${ejectedKeys}'`;
    throw new BadInput(`${where}: cluster.proxy.gutter: expected ejectedKeys 'gutter' beside it, got ${got}`);
  }
  if (warmUp === undefined) return;
  const { below = 0.7, above = 0.9 } = warmUp;
  if (below > above) throw badValue(`${where}: cluster.proxy.warmUp.below`, `at most above (${above})`, below);
}
