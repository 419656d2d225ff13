import { Bytes } from '../protocol/bytes.ts';
import { writeAuth } from '../protocol/sasl.ts';
import { Credentials } from '../tenancy/credentials.ts';
import { createVirtualWorld } from '../world/virtual/virtual-world.ts';
import type { FuzzTarget } from './fuzz.case.ts';
import { Backend } from './server.ts';

/** `signIn`: clients have to. */
export function backendTarget(signIn: boolean): FuzzTarget {
  const world = createVirtualWorld({ seed: 'fuzz' });
  const credentials = new Credentials();
  credentials.add('user', 'secret');
  const backend = new Backend({
    world,
    name: 'cache',
    serviceTime: { fixed: 1000, exponential: 0 },
    admission: signIn ? credentials : null,
  });
  backend.start();
  world.run(1);
  return {
    world,
    address: 'cache',
    signIn: signIn ? signInAs('user', 'secret') : null,
    connections: () => backend.listener?.connections ?? 0,
  };
}

/** What signs in, by either protocol. */
export function signInAs(user: string, password: string): Record<'text' | 'binary', Buffer> {
  const out = new Bytes();
  writeAuth(out, 'PLAIN', user, password, 0);
  return {
    text: Buffer.from(`set ${user} 0 0 ${password.length}\r\n${password}\r\n`, 'latin1'),
    binary: Buffer.from(out.buf.subarray(0, out.length)),
  };
}
