/** A customer's program: memjs, which finds its cache by the environment. Sets, gets, and prints what it got. */
import memjs from 'memjs';

const WATCHDOG_MS = 10_000;
const client = memjs.Client.create('');

/** memjs may never call back. */
async function called<T>(call: (done: (error: unknown, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const watchdog = setTimeout(() => reject(new Error('memjs did not call back')), WATCHDOG_MS);
    call((error, value) => {
      clearTimeout(watchdog);
      if (error) reject(error instanceof Error ? error : new Error(String(error)));
      else resolve(value);
    });
  });
}

const got: string[] = [];
for (let i = 0; i < 20; i++) {
  await called((done) => client.set(`key ${i}`, `value ${i}`, { expires: 60 }, done));
  const value = await called<Buffer | null>((done) => client.get(`key ${i}`, done));
  got.push(String(value));
}
process.stdout.write(
  `${new Set(client.servers.map(({ host, port }) => `${host}:${port}`)).size} servers, ${got.join(' ')}\n`,
);
process.exit(0);
