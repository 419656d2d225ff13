import type { Cluster } from './cluster.ts';
import type { Fault } from './plan.ts';

type Undo = () => void;

/** What several faults keep up together. */
interface Shared {
  holders: number;
  undo: Undo;
}

/**
 * Faults in force. Each can be ended once, by its own time or on the way out, in any order: where several lie on one
 * thing, slow factors and toxics add up, and what can only be so or not so lasts until the last of them ends.
 */
export class FaultBox {
  readonly #cluster: Cluster;
  readonly #ends = new Set<Undo>();
  /** Slow factors in force per node: they multiply. */
  readonly #factors = new Map<string, number[]>();
  readonly #shared = new Map<string, Shared>();
  #toxics = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Returns what ends it; ending it twice does no harm. */
  inject(fault: Fault): Undo {
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

  #begin(fault: Fault): Undo {
    const cluster = this.#cluster;
    switch (fault.kind) {
      case 'slow':
        return each(this.#nodes(fault.nodes), (node) => this.#slow(node, fault.factor));
      case 'crash':
      case 'hang':
        return each(this.#nodes(fault.nodes), (node) =>
          this.#share(`${fault.kind} ${node}`, () => (fault.kind === 'crash' ? this.#crash(node) : this.#hang(node))),
        );
      case 'down':
        return each(fault.links, ({ from, to }) =>
          this.#share(`down ${from} ${to}`, () => {
            const link = cluster.link(from, to);
            link.down = true;
            return () => (link.down = false);
          }),
        );
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
          return each(fault.backends, (backend) =>
            this.#share(`eject ${name} ${backend}`, () => {
              const index = cluster.backendIndex(backend);
              proxy.eject(index, fault.by);
              return () => proxy.readmit(index);
            }),
          );
        });
    }
  }

  #nodes(names: readonly string[]): string[] {
    return names.flatMap((name) => this.#cluster.nodesOf(name));
  }

  #slow(node: string, factor: number): Undo {
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

  #crash(name: string): Undo {
    const proxy = this.#cluster.proxy(name);
    const backend = this.#cluster.backend(name);
    proxy?.crash();
    backend?.crash();
    // A process that is gone does not hang any more, and the next one does not hang yet.
    this.#void(`hang ${name}`);
    return () => {
      proxy?.start(mustListen);
      backend?.start(mustListen);
    };
  }

  #hang(name: string): Undo {
    const proxy = this.#cluster.proxy(name);
    const cpu = this.#cluster.cpu(name);
    proxy?.hang();
    this.#cluster.tenants?.freeze(name);
    cpu.stall(Infinity);
    return () => {
      proxy?.recover();
      this.#cluster.tenants?.thaw(name);
      cpu.resume();
    };
  }

  /** Begins with the first of its name, and ends with the last. */
  #share(name: string, begin: () => Undo): Undo {
    const shared = this.#shared.get(name) ?? { holders: 0, undo: begin() };
    this.#shared.set(name, shared);
    shared.holders++;
    return () => {
      if (--shared.holders > 0) return;
      if (this.#shared.get(name) === shared) this.#shared.delete(name);
      shared.undo();
    };
  }

  /** Ends what is shared now; the ends of its holders mean nothing any more. */
  #void(name: string): void {
    const shared = this.#shared.get(name);
    if (shared === undefined) return;
    this.#shared.delete(name);
    shared.undo();
    shared.undo = () => undefined;
  }
}

/** A node that does not come back spoils the run. */
function mustListen(error: Error | null): void {
  if (error !== null) throw error;
}

/** Begins for every item; what comes back ends all. */
function each<T>(items: readonly T[], begin: (item: T) => Undo): Undo {
  const undos = items.map(begin);
  return () => {
    for (const undo of undos) undo();
  };
}
