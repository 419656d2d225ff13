import { shown } from './words.ts';

export type ScenarioErrorCode = 'bad-input';

/** What the user gave cannot be used. The message is one line: what, where, what was expected and what was got. */
export class BadInput extends Error {
  readonly code: ScenarioErrorCode = 'bad-input';

  constructor(message: string) {
    super(message.replaceAll(/\s*\n\s*/g, ' '));
    this.name = 'BadInput';
  }
}

/** `timeline.0.factor: expected a number above 0, got -3`. */
export function badValue(where: string, expected: string, got: unknown): BadInput {
  return new BadInput(`${where}: expected ${expected}, got ${shown(got)}`);
}
