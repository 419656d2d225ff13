import type { Machine } from '../world/world.ts';
import type { Cluster } from './cluster.ts';
import { Holds, type Undo } from './holds.ts';

/** Values in force on one thing, of which several may lie on it. */
class InForce {
  readonly #values = new Map<string, number[]>();

  /** `apply` hears of all that are in force, now and when this one has ended. */
  add(name: string, value: number, apply: (values: readonly number[]) => void): Undo {
    const values = this.#values.get(name) ?? [];
    this.#values.set(name, values);
    values.push(value);
    apply(values);
    return () => {
      values.splice(values.indexOf(value), 1);
      apply(values);
    };
  }
}

/** What befalls processes, and the machines that they run on. */
export class NodeFaults {
  readonly #cluster: Cluster;
  readonly #holds = new Holds();
  readonly #factors = new InForce();
  readonly #limits = new InForce();
  /** Of machines whose tables were made smaller: what they had. */
  readonly #tables = new Map<string, number>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Factors multiply. */
  slow(node: string, factor: number): Undo {
    const cpu = this.#cluster.cpu(node);
    return this.#factors.add(node, factor, (factors) => cpu.slow(factors.reduce((product, one) => product * one, 1)));
  }

  /** The process is gone; the next one is cold. */
  crash(node: string): Undo {
    return this.#holds.hold(`crash ${node}`, () => {
      const proxy = this.#cluster.proxy(node);
      const backend = this.#cluster.backend(node);
      proxy?.crash();
      backend?.crash();
      // A process that is gone does not hang any more, and the next one does not hang yet.
      this.#holds.void(`hang ${node}`);
      return () => {
        proxy?.start(mustListen);
        backend?.start(mustListen);
      };
    });
  }

  hang(node: string): Undo {
    return this.#holds.hold(`hang ${node}`, () => {
      const proxy = this.#cluster.proxy(node);
      proxy?.hang();
      this.#cluster.tenants?.freeze(node);
      const resume = this.stall(node);
      return () => {
        proxy?.recover();
        this.#cluster.tenants?.thaw(node);
        resume();
      };
    });
  }

  /** It is the CPU that pauses: a process that is started meanwhile gets none either. */
  stall(node: string): Undo {
    return this.#holds.hold(`stall ${node}`, () => {
      const cpu = this.#cluster.cpu(node);
      cpu.stall(Infinity);
      return () => cpu.resume();
    });
  }

  /** The lowest limit in force holds; descriptors beyond it stay open. */
  limitFiles(machine: Machine, limit: number): Undo {
    const { name } = machine;
    const own = this.#tables.get(name) ?? machine.fileLimit;
    this.#tables.set(name, own);
    return this.#limits.add(name, limit, (limits) => {
      machine.fileLimit = limits.length === 0 ? own : Math.min(...limits);
    });
  }
}

/** A node that does not come back spoils the run. */
function mustListen(error: Error | null): void {
  if (error !== null) throw error;
}
