import type { EventKind, Result } from '../../scenario/result.ts';
import { left, right, type Block, type Tone } from '../document.ts';
import { clock } from '../format.ts';

const TONES: Readonly<Partial<Record<EventKind, Tone>>> = { fault: 'bad', cure: 'good', observed: 'strong' };

/** Faults, what people did, and what the run showed by itself. */
export function happened({ events }: Result): Block[] {
  if (events.length === 0) return [];
  const rows = events.map(({ at, kind, text }) => {
    const tone = TONES[kind];
    return [clock(at), tone === undefined ? kind : { text: kind, tone }, text];
  });
  return [
    { kind: 'heading', text: 'What happened' },
    { kind: 'table', columns: [right('time'), left('kind'), left('event')], rows },
  ];
}
