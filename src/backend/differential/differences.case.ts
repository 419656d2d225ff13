/** Where our answers are others than memcached's, and are meant to be. Whatever else differs is a fault. */
import { Opcode } from '../../protocol/opcodes.ts';
import { binaryFrame } from './binary-mix.case.ts';
import { binaryCommand, textCommand, type Command } from './command.case.ts';

export interface Difference {
  readonly what: string;
  readonly memcachedsReason: string;
  readonly ourReason: string;
  readonly shown: InTheMix | ByScript;
}

/** It happens among random commands. */
export interface InTheMix {
  readonly by: 'mix';
  matches(command: Command, theirs: string, ours: string): boolean;
}

/** The mix keeps away from it, because servers that went apart stay apart. Each list of commands is sent in one write. */
export interface ByScript {
  readonly by: 'script';
  readonly batches: readonly (readonly Command[])[];
  /** The answers one after the other, and how the connection fared at each batch's end. */
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

export const DIFFERENCES: readonly Difference[] = [
  {
    what: 'the seconds since an item was last used, in `mg … l` and `me`',
    memcachedsReason: 'it dates an item again once a minute at most, or, with its threads, when these have moved it on',
    ourReason: 'the second use and each after it date the item: what a memcached with threads says if they are quick',
    shown: {
      by: 'mix',
      matches: ({ name }, theirs, ours) => /^text m[eg]$/.test(name) && withoutAge(theirs) === withoutAge(ours),
    },
  },
  {
    what: 'which names `stats`, `stats items` and `stats slabs` have for lists, threads and classes of memory',
    memcachedsReason:
      'the one compared with runs without the threads that work in their own time, and leaves their names out; its classes keep their pages when the items are gone, and dead items count until somebody comes across them',
    ourReason: 'all names of a memcached with threads; no classes but those that the items there are would be in',
    shown: { by: 'mix', matches: namesOfMemory },
  },
  {
    what: 'a binary request with a body that its command has no use for',
    memcachedsReason:
      'it has read over the body when it finds out, reads as many bytes again, and so takes the middle of the next request for a start: it closes, and what waits to be sent is lost',
    ourReason: 'a frame is as long as its header says',
    shown: script([[frame(Opcode.verbosity, '', 4), frame(Opcode.noop), frame(Opcode.noop)]], {
      theirs: ['', '', '', 'closed'],
      ours: ['129 Unknown command', '0', '0', 'open'],
    }),
  },
  {
    what: 'a counter that becomes shorter while an answer with its value waits to be sent',
    memcachedsReason: 'the bytes are still needed, so it stores another item, and without padding',
    ourReason: 'an answer is a copy: the counter is always changed in place, and padded as it is otherwise',
    shown: script([[text('set n 0 0 3\r\n100')], [text('mg n v'), text('decr n 1'), text('get n')]], {
      theirs: ['STORED', 'open', 'VA 3 100', '99', 'VALUE n 0 2 99 END', 'open'],
      ours: ['STORED', 'open', 'VA 3 100', '99', 'VALUE n 0 3 99  END', 'open'],
    }),
  },
  {
    what: 'a key of more than 250 bytes in `get`, `gets`, `gat` or `gats`',
    memcachedsReason:
      'it finds out when it comes to the key, has asked for those before it, and to take back what it has of the answer drops all that wait to be sent',
    ourReason: 'whoever pipelines must get an answer to each command, or all later ones are taken for others',
    shown: script([[text('version'), text('version'), text(`get ${'k'.repeat(251)}`), text('version')]], {
      theirs: ['CLIENT_ERROR bad command line format', 'VERSION 1.6.18', 'MN', '', 'open'],
      ours: ['VERSION 1.6.18', 'VERSION 1.6.18', 'CLIENT_ERROR bad command line format', 'VERSION 1.6.18', 'open'],
    }),
  },
  {
    what: 'a new time to live in an `ma` that makes the number longer',
    memcachedsReason: 'the longer number is another item, and the time is given to the one that is no longer there',
    ourReason: 'the documents say that it is the time to live of the item from then on',
    shown: script([[text('set n 0 0 1\r\n9'), text('ma n T100 t'), text('mg n t')]], {
      theirs: ['STORED', 'HD t100', 'HD t-1', 'open'],
      ours: ['STORED', 'HD t100', 'HD t100', 'open'],
    }),
  },
  {
    what: 'items that were flushed, after another flush that is to come; a flush at a time before the server started',
    memcachedsReason:
      'a flush is a date that items are compared with when they are asked for; another date brings back those that nobody or nothing has come across since, and a date before its start is none',
    ourReason: 'what is flushed is gone: that nobody sees it again matters more where caches belong to customers',
    shown: script(
      [
        [text('set k 0 0 1\r\n1'), text('flush_all'), text('flush_all 1000'), text('get k')],
        [text('set k 0 0 1\r\n1'), text('flush_all 2592001'), text('get k')],
      ],
      {
        theirs: ['STORED', 'OK', 'OK', 'VALUE k 0 1 1 END', 'open', 'STORED', 'OK', 'VALUE k 0 1 1 END', 'open'],
        ours: ['STORED', 'OK', 'OK', 'END', 'open', 'STORED', 'OK', 'END', 'open'],
      },
    ),
  },
  {
    what: 'the binary opcode 0xe0',
    memcachedsReason: 'it does not know it',
    ourReason: 'meta commands travel in it from our proxies to our backends',
    shown: script([[frame(0xe0), frame(Opcode.noop)]], {
      theirs: ['129 Unknown command', '0', 'open'],
      ours: ['4 Invalid arguments', '', 'closed'],
    }),
  },
  {
    what: 'incr and decr of a value that is white space only, or too large for a sign and followed by a minus in memory',
    memcachedsReason:
      'it reads on behind the value, into what its memory held before, and if that goes on to the next item, into addresses',
    ourReason: 'a value ends where it ends',
    shown: script(
      [[text('set w 0 0 12\r\n123456789012'), text('delete w'), text('set w 0 0 2\r\n  '), text('incr w 1')]],
      {
        theirs: ['STORED', 'DELETED', 'STORED', '56789013', 'open'],
        ours: ['STORED', 'DELETED', 'STORED', 'CLIENT_ERROR cannot increment or decrement non-numeric value', 'open'],
      },
    ),
  },
];

/** An answer in the words that scripts use: a binary one is its status and text. */
export function gist(answer: string): string {
  const binary = /^\{.*?"status":(\d+),.*?\} (.*)$/s.exec(answer);
  return (binary === null ? answer : `${binary[1]} ${binary[2]}`).replace(/\r\n/g, ' ').trimEnd();
}

function script(batches: readonly (readonly Command[])[], said: Pick<ByScript, 'theirs' | 'ours'>): ByScript {
  return { by: 'script', batches, ...said };
}

function text(line: string): Command {
  return textCommand('scripted', `${line}\r\n`);
}

function frame(opcode: number, key = '', extrasBytes = 0): Command {
  const parts = { opcode, key, extras: Buffer.alloc(extrasBytes), value: Buffer.alloc(0), cas: 0n };
  return binaryCommand('scripted', (_book, opaque) => binaryFrame({ ...parts, opaque }));
}

function withoutAge(answer: string): string {
  const end = answer.indexOf('\r\n');
  return answer.slice(0, end).replace(/ l(?:a=)?\d+(?= |$)/, '') + answer.slice(end);
}

/** Of the lists that age, and of who looks after them. */
const OF_THREADS =
  /^(?:items:CLASS:)?(?:number_\w+|age_\w+|hits_to_\w+|moves_\w+|evicted_active|direct_reclaims|lru_(?!tail)\w+)$/;

function namesOfMemory({ name }: Command, theirs: string, ours: string): boolean {
  if (!/^(?:text stats|binary stat)$/.test(name)) return false;
  const [told, weTell] = [names(theirs), names(ours)];
  // One has items left that nobody can ask for, and the other has not.
  const classless = !theirs.includes('CLASS:') || !ours.includes('CLASS:');
  const ofClasses = (each: string): boolean => classless && each.includes('CLASS:');
  return (
    weTell.every((each) => told.includes(each) || OF_THREADS.test(each) || ofClasses(each)) &&
    told.every((each) => weTell.includes(each) || ofClasses(each))
  );
}

function names(answer: string): string[] {
  return answer
    .replace(/^stats /, '')
    .replace(/ ?END(?:\r\n)?$/, '')
    .split(' ')
    .filter((name) => name !== '');
}
