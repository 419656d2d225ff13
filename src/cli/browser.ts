/** How long whoever starts the browser has to say that there is none. Some start it by becoming it. */
const PATIENCE_MS = 3000;

/** Opens a file in the user's browser. Rejects when there is none. */
export async function openInBrowser(path: string): Promise<void> {
  const { default: open } = await import('open');
  const launcher = await open(path);
  if (launcher.exitCode === null) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      launcher.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
  if (launcher.exitCode) throw new Error(`no browser was found (exit code ${launcher.exitCode})`);
}
