import { writeTextReply } from '../protocol/binary-encode.ts';
import { Bytes } from '../protocol/bytes.ts';
import { Status, Verb, type Protocol, type Request } from '../protocol/message.ts';
import { decodePlain, decodeTextSignIn, type PlainCredentials } from '../protocol/sasl.ts';
import type { Grant } from '../tenancy/grant.ts';
import { Deadline, type Nanos } from '../world/world.ts';
import { MECHANISM, type Applicant } from './authentication.ts';
import type { Asked } from './dialect.ts';
import type { Proxy } from './proxy.ts';

const DENIED = 'CLIENT_ERROR authentication failure';
const UNAUTHENTICATED = 'CLIENT_ERROR unauthenticated';

const scratch = new Bytes(256);

/** The connection that signs in. */
export interface SignInHost {
  readonly gone: boolean;
  /** No more is heard from it. */
  readonly over: boolean;
  /** The proxy's own reply, in its turn. */
  say(bytes: Bytes): void;
  error(asked: Asked, status: Status, text: string): void;
  /** Nothing more is read until the authentication is done. */
  awaitAuthentication(): void;
  /** It is; what waited goes on. */
  goOn(): void;
  /** After the replies that are due, no more. */
  hangUp(): void;
  /** Its time is over, and it has not signed in. */
  drop(): void;
}

/**
 * How a connection comes by its grant:
 *
 *   nobody ──(AUTH, or a text client's first `set`)──> admitted? ──> waits for the finite authentication ──> grant
 *      ├──────────────────────────────────────(too many wait already)─────────────────────────> told so, hung up on
 *      └──────────────(no sign-in in time, or any other command in binary)──────────────> hung up on
 */
export class SignIn implements Applicant {
  /** Null: not signed in. */
  grant: Grant | null = null;
  readonly #proxy: Proxy;
  readonly #host: SignInHost;
  /** Null: nobody has to sign in here. */
  readonly #deadline: Deadline | null;
  readonly #startedAt: Nanos;
  /** Admitted, and waiting: to become `grant`. */
  #pending: Grant | null = null;
  #protocol: Protocol = 'binary';
  #opcode = 0;
  #opaque = 0;

  constructor(proxy: Proxy, host: SignInHost) {
    this.#proxy = proxy;
    this.#host = host;
    this.#startedAt = proxy.now();
    if (proxy.authentication === null) {
      this.#deadline = null;
      this.grant = proxy.openGrant;
    } else {
      this.#deadline = new Deadline({ fire: () => this.#late() });
      proxy.dropAfter.arm(this.#deadline);
    }
  }

  get gone(): boolean {
    return this.#host.gone;
  }

  get overdue(): boolean {
    return this.grant === null && this.#proxy.now() >= this.#startedAt + this.#proxy.dropAfter.duration;
  }

  /** Signed in with it, or about to be. */
  holds(grant: Grant): boolean {
    return this.grant === grant || this.#pending === grant;
  }

  /** True when the request was about signing in, or came too early: it is answered. */
  handle(protocol: Protocol | null, buf: Buffer, request: Request): boolean {
    if (protocol === 'text') return this.grant === null && this.#text(buf, request);
    switch (request.verb) {
      case Verb.mechs:
        if (this.#deadline === null) this.#host.error(request, Status.unknownCommand, '');
        else this.#reply(request, MECHANISM);
        return true;
      case Verb.auth:
        this.#binary(buf, request);
        return true;
      case Verb.step:
        this.#host.error(request, this.#deadline === null ? Status.unknownCommand : Status.authError, '');
        return true;
      case Verb.version:
        if (this.grant !== null) return false;
        this.#reply(request, this.#proxy.version);
        return true;
      default:
        if (this.grant !== null) return false;
        this.#host.error(request, Status.authError, '');
        this.#host.hangUp();
        return true;
    }
  }

  authenticated(): void {
    const proxy = this.#proxy;
    const grant = this.#pending;
    if (grant === null || this.#host.gone || this.#host.over) return;
    this.#pending = null;
    proxy.counters.authentications++;
    if (this.#deadline !== null) proxy.dropAfter.disarm(this.#deadline);
    this.#leave();
    if (!proxy.enter(grant)) return this.#turnAway();
    this.grant = grant;
    scratch.clear();
    if (this.#protocol === 'text') scratch.text('STORED\r\n');
    else writeTextReply(scratch, this.#opcode, Status.ok, this.#opaque, '', 'Authenticated');
    this.#host.say(scratch);
    this.#host.goOn();
  }

  /** The connection is closed. */
  end(): void {
    if (this.#deadline !== null) this.#proxy.dropAfter.disarm(this.#deadline);
    this.#leave();
  }

  #text(buf: Buffer, request: Request): boolean {
    if (request.verb !== Verb.set) {
      if (request.last) this.#host.error(request, Status.authError, UNAUTHENTICATED);
      if (request.verb === Verb.quit) this.#host.hangUp();
      return true;
    }
    this.#proxy.counters.authenticationRequests++;
    const grant = this.#admitted(decodeTextSignIn(request, buf));
    if (grant === null) this.#host.error({ ...request, quiet: false }, Status.authError, DENIED);
    else this.#queue(grant, 'text', request);
    return true;
  }

  #binary(buf: Buffer, request: Request): void {
    const proxy = this.#proxy;
    proxy.counters.authenticationRequests++;
    if (this.#deadline === null) return this.#host.error(request, Status.unknownCommand, '');
    if (buf.toString('latin1', request.keyStart, request.keyEnd) !== MECHANISM) {
      return this.#host.error(request, Status.invalid, '');
    }
    const given = decodePlain(buf, request.valueStart, request.valueEnd);
    const grant = this.#admitted(given === null ? [] : [given]);
    if (grant === null) return this.#host.error(request, Status.authError, '');
    this.#queue(grant, 'binary', request);
  }

  #admitted(readings: readonly PlainCredentials[]): Grant | null {
    for (const given of readings) {
      const grant = this.#proxy.admission.admit(given);
      if (grant !== null) return grant;
    }
    this.#proxy.counters.authenticationErrors++;
    return null;
  }

  #queue(grant: Grant, protocol: Protocol, request: Request): void {
    if (this.#proxy.authentication!.isFull) return this.#shed(request);
    const { opcode, opaque } = request;
    this.#pending = grant;
    this.#protocol = protocol;
    this.#opcode = opcode;
    this.#opaque = opaque;
    this.#host.awaitAuthentication();
    this.#proxy.authentication!.request(this);
  }

  #reply(request: Request, text: string): void {
    scratch.clear();
    writeTextReply(scratch, request.opcode, Status.ok, request.opaque, '', text);
    this.#host.say(scratch);
  }

  /**
   * Not for the credentials, which are right: a temporary failure, as SMTP says it (RFC 4954). And the connection is
   * closed: clients that know no such answer to a sign-in (memjs takes it for a yes) at least see that.
   */
  #shed(request: Request): void {
    this.#proxy.counters.authenticationsShed++;
    this.#host.error({ ...request, quiet: false }, Status.temporary, '');
    this.#host.hangUp();
  }

  /** The cache has as many connections as its plan allows. */
  #turnAway(): void {
    this.#proxy.counters.refusedByPlan++;
    scratch.clear();
    scratch.text('ERROR Too many open connections\r\n');
    this.#host.say(scratch);
    this.#host.hangUp();
  }

  #leave(): void {
    if (this.grant !== null && this.#deadline !== null) this.#proxy.leave(this.grant);
    this.grant = null;
  }

  #late(): void {
    if (!this.#host.over) this.#host.drop();
  }
}
