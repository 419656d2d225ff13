import type { LinkEvent } from '../link/link-event.ts';
import type { Link } from '../link/link.ts';
import type { Cluster } from './cluster.ts';
import { each, Holds, type Undo } from './holds.ts';
import { LinkFaults } from './link-faults.ts';
import { NodeFaults } from './node-faults.ts';
import type { Change, Fault, LinkName } from './plan.ts';

/**
 * Faults in force. Each can be ended once, by its own time or on the way out, in any order: where several lie on one
 * thing, slow factors multiply, toxics add up, the lowest limit holds, and what can only be so or not so lasts until the
 * last of them ends.
 */
export class FaultBox {
  readonly #cluster: Cluster;
  readonly #ends = new Set<Undo>();
  readonly #nodeFaults: NodeFaults;
  readonly #linkFaults = new LinkFaults();
  readonly #ejections = new Holds();
  /** Depth of what is being done just now. */
  #acting = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#nodeFaults = new NodeFaults(cluster);
  }

  /** Returns what ends it; ending it twice does no harm. Throws a `LinkError`; then nothing has begun. */
  inject(fault: Fault): Undo {
    const undo = this.#act(() => this.#begin(fault));
    const end = (): void => {
      if (this.#ends.delete(end)) this.#act(undo);
    };
    this.#ends.add(end);
    return end;
  }

  /** What stays as it is made. Throws a `LinkError`; then nothing has changed. */
  change(change: Change): void {
    const links = this.#links(change.links);
    this.#act(() => {
      switch (change.kind) {
        case 'update-toxic':
          return this.#linkFaults.update(links, change.name, change.update);
        case 'remove-toxic':
          return this.#linkFaults.remove(links, change.name);
        case 'up':
          for (const link of links) this.#linkFaults.up(link);
      }
    });
  }

  /** Also of what others did to links. */
  endAll(): void {
    for (const end of [...this.#ends]) end();
    this.#act(() => {
      for (const link of this.#cluster.links) if (link.down || link.toxics.length > 0) link.reset();
    });
  }

  /** True when somebody else than this box did it. */
  heard(link: Link, event: LinkEvent): boolean {
    const byHand = this.#acting === 0;
    this.#linkFaults.heard(link, event, byHand);
    return byHand;
  }

  #begin(fault: Fault): Undo {
    const nodeFaults = this.#nodeFaults;
    switch (fault.kind) {
      case 'slow':
        return each(this.#nodes(fault.nodes), (node) => nodeFaults.slow(node, fault.factor));
      case 'crash':
        return each(this.#nodes(fault.nodes), (node) => nodeFaults.crash(node));
      case 'hang':
        return each(this.#nodes(fault.nodes), (node) => nodeFaults.hang(node));
      case 'stall':
        return each(this.#nodes(fault.nodes), (node) => nodeFaults.stall(node));
      case 'fd-limit': {
        const machines = new Set(fault.nodes.map((name) => this.#cluster.machineOf(name)));
        return each([...machines], (machine) => nodeFaults.limitFiles(machine, fault.limit));
      }
      case 'down':
        return each(this.#links(fault.links), (link) => this.#linkFaults.down(link));
      case 'toxic':
        return each(this.#links(fault.links), (link) => this.#linkFaults.toxic(link, fault.toxic));
      case 'eject':
        return each(fault.proxies, (name) => this.#eject(name, fault.backends, fault.by));
    }
  }

  #eject(name: string, backends: readonly string[], by: string): Undo {
    const proxy = this.#cluster.proxy(name)!;
    return each(backends, (backend) =>
      this.#ejections.hold(`${name} ${backend}`, () => {
        const index = this.#cluster.backendIndex(backend);
        proxy.eject(index, by);
        return () => proxy.readmit(index);
      }),
    );
  }

  #nodes(names: readonly string[]): string[] {
    return names.flatMap((name) => this.#cluster.nodesOf(name));
  }

  #links(names: readonly LinkName[]): Link[] {
    return names.map(({ from, to }) => this.#cluster.link(from, to));
  }

  #act<T>(deed: () => T): T {
    this.#acting++;
    try {
      return deed();
    } finally {
      this.#acting--;
    }
  }
}
