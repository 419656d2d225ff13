/** How a scenario names what could have been otherwise, and which of that is held against each other. */

/**
 * By dotted path, as of `--set`, in this order: `{ 'cluster.proxy.policy': 'latency-outlier', 'timeline.4': null }`.
 * Values are plain data, `null` removes. Indices of lists are those of the scenario as it is written, and stay so until
 * all changes are made: what one change removes moves nothing under another.
 */
export type Changes = Readonly<Record<string, unknown>>;

/** The scenario with changes. One without any is the scenario as it is written. */
export interface VariantSpec {
  /** One line: what is otherwise. */
  readonly says: string;
  /** Other variants, by name, whose changes come first, in this order. @default none */
  readonly of?: readonly string[];
  /**
   * Also of `expectations`: where it changes none of them, none are held against the variant, for they say what the
   * scenario must show as it is written. @default none
   */
  readonly set?: Changes;
}

/** Variants side by side under the same seeds: `brownout compare <scenario> --preset <its name>`. */
export interface ComparisonSpec {
  /** One line: what is asked. */
  readonly says: string;
  /** `'1..10'`, or a list: `'1,2,5'`. @default '1..5' */
  readonly seeds?: string;
  /** Changes of all of them, before their own: a shorter timeline, fewer clients. @default none */
  readonly set?: Changes;
  /** Names of the scenario's variants, or variants of this comparison only. The first is what the others are held against. */
  readonly variants: readonly (string | ComparedVariant)[];
}

export interface ComparedVariant extends VariantSpec {
  /** Letters, digits and hyphens. */
  readonly name: string;
}
