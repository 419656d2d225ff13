import * as assert from 'uvu/assert';
import { signInAs } from '../backend/fuzz-target.case.ts';
import type { FuzzTarget } from '../backend/fuzz.case.ts';
import { Rig } from './rig.case.ts';

/** Two backends. Requests cost the proxy CPU where clients sign in, and none where not: two ways through it. */
export function proxyTarget(signIn: boolean): FuzzTarget {
  const cpuCost = signIn ? 1000 : 0;
  const { world, proxy, backends } = new Rig({
    seed: 'fuzz',
    proxy: { cpuCost },
    authentication: signIn ? {} : null,
  });
  return {
    world,
    address: proxy.name,
    signIn: signIn ? signInAs('user', 'secret') : null,
    connections: () => proxy.connections,
    check: () => {
      const heard = backends.reduce((sum, { counters }) => sum + counters.protocolErrors, 0);
      assert.is(heard, 0, 'malformed requests that backends have heard');
      assert.is(proxy.counters.backendFailures, 0, 'connections to backends that were lost');
      assert.is(proxy.waiting, 0, 'requests that still wait for backends');
    },
  };
}
