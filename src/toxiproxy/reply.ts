import type { ApiError } from './errors.ts';
import { goJson } from './json.ts';

export interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json';

export const noContent: Reply = { status: 204, type: null, body: '' };
export const wrongMethod: Reply = { status: 405, type: null, body: '' };
export const unknownPath: Reply = { status: 404, type: TEXT, body: '404 page not found\n' };
export const noBrowsers: Reply = { status: 403, type: TEXT, body: 'User agent not allowed\n' };

export function ok(value: unknown): Reply {
  return { status: 200, type: JSON_TYPE, body: goJson(value) };
}

export function created(value: unknown): Reply {
  return { status: 201, type: JSON_TYPE, body: goJson(value) };
}

export function text(body: string, type: string): Reply {
  return { status: 200, type, body };
}

/** Toxiproxy shows errors as text that reads as JSON. */
export function errorReply({ status, message }: ApiError): Reply {
  return { status, type: TEXT, body: `${goJson({ error: message, status })}\n` };
}

/** Of /populate: what was made before the failure stays. */
export function populateError({ status, message }: ApiError, proxies: readonly object[] | null): Reply {
  return { status, type: JSON_TYPE, body: goJson({ error: message, status, proxies }) };
}

export function headersOf({ type, body, status }: Reply): Record<string, string> {
  return {
    ...(type !== null && { 'Content-Type': type }),
    ...(type === TEXT && { 'X-Content-Type-Options': 'nosniff' }),
    // 204 has no body by itself.
    ...(status !== 204 && { 'Content-Length': String(Buffer.byteLength(body)) }),
  };
}
