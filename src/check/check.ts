import { SECOND, type Address, type CloseReason, type Nanos, type World } from '../world/world.ts';
import { Caller, type Heard, type HeardReply } from './caller.ts';
import { finding, type Finding, type FindingCode } from './findings.ts';
import { note, notesOn, spanText, type Note } from './notes.ts';
import { secondOpinion } from './second-opinion.ts';
import type { Question, StepName, StepReport } from './step.ts';
import { following, judge, OPCODES, question, type Credential, type Visit } from './steps.ts';
import { guess } from './stranger.ts';

export interface CheckOptions {
  readonly world: World;
  /** What it is called in the world. @default 'check' */
  readonly node?: string;
  readonly address: Address;
  /** How messages call the server. @default the address */
  readonly shownAddress?: string;
  /** Null: it does not sign in. */
  readonly credential: Credential | null;
  /** Of each step. @default 5 s */
  readonly timeout?: Nanos;
}

export interface CheckReport {
  readonly address: string;
  /** In the order in which they were taken; the last one may have failed. */
  readonly steps: readonly StepReport[];
  /** Null: the server does what it should. */
  readonly finding: Finding | null;
  readonly notes: readonly Note[];
}

const TIMEOUT: Nanos = 5 * SECOND;
/** Who did not answer once is not waited for that long again. */
const OPINION_TIMEOUT: Nanos = 2 * SECOND;
const KEY_PREFIX = 'brownout-check:';

/**
 * Goes through a client's handshake and through the life of one item, step by step, on one connection:
 *
 *   connect -> version -> mechanisms -> (authentication) -> set -> get -> delete
 *
 * The first step that fails ends it, but an item that was stored is removed. `onDone` is called once.
 */
export function check(options: CheckOptions, onDone: (report: CheckReport) => void): void {
  new Check(options, onDone).begin();
}

class Check {
  readonly #options: CheckOptions;
  readonly #onDone: (report: CheckReport) => void;
  readonly #timeout: Nanos;
  readonly #node: string;
  readonly #visit: Visit;
  readonly #steps: StepReport[] = [];
  readonly #notes: Note[] = [];
  #step: StepName = 'connect';
  #startedAt: Nanos = 0;
  #caller: Caller | null = null;
  #finding: Finding | null = null;

  constructor(options: CheckOptions, onDone: (report: CheckReport) => void) {
    const { credential, node = 'check', timeout = TIMEOUT } = options;
    const rng = options.world.rng(`${node}/key`);
    const random = (): string => Array.from({ length: 4 }, () => rng.u32().toString(16).padStart(8, '0')).join('');
    this.#options = options;
    this.#onDone = onDone;
    this.#node = node;
    this.#timeout = timeout;
    const [key, value] = [Buffer.from(`${KEY_PREFIX}${random()}`), Buffer.from(random())];
    this.#visit = { credential, key, value, readOnly: false };
  }

  begin(): void {
    const { world, address } = this.#options;
    this.#startedAt = world.clock.now();
    this.#caller = new Caller({ world, node: this.#node, address, timeout: this.#timeout }, (heard) => {
      this.#heard(heard);
    });
  }

  #heard(heard: Heard): void {
    switch (heard.kind) {
      case 'open':
        this.#took('ok', '');
        return this.#goOn();
      case 'reply':
        return this.#replied(heard.reply);
      case 'bytes': {
        const known = guess(heard.bytes);
        if (known !== null) return this.#fail(known.code, known.detail);
        return this.#ask('not-memcached', hexOf(heard.bytes));
      }
      case 'closed':
        return this.#step === 'connect' ? this.#fail(CONNECT_FAILURES[heard.why]) : this.#ask('hung-up');
      case 'silence':
        if (this.#step === 'connect') return this.#fail('connect-timeout');
        return this.#ask(this.#step === 'authentication' ? 'sign-in-silent' : 'silent');
    }
  }

  #replied(reply: HeardReply): void {
    const step = this.#step;
    if (step === 'connect' || reply.opcode !== OPCODES[step] || reply.opaque !== this.#opaque) {
      return this.#fail('wrong-reply');
    }
    const judgement = judge(step, this.#visit, reply);
    if (judgement.kind === 'wrong') {
      this.#conclude(judgement.code, judgement.detail);
      // What was stored is taken away.
      if (step === 'get' && !this.#visit.readOnly) return this.#take('delete');
      return this.#finish();
    }
    if (judgement.kind === 'note') {
      if (judgement.note === 'read-only') this.#visit.readOnly = true;
      // Gone before it was removed is no news when it was gone before it was read.
      if (this.#finding === null) this.#notes.push(note(judgement.note));
    }
    this.#took(judgement.kind === 'note' ? 'noted' : 'ok', judgement.detail);
    this.#goOn();
  }

  get #opaque(): number {
    return this.#steps.length;
  }

  #goOn(): void {
    const next = following(this.#step, this.#visit);
    if (next === null) this.#finish();
    else this.#take(next);
  }

  #take(step: Question): void {
    this.#step = step;
    this.#startedAt = this.#options.world.clock.now();
    this.#caller!.ask(question(step, this.#visit, this.#opaque));
  }

  #took(outcome: StepReport['outcome'], detail: string): void {
    this.#steps.push({ name: this.#step, outcome, time: this.#options.world.clock.now() - this.#startedAt, detail });
  }

  /** Nothing is known of who answers until it has answered once: then it is asked in other ways. */
  #ask(code: FindingCode, detail = ''): void {
    if (this.#step !== 'version') return this.#fail(code, detail);
    const { world, address } = this.#options;
    this.#conclude(code, detail);
    const timeout = Math.min(this.#timeout, OPINION_TIMEOUT);
    secondOpinion({ world, node: this.#node, address, timeout }, (known) => {
      if (known !== null) this.#finding = this.#find(known.code, known.detail);
      this.#finish();
    });
  }

  #fail(code: FindingCode, detail = ''): void {
    this.#conclude(code, detail);
    this.#finish();
  }

  /** The first finding is the one that counts. */
  #conclude(code: FindingCode, detail = ''): void {
    this.#finding ??= this.#find(code, detail);
    this.#took('failed', detail);
  }

  #find(code: FindingCode, detail: string): Finding {
    const { address, shownAddress = address } = this.#options;
    return finding(code, { step: this.#step, address: shownAddress, timeout: spanText(this.#timeout), detail });
  }

  #finish(): void {
    this.#caller?.hangUp();
    const { address, shownAddress = address } = this.#options;
    // Read-only is who may read.
    const told = this.#notes.filter(({ code }) => code !== 'read-only' || this.#finding === null);
    const notes = [...told, ...notesOn(this.#steps)];
    this.#onDone({ address: shownAddress, steps: this.#steps, finding: this.#finding, notes });
  }
}

const CONNECT_FAILURES: Readonly<Record<CloseReason, FindingCode>> = {
  closed: 'connect-lost',
  reset: 'connect-lost',
  refused: 'refused',
  timeout: 'connect-timeout',
  descriptors: 'no-resources',
  ports: 'no-resources',
};

function hexOf(bytes: Buffer): string {
  const shown = bytes.subarray(0, 16).toString('hex');
  return `it begins with ${shown.replaceAll(/(..)(?=.)/g, '$1 ')}`;
}
