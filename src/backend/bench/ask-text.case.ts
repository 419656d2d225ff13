import type { World } from '../../world/world.ts';

/** Asks by the text protocol on a connection of its own; the answer ends in `last`. */
export function askText(world: World, address: string, question: string, last: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = world.net.connect('asker', address, {
      onData(buf, start, end) {
        heard += buf.toString('latin1', start, end);
        if (heard.endsWith(last)) {
          socket.end();
          resolve(heard);
        }
        return end;
      },
      onClose: (why) => reject(new Error(`${question.trim()}: expected an answer, got ${heard} and ${why}`)),
    });
    const bytes = Buffer.from(question, 'latin1');
    socket.write(bytes, 0, bytes.length);
  });
}
