import type { Bytes } from '../protocol/bytes.ts';
import { Status, Verb, type Request } from '../protocol/message.ts';
import { writeTextCounterReply, writeTextLine, writeTextStatus, writeTextValue } from '../protocol/text-encode.ts';
import { needsCache, type Commands, type CommandsOptions } from './commands.ts';
import type { Executor } from './executor.ts';

const TWO_32 = 4_294_967_296;

/** `noreply` silences everything, errors too. */
export class TextCommands implements Commands {
  private readonly options: CommandsOptions;

  constructor(options: CommandsOptions) {
    this.options = options;
  }

  execute(request: Request, buf: Buffer, out: Bytes, now: number): boolean {
    const executor = this.options.caches.of(request.cache);
    if (executor !== null) return this.run(executor, request, buf, out, now);
    if (!needsCache(request.verb)) return this.run(this.options.caches.main, request, buf, out, now);
    this.options.caches.missing(request.verb);
    if (request.last) this.answer(request, Status.authError, out);
    return true;
  }

  private run(executor: Executor, request: Request, buf: Buffer, out: Bytes, now: number): boolean {
    switch (request.verb) {
      case Verb.get:
      case Verb.gets:
      case Verb.gat:
      case Verb.gats:
        this.value(executor, request, buf, out, now);
        return true;
      case Verb.set:
      case Verb.add:
      case Verb.replace:
      case Verb.append:
      case Verb.prepend:
      case Verb.cas:
        this.answer(request, executor.put(request, buf, now), out);
        return true;
      case Verb.delete:
        this.answer(request, executor.remove(request, buf, now), out);
        return true;
      case Verb.incr:
      case Verb.decr:
        this.count(executor, request, buf, out, now);
        return true;
      case Verb.touch: {
        const item = executor.touch(request, buf, now);
        this.answer(request, item === null ? Status.notFound : Status.ok, out);
        return true;
      }
      case Verb.flush:
        executor.flush(request, now);
        this.answer(request, Status.ok, out);
        return true;
      case Verb.verbosity:
        this.options.settings.set('verbosity', Math.min(request.expiry, VERBOSITY_MAX));
        this.answer(request, Status.ok, out);
        return true;
      case Verb.version:
        writeTextLine(out, `VERSION ${this.options.version}`);
        return true;
      case Verb.stats:
        out.text(this.options.topics.text(executor, wordsOf(request, buf).slice(1)));
        return true;
      case Verb.quit:
        return false;
      case Verb.meta:
        this.meta(executor, request, buf, out, now);
        return true;
      default:
        out.text(this.options.admin.answer(executor, wordsOf(request, buf)));
        return true;
    }
  }

  refuse(request: Request, status: number, text: string, buf: Buffer, out: Bytes, now: number): void {
    if (status === Status.tooLarge) this.options.caches.of(request.cache)?.outgrow(request, buf, now);
    if (text !== '') writeTextLine(out, text);
  }

  private value(executor: Executor, request: Request, buf: Buffer, out: Bytes, now: number): void {
    const item = executor.retrieve(request, buf, now);
    if (item !== null) {
      const withCas = request.verb === Verb.gets || request.verb === Verb.gats;
      const { data, keyBytes, end, flags, cas } = item;
      const casHi = Math.floor(cas / TWO_32);
      writeTextValue(
        out,
        data,
        request.namespace.length,
        keyBytes,
        data,
        keyBytes,
        end,
        flags,
        withCas,
        casHi,
        cas >>> 0,
      );
    }
    if (request.last) out.text('END\r\n');
  }

  private count(executor: Executor, request: Request, buf: Buffer, out: Bytes, now: number): void {
    const status = executor.count(request, buf, now, false);
    const { hi, lo } = executor.store.counter;
    if (status !== Status.ok) this.answer(request, status, out);
    else if (!request.quiet) writeTextCounterReply(out, hi, lo);
  }

  private meta(executor: Executor, request: Request, buf: Buffer, out: Bytes, now: number): void {
    const { frameStart: start, frameEnd: end, namespace } = request;
    this.options.meta.execute(executor, { buf, start, end, namespace, keyStart: 0, keyEnd: 0 }, out, now);
  }

  private answer(request: Request, status: Status, out: Bytes): void {
    if (!request.quiet) writeTextStatus(out, request.verb, status);
  }
}

const VERBOSITY_MAX = 2;

/** The command's line in words. */
function wordsOf({ frameStart, frameEnd }: Request, buf: Buffer): string[] {
  const line = buf.toString('latin1', frameStart, frameEnd).replace(/\r?\n$/, '');
  return line.split(' ').filter((word) => word !== '');
}
