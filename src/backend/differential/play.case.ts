import { answers, complete, written } from './answers.case.ts';
import type { CasBook } from './cas-book.case.ts';
import type { Batch } from './mix.case.ts';
import type { Heard, Server } from './server.case.ts';

export interface Side {
  readonly server: Server;
  readonly book: CasBook;
}

/** What the server says to a batch, command by command, and how its connection fared. */
export async function play({ server, book }: Side, batch: Batch): Promise<Played> {
  const { commands, connection, step } = batch;
  if (step !== undefined) await server.step(step);
  const heard = await server.exchange(connection, written(commands, book), (bytes) => complete(commands, bytes));
  return { answers: answers(commands, heard.bytes, book), ending: ending(heard) };
}

export interface Played {
  readonly answers: readonly string[];
  readonly ending: Ending;
}

export type Ending = 'stuck' | 'closed' | 'open';

function ending({ closed, stuck }: Heard): Ending {
  return stuck ? 'stuck' : closed ? 'closed' : 'open';
}
