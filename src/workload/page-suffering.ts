import type { WebPage } from '../app/web-page.ts';
import { Outcome } from '../measure/outcome.ts';
import type { PageEnd } from '../measure/pages.ts';
import type { Suffering } from '../measure/suffering.ts';

/** A web app's page was served or not, and with it all that it had asked for. `homes`: of keys, by number. */
export function suffer(page: WebPage, how: PageEnd, suffering: Suffering, homes: ArrayLike<number>): void {
  const outcome = how === 'complete' ? Outcome.hit : Outcome.timeout;
  for (const { process, keyNumber } of page.operations) suffering.ended(process, homes[keyNumber]!, 0, outcome);
}
