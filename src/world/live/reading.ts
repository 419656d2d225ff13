import { Socket, type OnReadOpts, type SocketConstructorOpts } from 'node:net';

/** Node's own fields of an accepted socket; they are in no document. */
interface Accepted {
  _handle: object | null;
  /** Counts its connections, to know when it is closed. */
  _server: object | null;
}

/**
 * An accepted socket that reads into a buffer of ours, as a connecting one may be told to. A server has no such option,
 * and without it node makes 64 KiB for each read, which is a fifth of a server's CPU where a read holds one request. So
 * its handle is given to a socket of our own making. Null: this node's fields are not what is expected, and
 * `accepted` is as it was.
 */
export function readingInto(onread: OnReadOpts, accepted: Socket): Socket | null {
  // Looked at before use: none of it is promised.
  const fields = accepted as unknown as Partial<Accepted>;
  const { _handle: handle, _server: server } = fields;
  if (typeof handle !== 'object' || handle === null || typeof server !== 'object' || server === null) return null;
  // Half of these options are node's own, too.
  const options: SocketConstructorOpts & { handle: object; pauseOnCreate: boolean } = {
    ...{ handle, pauseOnCreate: true },
    ...{ allowHalfOpen: true, readable: true, writable: true, onread },
  };
  const socket = new Socket(options);
  Object.assign(socket, { _server: server, server });
  fields._handle = null;
  fields._server = null;
  return socket;
}
