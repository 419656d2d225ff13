/** Ctrl-C: the first asks the run to end and report, the second ends the process. */
export function onInterrupt(first: () => void, second: () => never): () => void {
  let interrupted = false;
  const listener = (): void => {
    if (interrupted) second();
    interrupted = true;
    first();
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return () => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
}
