interface Counts {
  get: number;
  hit: number;
  set: number;
  del: number;
}

const DELIMITER = 0x3a;

/** `stats detail`: what is asked of keys that share what stands before their first colon. Others are not counted. */
export class PrefixStats {
  on = false;
  private readonly counts = new Map<string, Counts>();

  get(buf: Buffer, start: number, end: number, hit: boolean): void {
    const counts = this.of(buf, start, end);
    if (counts === null) return;
    counts.get++;
    if (hit) counts.hit++;
  }

  set(buf: Buffer, start: number, end: number): void {
    const counts = this.of(buf, start, end);
    if (counts !== null) counts.set++;
  }

  delete(buf: Buffer, start: number, end: number): void {
    const counts = this.of(buf, start, end);
    if (counts !== null) counts.del++;
  }

  reset(): void {
    this.counts.clear();
  }

  dump(): string {
    const lines = [...this.counts].map(
      ([prefix, { get, hit, set, del }]) => `PREFIX ${prefix} get ${get} hit ${hit} set ${set} del ${del}\r\n`,
    );
    return `${lines.join('')}END\r\n`;
  }

  private of(buf: Buffer, start: number, end: number): Counts | null {
    const delimiter = buf.indexOf(DELIMITER, start);
    if (delimiter < 0 || delimiter >= end) return null;
    const prefix = buf.toString('latin1', start, delimiter);
    let counts = this.counts.get(prefix);
    if (counts === undefined) this.counts.set(prefix, (counts = { get: 0, hit: 0, set: 0, del: 0 }));
    return counts;
  }
}
