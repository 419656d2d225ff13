import type { Connection } from './mix.case.ts';

/** One of the two that are compared. */
export interface Server {
  readonly name: string;
  /** Sends this and waits until `done` or until the server closes; a closed connection is opened anew for the next. */
  exchange(connection: Connection, bytes: Buffer, done: (heard: Buffer) => boolean): Promise<Heard>;
  /** Sets its clock forward by whole seconds. */
  step(seconds: number): Promise<void>;
  close(): Promise<void>;
}

export interface Heard {
  readonly bytes: Buffer;
  readonly closed: boolean;
  /** It said nothing more for too long. */
  readonly stuck: boolean;
}

/** What is heard so far, without joining it at every delivery. */
export class Hearing {
  private parts: Buffer[] = [];

  add(part: Buffer): void {
    this.parts.push(part);
  }

  bytes(): Buffer {
    if (this.parts.length > 1) this.parts = [Buffer.concat(this.parts)];
    return this.parts[0] ?? Buffer.alloc(0);
  }

  clear(): void {
    this.parts = [];
  }
}
