import { readFileSync } from 'node:fs';
import { BadInput } from '../scenario/errors.ts';
import { ApiError } from '../toxiproxy/errors.ts';
import { readBody } from '../toxiproxy/fields.ts';
import type { ProxySpec } from '../toxiproxy/proxies.ts';
import { readProxies } from '../toxiproxy/proxy-request.ts';

/** A list of proxies, as Toxiproxy's servers begin with. Throws `BadInput`. */
export function readProxiesFile(path: string, where: string): ProxySpec[] {
  const expected = `${where} ${path}: expected Toxiproxy's JSON array of proxies`;
  try {
    const specs = readProxies(readBody(readFileSync(path, 'utf8'))).map(({ spec }) => spec);
    const twice = specs.find(({ name }, i) => specs.findIndex((other) => other.name === name) < i);
    if (twice === undefined) return specs;
    throw new BadInput(`${expected}, each name once, got ${JSON.stringify(twice.name)} twice`);
  } catch (error) {
    if (error instanceof ApiError) throw new BadInput(`${expected}, got: ${error.message}`);
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new BadInput(`${expected}, got none: no such file`);
    if (code === 'EISDIR') throw new BadInput(`${expected}, got a folder`);
    if (code === 'EACCES') throw new BadInput(`${expected}, got a file that this user may not read`);
    throw error;
  }
}
