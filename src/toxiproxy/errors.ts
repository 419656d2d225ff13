import type { LinkError } from '../link/errors.ts';

/** What a call answers instead of what was asked for. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

export const badRequestBody = (why: string): ApiError => new ApiError(400, `bad request body: ${why}`);
export const missingField = (field: string): ApiError => new ApiError(400, `missing required field: ${field}`);
export const invalidStream = (): ApiError =>
  new ApiError(400, 'stream was invalid, can be either upstream or downstream');
export const invalidToxicType = (): ApiError => new ApiError(400, 'invalid toxic type');
export const proxyNotFound = (): ApiError => new ApiError(404, 'proxy not found');
export const toxicNotFound = (): ApiError => new ApiError(404, 'toxic not found');
export const proxyExists = (): ApiError => new ApiError(409, 'proxy already exists');
export const toxicExists = (): ApiError => new ApiError(409, 'toxic already exists');
export const bodyTooLarge = (bytes: number): ApiError =>
  new ApiError(413, `request body: expected at most ${bytes} bytes`);
export const tooManySubscribers = (most: number): ApiError =>
  new ApiError(503, `events: expected at most ${most} subscribers`);
export const cannotListen = (why: string): ApiError => new ApiError(500, why);
/** Of a running scenario, whose cluster is what it is. */
export const fixedProxies = (what: string): ApiError =>
  new ApiError(403, `${what}: the proxies of a running scenario are its links: they have toxics, and can be disabled`);

/** What a link refuses, as this API says it. */
export function ofLink({ code, message }: LinkError): ApiError {
  switch (code) {
    case 'unknown-toxic-type':
      return invalidToxicType();
    case 'toxic-exists':
      return toxicExists();
    case 'toxic-not-found':
      return toxicNotFound();
    case 'invalid-attributes':
      return badRequestBody(message);
  }
}
