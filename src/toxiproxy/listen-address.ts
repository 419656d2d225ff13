import { cannotListen, type ApiError } from './errors.ts';

export interface ListenAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/**
 * `host:port`, `[::1]:port`; without a host this machine alone can connect. '' is any free port. `localhost` is 127.0.0.1,
 * as everywhere. Throws an `ApiError` in Go's words.
 */
export function parseListen(text: string): ListenAddress {
  if (text === '') return { host: '127.0.0.1', port: 0 };
  const [, inBrackets, plain, digits] = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:]*)$/s.exec(text) ?? [];
  if (digits === undefined) throw cannotListen(`listen tcp: address ${text}: ${problemOf(text)}`);
  const port = digits === '' ? 0 : /^\d{1,6}$/.test(digits) ? Number(digits) : NaN;
  if (Number.isNaN(port)) throw cannotListen(`listen tcp: lookup tcp/${digits}: unknown port`);
  if (port > 65_535) throw cannotListen(`listen tcp: address ${digits}: invalid port`);
  const host = inBrackets ?? plain ?? '';
  return { host: host === '' || host === 'localhost' ? '127.0.0.1' : host, port };
}

export function listenText({ host, port }: ListenAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** As it is shown once it has been listened at; what cannot be listened at stays as it is. */
export function settled(text: string): string {
  try {
    return listenText(parseListen(text));
  } catch {
    return text;
  }
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'bind: address already in use'],
  ['EACCES', 'bind: permission denied'],
  ['EPERM', 'bind: operation not permitted'],
  ['EADDRNOTAVAIL', 'bind: cannot assign requested address'],
  ['EAFNOSUPPORT', 'bind: address family not supported by protocol'],
]);

/** What the system said when it was to listen at one of these, in Go's words. */
export function listenError(error: NodeJS.ErrnoException, wanted: readonly ListenAddress[]): ApiError {
  const { code = '', message } = error;
  // Node's errors say at which address; of several it may be any.
  const at = 'port' in error ? wanted.find(({ port }) => port === error.port) : undefined;
  const where = at ?? wanted[0];
  if (where === undefined) return cannotListen(message);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return cannotListen(`listen tcp: lookup ${hostOf(error) ?? where.host}: no such host`);
  }
  return cannotListen(`listen tcp ${listenText(where)}: ${WORDS.get(code) ?? message}`);
}

function problemOf(text: string): string {
  return /:.*:/.test(text) && !text.includes('[') ? 'too many colons in address' : 'missing port in address';
}

function hostOf(error: Error): string | null {
  return 'hostname' in error && typeof error.hostname === 'string' ? error.hostname : null;
}
