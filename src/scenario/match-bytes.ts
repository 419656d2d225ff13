/** Links compare what is on the wire, one character a byte; people write text. */
import type { Match } from '../link/reading/message.ts';

export function matchBytes(match: Match): Match {
  return converted(match, (text) => Buffer.from(text).toString('latin1'));
}

export function matchText(match: Match): Match {
  return converted(match, (bytes) => Buffer.from(bytes, 'latin1').toString());
}

function converted({ key, credential, ...match }: Match, convert: (text: string) => string): Match {
  return {
    ...match,
    ...(key !== undefined && { key: convert(key) }),
    ...(credential !== undefined && { credential: convert(credential) }),
  };
}
