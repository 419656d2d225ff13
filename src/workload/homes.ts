import { Zipf } from './zipf.ts';

export interface Homed {
  readonly clients: number;
  /** Zipf's exponent; 0: evenly. */
  readonly homeSkew: number;
}

/** Each client's first server. Dealt out, not drawn: with few clients luck would weigh more than the skew that was asked for. */
export function dealHomes({ clients, homeSkew }: Homed, servers: number): Uint16Array {
  const homes = new Zipf(servers, homeSkew);
  return Uint16Array.from({ length: clients }, (_, i) => homes.at((i + 0.5) / clients));
}
