/**
 * Who has signed in, by SASL or by text, and what they may do:
 *
 *   accepted -> (5 s, then dropped) -> signed in -> requests name the grant's cache, begin with its namespace
 *                                         '-> the grant is void: closed
 */
import { writeErrorReply, writeTextReply } from '../protocol/binary-encode.ts';
import type { Bytes } from '../protocol/bytes.ts';
import { Status, Verb, type Protocol, type Request } from '../protocol/message.ts';
import { Opcode } from '../protocol/opcodes.ts';
import { decodePlain, decodeTextSignIn, type PlainCredentials } from '../protocol/sasl.ts';
import { writeTextLine } from '../protocol/text-encode.ts';
import type { Admission, Grant } from '../tenancy/grant.ts';
import { Deadline, type Nanos, type Task, type World } from '../world/world.ts';
import type { Commands } from './commands.ts';
import type { Counters } from './counters.ts';
import { forbidden } from '../tenancy/permissions.ts';

const MECHANISM = 'PLAIN';
const UNAUTHENTICATED = 'CLIENT_ERROR unauthenticated';
const TOO_MANY = 'ERROR Too many open connections';

export interface SignInsOptions {
  readonly world: World;
  readonly admission: Admission;
  /** Infinity: nobody is dropped. */
  readonly within: Nanos;
  readonly counters: Counters;
  readonly commands: Record<Protocol, Commands>;
  readonly version: string;
}

/** What a sign-in needs of its connection. */
export interface Visitor {
  /** Closes after what is being answered. */
  hangUp(): void;
}

/** All connections of a node. */
export class SignIns {
  readonly options: SignInsOptions;
  private readonly all = new Set<SignIn>();

  constructor(options: SignInsOptions) {
    this.options = options;
    options.admission.onVoid = (grant) => {
      for (const signIn of [...this.all]) signIn.voided(grant);
    };
  }

  begin(visitor: Visitor): SignIn {
    const signIn = new SignIn(this.options, visitor, () => this.all.delete(signIn));
    this.all.add(signIn);
    return signIn;
  }

  /** The process is gone, and its connections with it. */
  clear(): void {
    for (const signIn of [...this.all]) signIn.gone();
  }
}

/** One connection's: stands before the commands of its protocol. */
export class SignIn implements Commands, Task {
  private readonly options: SignInsOptions;
  private readonly visitor: Visitor;
  private readonly onGone: () => void;
  private readonly deadline: Deadline;
  private commands: Commands;
  private binary = false;
  private grant: Grant | null = null;
  /** An AUTH without credentials has come: they may come in a STEP. */
  private started = false;
  /** Keys with their namespace, and values behind them. */
  private scratch = Buffer.alloc(0);

  constructor(options: SignInsOptions, visitor: Visitor, onGone: () => void) {
    this.options = options;
    this.visitor = visitor;
    this.onGone = onGone;
    this.commands = options.commands.text;
    this.deadline = new Deadline(this);
    this.hurry();
  }

  /** The first byte has come. */
  speaks(protocol: Protocol): this {
    this.binary = protocol === 'binary';
    this.commands = this.options.commands[protocol];
    return this;
  }

  /** Nobody has signed in in time. */
  fire(): void {
    this.options.counters.droppedUnauthenticated++;
    this.visitor.hangUp();
  }

  gone(): void {
    this.options.world.clock.deadlines(this.options.within).disarm(this.deadline);
    this.leave();
    this.onGone();
  }

  voided(grant: Grant): void {
    if (this.grant !== grant) return;
    this.leave();
    this.visitor.hangUp();
  }

  execute(request: Request, buf: Buffer, out: Bytes, now: number): boolean {
    const grant = this.grant;
    if (this.binary && isSasl(request)) return this.sasl(request, buf, out);
    if (grant === null) return this.binary ? this.stranger(request, out) : this.text(request, buf, out);
    request.cache = grant.cache;
    request.namespace = grant.namespace;
    const why = forbidden(grant, request, buf);
    if (why !== '') {
      if (this.binary) writeErrorReply(out, request.opcode, Status.authError, request.opaque);
      else if (!request.quiet && request.last) writeTextLine(out, why);
      return true;
    }
    if (grant.namespace.length === 0 || request.verb > Verb.gats) return this.commands.execute(request, buf, out, now);
    return this.commands.execute(request, this.named(request, buf, grant.namespace), out, now);
  }

  refuse(request: Request, status: number, text: string, buf: Buffer, out: Bytes, now: number): void {
    const grant = this.grant;
    if (grant !== null) {
      request.cache = grant.cache;
      // It could not even have been written.
      if (grant.readOnly) request.verb = Verb.unknown;
      const named = grant.namespace.length === 0 || status !== Status.tooLarge;
      this.commands.refuse(request, status, text, named ? buf : this.named(request, buf, grant.namespace), out, now);
    } else if (!this.binary) writeTextLine(out, UNAUTHENTICATED);
    else {
      const told = isSasl(request) || status === Status.ok ? status : Status.authError;
      this.commands.refuse(request, told, text, buf, out, now);
    }
  }

  private hurry(): void {
    const { within, world } = this.options;
    if (within !== Infinity) world.clock.deadlines(within).arm(this.deadline);
  }

  /** What was signed in is no more, and has as long as others for the next try. */
  private stranded(): void {
    if (this.grant !== null) this.hurry();
    this.leave();
  }

  private leave(): void {
    const grant = this.grant;
    this.grant = null;
    if (grant !== null) this.options.admission.leave(grant);
  }

  /** The request's key with its namespace, and its value, as if they had been sent so. */
  private named(request: Request, buf: Buffer, namespace: Buffer): Buffer {
    const { keyStart, keyEnd, valueStart, valueEnd } = request;
    const keyBytes = namespace.length + keyEnd - keyStart;
    const length = keyBytes + valueEnd - valueStart;
    if (this.scratch.length < length) this.scratch = Buffer.allocUnsafe(length * 2);
    const scratch = this.scratch;
    namespace.copy(scratch, 0);
    buf.copy(scratch, namespace.length, keyStart, keyEnd);
    buf.copy(scratch, keyBytes, valueStart, valueEnd);
    request.keyStart = 0;
    request.keyEnd = request.valueStart = keyBytes;
    request.valueEnd = length;
    return scratch;
  }

  private sasl(request: Request, buf: Buffer, out: Bytes): boolean {
    const { opcode, opaque, verb, keyStart, keyEnd, valueStart, valueEnd } = request;
    // As with memcached, any of these ends what was signed in.
    this.stranded();
    if (verb === Verb.mechs) {
      writeTextReply(out, opcode, Status.ok, opaque, '', MECHANISM);
      return true;
    }
    if (verb === Verb.step && !this.started) {
      writeErrorReply(out, opcode, Status.authError, opaque);
      return true;
    }
    if (buf.toString('latin1', keyStart, keyEnd).toUpperCase() !== MECHANISM) {
      writeErrorReply(out, opcode, Status.invalid, opaque);
      return true;
    }
    if (verb === Verb.auth && valueEnd === valueStart) {
      // PLAIN begins with an empty challenge, for who waits for one.
      this.started = true;
      writeTextReply(out, opcode, Status.authContinue, opaque, '', '');
      return true;
    }
    const given = decodePlain(buf, valueStart, valueEnd);
    const admitted = this.admit(given === null ? [] : [given]);
    this.started &&= admitted !== 'yes';
    if (admitted === 'yes') writeTextReply(out, opcode, Status.ok, opaque, '', 'Authenticated');
    else writeErrorReply(out, opcode, Status.authError, opaque);
    return admitted !== 'full';
  }

  /** Nothing is said to strangers but who we are. */
  private stranger(request: Request, out: Bytes): boolean {
    const { opcode, opaque, verb } = request;
    if (verb === Verb.version) {
      writeTextReply(out, opcode, Status.ok, opaque, '', this.options.version);
      return true;
    }
    writeErrorReply(out, opcode, Status.authError, opaque);
    return false;
  }

  private text(request: Request, buf: Buffer, out: Bytes): boolean {
    if (request.verb === Verb.quit) return false;
    if (!request.last) return true;
    if (request.verb !== Verb.set) {
      writeTextLine(out, UNAUTHENTICATED);
      return true;
    }
    const admitted = this.admit(decodeTextSignIn(request, buf));
    writeTextLine(out, ANSWERS[admitted]);
    return admitted !== 'full';
  }

  private admit(readings: readonly PlainCredentials[]): 'yes' | 'no' | 'full' {
    const { admission, counters, world, within } = this.options;
    counters.authCmds++;
    for (const reading of readings) {
      const grant = admission.admit(reading);
      if (grant === null) continue;
      if (!admission.enter(grant)) return 'full';
      this.grant = grant;
      world.clock.deadlines(within).disarm(this.deadline);
      return 'yes';
    }
    counters.authErrors++;
    return 'no';
  }
}

const ANSWERS = { yes: 'STORED', no: 'CLIENT_ERROR authentication failure', full: TOO_MANY } as const;

function isSasl({ opcode }: Request): boolean {
  return opcode >= Opcode.mechs && opcode <= Opcode.step;
}
