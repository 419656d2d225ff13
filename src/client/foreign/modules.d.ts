/** What we use of two client libraries that come without types. */

declare module 'memjs' {
  /** A string where a sign-in was turned down, an `Error` otherwise. */
  type Failure = Error | string | null;
  type Done = (error: Failure, done: boolean | null) => void;

  interface Options {
    readonly username?: string;
    readonly password?: string;
    /** Seconds, as all times here. */
    readonly timeout?: number;
    readonly conntimeout?: number;
    readonly retries?: number;
    readonly retry_delay?: number;
    readonly failover?: boolean;
    readonly failoverTime?: number;
    readonly logger?: { log(...words: unknown[]): void };
  }

  interface Expires {
    readonly expires?: number;
    readonly initial?: number;
  }

  interface Socket {
    readonly writableEnded: boolean;
    write(chunk: string | Uint8Array): boolean;
    destroy(): void;
    once(event: string, listener: (error?: Error) => void): unknown;
    prependOnceListener(event: 'end', listener: () => void): unknown;
  }

  class Server {
    readonly host: string;
    readonly port: number;
    username: string | undefined;
    password: string | undefined;
    _socket?: Socket;
    /** Hands a connection that is ready (or, for `sasl`, one that is there) to `go`; opens it when there is none. */
    sock(sasl: boolean, go: (socket: Socket) => void): void;
  }

  class Client {
    static create(servers: string, options?: Options): Client;
    readonly servers: Server[];
    get(key: string | Buffer, callback: (error: Failure, value: Buffer | null, flags: Buffer | null) => void): void;
    set(key: string | Buffer, value: string | Buffer, options: Expires, callback: Done): void;
    add(key: string, value: string | Buffer, options: Expires, callback: Done): void;
    replace(key: string, value: string | Buffer, options: Expires, callback: Done): void;
    append(key: string, value: string | Buffer, callback: Done): void;
    prepend(key: string, value: string | Buffer, callback: Done): void;
    delete(key: string, callback: Done): void;
    touch(key: string, expires: number, callback: Done): void;
    increment(
      key: string,
      by: number,
      options: Expires,
      callback: (error: Failure, done: boolean | null, value?: number) => void,
    ): void;
    decrement: Client['increment'];
    flush(callback: (error: Failure, results: Readonly<Record<string, true | Failure>>) => void): void;
    stats(callback: (error: Failure, server: string, stats: Readonly<Record<string, string>> | null) => void): void;
    /** An attempt at an operation. */
    perform: (...attempt: never[]) => void;
    /** Ends the sockets. */
    close(): void;
  }
}

declare module 'memcached' {
  namespace Memcached {
    type Failure = Error | readonly Error[] | string | false | undefined;
    type Answer = (error: Failure, answer: unknown) => void;

    interface Socket {
      readonly writableEnded: boolean;
      write(chunk: string | Uint8Array): boolean;
      destroy(): void;
      once(event: string, listener: (error?: Error) => void): unknown;
      prependOnceListener(event: 'end', listener: () => void): unknown;
    }

    interface Pool {
      /** Opens a socket. */
      generator: () => Socket | null;
    }

    interface Issue {
      log: (message: unknown) => void;
    }

    interface Options {
      readonly poolSize?: number;
      /** Of a connect, after the first. */
      readonly retries?: number;
      readonly factor?: number;
      readonly minTimeout?: number;
      readonly maxTimeout?: number;
      /** Ms until a connect has failed. */
      readonly timeout?: number;
      readonly idle?: number;
      readonly failures?: number;
      readonly retry?: number;
      readonly reconnect?: number;
      readonly remove?: boolean;
    }
  }

  class Memcached {
    constructor(servers: string | readonly string[], options?: Memcached.Options);
    connections: Record<string, Memcached.Pool>;
    issues: Record<string, Memcached.Issue>;
    connect(server: string, callback: (error: Memcached.Failure) => void): void;
    get(key: string | readonly string[], callback: Memcached.Answer): void;
    gets(key: string, callback: Memcached.Answer): void;
    getMulti(keys: readonly string[], callback: Memcached.Answer): void;
    set(key: string, value: unknown, lifetime: number, callback: Memcached.Answer): void;
    add: Memcached['set'];
    replace: Memcached['set'];
    cas(key: string, value: unknown, cas: string, lifetime: number, callback: Memcached.Answer): void;
    append(key: string, value: unknown, callback: Memcached.Answer): void;
    prepend: Memcached['append'];
    incr(key: string, by: number, callback: Memcached.Answer): void;
    decr: Memcached['incr'];
    del(key: string, callback: Memcached.Answer): void;
    touch(key: string, lifetime: number, callback: Memcached.Answer): void;
    flush(callback: Memcached.Answer): void;
    version(callback: Memcached.Answer): void;
    stats(callback: Memcached.Answer): void;
    end(): void;
    on(event: string, listener: (details: unknown) => void): this;
  }

  export = Memcached;
}
