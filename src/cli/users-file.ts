import { readFileSync, statSync } from 'node:fs';
import { BadInput } from '../scenario/errors.ts';

export interface UsersFile {
  readonly users: ReadonlyMap<string, string>;
  /** Null: only its owner can read it. */
  readonly warning: string | null;
}

/** Lines of `user:password`, as memcached reads them. Throws `BadInput`, which never shows what stands in the file. */
export function readUsers(path: string, where: string): UsersFile {
  const users = new Map<string, string>();
  const [text, mode] = contents(path, where);
  text.split('\n').forEach((line, i) => {
    const entry = line.replace(/\r$/, '');
    if (entry === '') return;
    const colon = entry.indexOf(':');
    const complain = (why: string): BadInput => new BadInput(`${where} ${path}: line ${i + 1}: ${why}`);
    if (colon < 1 || colon === entry.length - 1) throw complain('expected user:password');
    const user = entry.slice(0, colon);
    if (users.has(user)) throw complain('expected each user once, got one twice');
    users.set(user, entry.slice(colon + 1));
  });
  if (users.size === 0) throw new BadInput(`${where} ${path}: expected lines of user:password, got none`);
  const open = (mode & 0o077) !== 0;
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  return {
    users,
    warning: open ? `${path} has passwords, and others may read it (${shown}): chmod 600 ${path}` : null,
  };
}

function contents(path: string, where: string): [text: string, mode: number] {
  try {
    return [readFileSync(path, 'utf8'), statSync(path).mode];
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'none: no such file',
      EISDIR: 'a folder',
      EACCES: 'one that this user may not read',
    };
    const why = reasons[String(code)] ?? (error instanceof Error ? error.message : String(error));
    throw new BadInput(`${where} ${path}: expected a file with lines of user:password, got ${why}`);
  }
}
