import type { Nanos, World } from '../world/world.ts';
import type { KeyHashName } from './hash.ts';
import { Ring } from './ring.ts';

export interface Ejection {
  readonly backend: number;
  readonly at: Nanos;
  readonly by: string;
  /** Null while it lasts. */
  until: Nanos | null;
}

/** Who ejects for a time. */
export const POLICY = 'policy';

export interface EjectionsOptions {
  readonly world: World;
  readonly backends: readonly string[];
  readonly hash: KeyHashName;
  /** `rehash`: an ejected backend's keys go to the others; otherwise they stay its own. */
  readonly ejectedKeys: 'rehash' | 'miss-fast' | 'gutter';
  /** Where fewer than this share of the backends are in, all are asked. 0..100. @default 0: never */
  readonly panicPercent?: number | undefined;
  /** Hears of each that is readmitted. */
  readonly returned?: (backend: number) => void;
}

/** Which backends are out, and where keys live while they are. */
export class Ejections {
  readonly list: Ejection[] = [];
  outCount = 0;
  readonly #options: EjectionsOptions;
  readonly #wholeRing: Ring;
  #ring: Ring;
  #panics = false;
  readonly #current: (Ejection | null)[];

  constructor(options: EjectionsOptions) {
    this.#options = options;
    this.#wholeRing = this.#ring = new Ring(
      options.backends.map((host) => ({ host })),
      { hash: options.hash },
    );
    this.#current = options.backends.map(() => null);
  }

  /** One of the gutter never is. */
  isOut(backend: number): boolean {
    return (this.#current[backend] ?? null) !== null;
  }

  /** It is in, or so few are that all have to help. */
  isAsked(backend: number): boolean {
    return this.#panics || !this.isOut(backend);
  }

  ringWithout(backends: readonly number[]): Ring {
    return this.#wholeRing.without(backends);
  }

  /** The backend that holds this key while none is ejected. */
  home(key: Uint8Array, start: number, end: number): number {
    return this.#wholeRing.locate(key, start, end);
  }

  /** The backend to ask; -1 when none is left. */
  locate(key: Uint8Array, start: number, end: number): number {
    return this.#ring.locate(key, start, end);
  }

  /** As `locate`, for keys that live on several. */
  locateAll(key: Uint8Array, start: number, end: number, count: number, out: number[]): number {
    return this.#ring.locateAll(key, start, end, count, out);
  }

  /** `until`: readmitted then; Infinity: by hand, or by a probe. Null: it is out already, and stays as it is. */
  eject(backend: number, by: string, until: Nanos): Ejection | null {
    const { clock } = this.#options.world;
    const current = this.#current[backend];
    if (current) {
      // By hand takes over from the policy, whose time must not end it.
      if (until !== Infinity || current.by !== POLICY) return null;
      this.readmit(backend);
    }
    const ejection: Ejection = { backend, at: clock.now(), by, until: null };
    this.list.push(ejection);
    this.#current[backend] = ejection;
    this.#rebuild();
    if (until !== Infinity) {
      clock.at(until, { fire: () => this.#current[backend] === ejection && this.readmit(backend) });
    }
    return ejection;
  }

  readmit(backend: number): void {
    const ejection = this.#current[backend];
    if (!ejection) return;
    ejection.until = this.#options.world.clock.now();
    this.#current[backend] = null;
    this.#rebuild();
    this.#options.returned?.(backend);
  }

  readmitAll(): void {
    for (let backend = 0; backend < this.#current.length; backend++) this.readmit(backend);
  }

  #rebuild(): void {
    const { ejectedKeys, panicPercent = 0 } = this.#options;
    const out = this.#current.flatMap((ejection, i) => (ejection === null ? [] : [i]));
    this.outCount = out.length;
    const { length } = this.#current;
    this.#panics = (length - out.length) * 100 < panicPercent * length;
    const isWhole = out.length === 0 || this.#panics || ejectedKeys !== 'rehash';
    this.#ring = isWhole ? this.#wholeRing : this.#wholeRing.without(out);
  }
}
