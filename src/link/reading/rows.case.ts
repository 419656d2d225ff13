import * as assert from 'uvu/assert';
import { label, overhear, type Piece } from './overhear.case.ts';

/**
 * Why, what is said, what is heard: `>get a~ | <END~`, where `>` asks, `<` answers, `~` ends a line and each piece comes
 * at once; then `get a: END~`, the message and what was heard as its reply, and `?` last for what is nobody's.
 */
export type Row = readonly [why: string, said: string, heard: string];

export function check(rows: readonly Row[], options: { fresh?: boolean } = {}): void {
  for (const [why, said, heard] of rows) {
    const lines = overhear(said.split(' | ').map(pieceOf), options).map(
      ({ message, answered }) => `${label(message)}: ${answered.replaceAll('\r\n', '~')}`,
    );
    assert.equal(
      lines.map((line) => line.trim()),
      heard.split(' | '),
      why,
    );
  }
}

function pieceOf(text: string): Piece {
  return [text.startsWith('>') ? '>' : '<', text.slice(1).replaceAll('~', '\r\n')];
}
