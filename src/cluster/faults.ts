import type { Cluster } from './cluster.ts';
import type { Fault } from './plan.ts';

/** Faults in force. Each can be ended once, by its own time or on the way out; the order does not matter. */
export class FaultBox {
  readonly #cluster: Cluster;
  readonly #ends = new Set<() => void>();
  /** Factors in force per node: they multiply. */
  readonly #factors = new Map<string, number[]>();
  #toxics = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  inject(fault: Fault): () => void {
    const undo = this.#begin(fault);
    const end = (): void => {
      if (this.#ends.delete(end)) undo();
    };
    this.#ends.add(end);
    return end;
  }

  endAll(): void {
    for (const end of [...this.#ends]) end();
  }

  #begin(fault: Fault): () => void {
    const cluster = this.#cluster;
    switch (fault.kind) {
      case 'slow':
        return each(this.#nodes(fault.nodes), (node) => this.#slow(node, fault.factor));
      case 'crash':
        return each(this.#nodes(fault.nodes), (node) => this.#crash(node));
      case 'hang':
        return each(this.#nodes(fault.nodes), (node) => this.#hang(node));
      case 'down':
        return each(fault.links, ({ from, to }) => {
          const link = cluster.link(from, to);
          link.down = true;
          return () => (link.down = false);
        });
      case 'toxic': {
        const { links, type, stream = 'downstream', toxicity = 1, attributes = {} } = fault;
        // A name of its own: two of one type may lie on one link.
        const name = `${fault.type} ${++this.#toxics}`;
        return each(links, ({ from, to }) => {
          const link = cluster.link(from, to);
          link.addToxic({ type, name, stream, toxicity, attributes });
          return () => link.removeToxic(name);
        });
      }
      case 'eject':
        return each(fault.proxies, (name) => {
          const proxy = cluster.proxy(name)!;
          const indices = fault.backends.map((backend) => cluster.backendIndex(backend));
          for (const index of indices) proxy.eject(index, fault.by);
          return () => indices.forEach((index) => proxy.readmit(index));
        });
    }
  }

  #nodes(names: readonly string[]): string[] {
    return names.flatMap((name) => this.#cluster.nodesOf(name));
  }

  #slow(node: string, factor: number): () => void {
    const factors = this.#factors.get(node) ?? [];
    this.#factors.set(node, factors);
    factors.push(factor);
    const apply = (): void => this.#cluster.cpu(node).slow(factors.reduce((product, one) => product * one, 1));
    apply();
    return () => {
      factors.splice(factors.indexOf(factor), 1);
      apply();
    };
  }

  #crash(name: string): () => void {
    const proxy = this.#cluster.proxy(name);
    const backend = this.#cluster.backend(name);
    proxy?.crash();
    backend?.crash();
    return () => {
      proxy?.start(() => undefined);
      backend?.start();
    };
  }

  #hang(name: string): () => void {
    const proxy = this.#cluster.proxy(name);
    const cpu = this.#cluster.cpu(name);
    proxy?.hang();
    cpu.stall(Infinity);
    return () => {
      proxy?.recover();
      cpu.resume();
    };
  }
}

/** Begins for every item; what comes back ends all. */
function each<T>(items: readonly T[], begin: (item: T) => () => void): () => void {
  const undos = items.map(begin);
  return () => {
    for (const undo of undos) undo();
  };
}
