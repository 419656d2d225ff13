import { connect } from 'node:net';

const PATIENCE_MS = 10_000;

/** Says something to a server and listens until it has said the other. Rejects when it does not. */
export function talk(address: string, [words, until]: readonly [words: string, until: RegExp]): Promise<string> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(port), host, () => socket.write(words, 'latin1'));
    const fail = (why: string): void => {
      socket.destroy();
      clearTimeout(limit);
      reject(new Error(`expected ${String(until)}, got ${why}: ${heard.slice(-500)}`));
    };
    const limit = setTimeout(() => fail('nothing more'), PATIENCE_MS);
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      if (!until.test(heard)) return;
      clearTimeout(limit);
      socket.destroy();
      resolve(heard);
    });
    socket.on('error', (error) => fail(error.message));
    socket.on('end', () => fail('an end'));
  });
}
