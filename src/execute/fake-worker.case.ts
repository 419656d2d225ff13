/** Stands for a run: the seed says what happens. */
import { serve } from './serve.ts';

let counted = 0;

serve(async ({ seed, role }, { aborted, onProgress }) => {
  onProgress({ at: 0, from: -10, to: 10, operations: 0 });
  switch (seed) {
    case 'throws':
      throw Object.assign(new Error('backend-3 fell over'), { code: 'EFAKE' });
    case 'exits':
      return process.exit(7);
    case 'leaves-a-timer':
      setInterval(() => {}, 1000);
      return role;
    case 'counts':
      return `${++counted} on this thread`;
    case 'until-aborted':
      // As a run in virtual time: it never yields.
      while (!aborted());
      return 'aborted';
    default:
      return `${role} ${seed}`;
  }
});
