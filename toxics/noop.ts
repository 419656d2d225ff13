import { defineToxic } from '../src/link/toxic.ts';

/** Does nothing: for those who want to try what a toxic on a link does by itself. */
export const noop = defineToxic({ type: 'noop', attributes: {} });
