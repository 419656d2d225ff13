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

  class Server {
    readonly host: string;
    readonly port: number;
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
    /** Ends the sockets. */
    close(): void;
  }
}

declare module 'memcached' {
  type Failure = Error | readonly Error[] | string | false | undefined;
  type Answer = (error: Failure, answer: unknown) => void;

  interface Options {
    readonly poolSize?: number;
    readonly retries?: number;
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

  class Memcached {
    constructor(servers: string | readonly string[], options?: Options);
    get(key: string | readonly string[], callback: Answer): void;
    gets(key: string, callback: Answer): void;
    getMulti(keys: readonly string[], callback: Answer): void;
    set(key: string, value: unknown, lifetime: number, callback: Answer): void;
    add: Memcached['set'];
    replace: Memcached['set'];
    cas(key: string, value: unknown, cas: string, lifetime: number, callback: Answer): void;
    append(key: string, value: unknown, callback: Answer): void;
    prepend: Memcached['append'];
    incr(key: string, by: number, callback: Answer): void;
    decr: Memcached['incr'];
    del(key: string, callback: Answer): void;
    touch(key: string, lifetime: number, callback: Answer): void;
    flush(callback: Answer): void;
    version(callback: Answer): void;
    stats(callback: Answer): void;
    end(): void;
    on(event: string, listener: (details: unknown) => void): this;
  }

  export = Memcached;
}
