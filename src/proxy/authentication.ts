import type { Cpu, Nanos, Task, World } from '../world/world.ts';

export interface AuthenticationOptions {
  /** How long one server works on one authentication, in ns. */
  readonly time: Nanos;
  /** How many are worked on at once; Infinity: it takes no time. */
  readonly servers: number;
  /** Leave out who has hung up while waiting. Real ones did not. */
  readonly skipClosed: boolean;
  /** Waiting or worked on at once; one more is turned away at once. @default Infinity */
  readonly cap?: number;
}

/** The only one that is offered. */
export const MECHANISM = 'PLAIN';

/** Who wants to be authenticated. */
export interface Applicant {
  /** Has hung up. */
  readonly gone: boolean;
  /** Has been connected for so long without a sign-in that the proxy dropped it. */
  readonly overdue: boolean;
  authenticated(): void;
}

/**
 * The proxy's authentication service: finite, first come first served. By default it goes on working for clients that
 * have left, so a storm of reconnects keeps it busy for nobody.
 */
export class Authentication {
  readonly #options: AuthenticationOptions;
  readonly #station: Cpu;
  /** Who was served leaves null: the queue must not hold on to connections that are gone. */
  readonly #queue: (Applicant | null)[] = [];
  #head = 0;
  #inService = 0;
  /** Finished ones. */
  served = 0;

  constructor(world: World, node: string, options: AuthenticationOptions) {
    this.#options = options;
    this.#station = world.station(`${node}/authentication`, options.servers === Infinity ? 1 : options.servers);
  }

  get waiting(): number {
    return this.#queue.length - this.#head;
  }

  /** As many wait or are worked on as may be: whoever comes now is to be turned away, and not to `request`. */
  get isFull(): boolean {
    return this.#inService + this.waiting >= (this.#options.cap ?? Infinity);
  }

  request(applicant: Applicant): void {
    if (this.#options.servers === Infinity) {
      this.served++;
      applicant.authenticated();
      return;
    }
    this.#queue.push(applicant);
    this.#next();
  }

  /** The process is gone, and with it all who wait. */
  clear(): void {
    this.#queue.length = 0;
    this.#head = 0;
    this.#inService = 0;
    this.#station.clear();
    this.#station.resume();
  }

  /** The process hangs: nothing is finished until `thaw`. */
  freeze(): void {
    this.#station.stall(Infinity);
  }

  thaw(): void {
    this.#station.resume();
  }

  #next(): void {
    while (this.#inService < this.#options.servers && this.#head < this.#queue.length) {
      const applicant = this.#queue[this.#head]!;
      this.#queue[this.#head++] = null;
      if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
        this.#queue.splice(0, this.#head);
        this.#head = 0;
      }
      // Whom the proxy dropped itself is out of the queue; that a client has left it only knows when told to look.
      if (applicant.overdue || (this.#options.skipClosed && applicant.gone)) continue;
      this.#inService++;
      this.#station.run(this.#options.time, new Job(this, applicant));
    }
  }

  finished(applicant: Applicant): void {
    this.#inService--;
    this.served++;
    this.#next();
    applicant.authenticated();
  }
}

class Job implements Task {
  readonly #service: Authentication;
  readonly #applicant: Applicant;

  constructor(service: Authentication, applicant: Applicant) {
    this.#service = service;
    this.#applicant = applicant;
  }

  fire(): void {
    this.#service.finished(this.#applicant);
  }
}
