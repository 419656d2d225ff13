import type { Cluster } from '../cluster/cluster.ts';
import type { AlertChange } from '../oncall/alert.ts';
import { Duty, type PageOfRule } from '../oncall/duty.ts';
import { Monitor } from '../oncall/monitor.ts';
import type { PageEntry } from '../oncall/page.ts';
import type { Generator } from '../workload/generator.ts';
import type { Nanos, World } from '../world/world.ts';
import type { Scenario } from './define.ts';
import { perform } from './oncall-deed.ts';
import type { AlertFigures, OncallFigures, PagingFigures } from './oncall-figures.ts';
import { readingOf } from './oncall-reading.ts';
import { entryText, roundText } from './oncall-words.ts';
import type { ResolvedOncall } from './resolve-oncall.ts';
import type { ResolvedScenario } from './resolve.ts';
import { secondsAt } from './seconds.ts';
import type { TimelineEvent } from './timeline.ts';

export interface OncallHost {
  readonly world: World;
  readonly cluster: Cluster;
  readonly generators: readonly Generator[];
  readonly scenario: Scenario;
  readonly resolved: ResolvedScenario;
  /** Where what happens is written down. */
  readonly events: TimelineEvent[];
}

type Open<T> = { -readonly [K in keyof T]: T[K] };

/** The monitor and the people on call while a run goes on, and what they did. */
export class OncallRun {
  readonly #host: OncallHost;
  readonly #oncall: ResolvedOncall;
  readonly #duty: Duty;
  readonly #alerts: Open<AlertFigures>[] = [];
  readonly #pages = new Map<PageOfRule, Open<PagingFigures> & { log: PagingFigures['log'][number][] }>();
  /** When each message of a page was sent. */
  readonly #sent = new Map<string, Nanos>();
  #monitor: Monitor | null = null;

  constructor(host: OncallHost, oncall: ResolvedOncall) {
    const { world } = host;
    this.#host = host;
    this.#oncall = oncall;
    this.#duty = new Duty({
      clock: world.clock,
      rng: (rule, page) => world.rng(`oncall/${rule}/${page}`),
      rules: oncall.rules(),
      policy: oncall.policy,
      people: oncall.people,
      act: (page, person) => this.#act(page, oncall.nameOf(person)),
      onAlert: (change, pendingAt) => this.#alert(change, pendingAt),
      onPage: (page, entry) => this.#entry(page, entry),
    });
  }

  /** Null: nobody is on call. */
  static of(host: OncallHost): OncallRun | null {
    const { oncall } = host.resolved;
    return oncall === null ? null : new OncallRun(host, oncall);
  }

  /** The monitor scrapes from now on. */
  begin(): void {
    const { world, cluster, generators, resolved } = this.#host;
    const { clock } = world;
    const read = readingOf(clock, cluster, generators);
    this.#monitor = new Monitor({ clock, read, interval: this.#oncall.interval, until: resolved.end }, (scrape) =>
      this.#duty.look(scrape),
    );
  }

  /** When alerts fired, in seconds of the scenario. */
  get alerts(): number[] {
    return this.#alerts.map(({ firedAt }) => firedAt);
  }

  figures(): OncallFigures {
    return { alerts: this.#alerts, pages: [...this.#pages.values()] };
  }

  #alert({ at, rule, kind, says }: AlertChange, pendingAt: Nanos | null): void {
    if (kind === 'firing') {
      const held = (at - pendingAt!) * this.#host.resolved.compress;
      this.#tell(at, `alert ${rule} fires: ${says}${held === 0 ? '' : ` for ${roundText(held)}`}`);
      const firing = { rule, pendingAt: this.#seconds(pendingAt!), firedAt: this.#seconds(at), resolvedAt: null, says };
      this.#alerts.push(firing);
      return;
    }
    this.#tell(at, `alert ${rule} is resolved: ${says}`);
    const firing = this.#alerts.find((alert) => alert.rule === rule && alert.resolvedAt === null);
    firing!.resolvedAt = this.#seconds(at);
  }

  #entry(page: PageOfRule, entry: PageEntry): void {
    const { at, kind, channel } = entry;
    const person = this.#oncall.nameOf(entry.person);
    this.#pageOf(page).log.push({ at: this.#seconds(at), kind, person, channel });
    const message = `${page.rule} ${page.number} ${entry.person} ${channel}`;
    if (kind === 'sent') this.#sent.set(message, at);
    const since = (at - (this.#sent.get(message) ?? at)) * this.#host.resolved.compress;
    const text = entryText({ entry, rule: page.rule, who: person, since });
    if (text !== null) this.#tell(at, text);
  }

  #act(page: PageOfRule, by: string): void {
    const { world, cluster, scenario, generators, events } = this.#host;
    const scrapes = this.#monitor?.recent ?? [];
    const { nodes, says } = perform(this.#oncall, { by, cluster, scenario, generators, scrapes });
    const at = world.clock.now();
    this.#pageOf(page).deed = { at: this.#seconds(at), by, nodes, says };
    events.push({ at, kind: nodes.length === 0 ? 'note' : 'cure', text: says });
  }

  #pageOf(page: PageOfRule): Open<PagingFigures> & { log: PagingFigures['log'][number][] } {
    const known = this.#pages.get(page);
    if (known !== undefined) return known;
    const figures = { rule: page.rule, sentAt: this.#seconds(page.at), log: [], deed: null };
    this.#pages.set(page, figures);
    return figures;
  }

  #tell(at: Nanos, text: string): void {
    this.#host.events.push({ at, kind: 'note', text });
  }

  #seconds(t: Nanos): number {
    return secondsAt(this.#host.resolved, t);
  }
}
