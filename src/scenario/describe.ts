/** The entries of a timeline in words, for the log of what happened. */
import type { LinkPattern, NodePatterns, TimelineEntry, ToxicAttributes } from './define.ts';
import { describeTenancy } from './tenancy.ts';

type ToxicEntry = TimelineEntry & { readonly do: 'toxic' };
type UpdateEntry = TimelineEntry & { readonly do: 'update-toxic' };

export function describe(entry: TimelineEntry): string {
  switch (entry.do) {
    case 'slow':
      return `${all(entry.nodes)}: ${entry.factor} times as slow`;
    case 'crash':
    case 'restart':
    case 'hang':
      return `${all(entry.nodes)}: ${entry.do}`;
    case 'stall':
      return `${all(entry.nodes)}: the CPU pauses for ${entry.for}`;
    case 'fd-limit':
      return `${all(entry.nodes)}: ${entry.limit} descriptors`;
    case 'down':
    case 'up':
      return `${linkText(entry.link)}: ${entry.do}`;
    case 'toxic':
      return describeToxic(entry);
    case 'update-toxic':
      return describeUpdate(entry);
    case 'remove-toxic':
      return `${linkText(entry.link)}: ${JSON.stringify(entry.name)} removed`;
    case 'partition':
      return entry.direction === 'one-way'
        ? `partition: nothing from ${all(entry.from)} reaches ${all(entry.to)}`
        : `partition between ${all(entry.from)} and ${all(entry.to)}`;
    case 'deploy': {
      const changes = Object.entries(entry.client ?? {}).map(([name, value]) => `${name} to ${valueText(value)}`);
      const what = changes.length === 0 ? 'processes restarted' : `a release changes ${changes.join(', ')}`;
      return `${all(entry.workloads)}: ${what}`;
    }
    case 'eject':
      return `${all(entry.backends)}: ejected by the engineer`;
    case 'note':
      return entry.says;
    default:
      return describeTenancy(entry);
  }
}

/** What ends an entry that has a `for`. */
export function describeEnd(entry: TimelineEntry): string {
  if (entry.do === 'deploy') return `${all(entry.workloads)}: the release is rolled back`;
  if (entry.do !== 'toxic') return `over: ${describe(entry)}`;
  const { link, type, name } = entry;
  return `over: ${linkText(link)}: ${name === undefined ? type : `${type} ${JSON.stringify(name)}`}`;
}

function describeToxic({ link, type, name, stream, attributes, ...rest }: ToxicEntry): string {
  const { toxicity, toxicityPer, match, maxActive } = rest;
  const words = [
    [type, name === undefined ? '' : JSON.stringify(name), attributes ? `(${attributesText(attributes)})` : ''],
    [stream === 'upstream' ? stream : ''],
    [toxicity === undefined ? '' : `toxicity ${toxicity}`, toxicityPer === 'request' ? 'by request' : ''],
    [match?.command === undefined ? '' : `only ${all(match.command)}`],
    [match?.key === undefined ? '' : `only keys ${plain(match.key)}`],
    [match?.credential === undefined ? '' : `only credential ${plain(match.credential)}`],
    [maxActive === undefined ? '' : `at most ${maxActive} connections`],
  ].map((part) => part.filter(Boolean).join(' '));
  return `${linkText(link)}: ${words.filter(Boolean).join(', ')}`;
}

function describeUpdate({ link, name, attributes, toxicity }: UpdateEntry): string {
  const words = [
    attributes === undefined ? '' : attributesText(attributes),
    toxicity === undefined ? '' : `toxicity ${toxicity}`,
  ];
  return `${linkText(link)}: ${JSON.stringify(name)} changed to ${words.filter(Boolean).join(', ')}`;
}

function attributesText(attributes: ToxicAttributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(', ');
}

function linkText({ from, to }: LinkPattern): string {
  return `link ${all(from)} to ${all(to)}`;
}

function all(patterns: NodePatterns): string {
  return [patterns].flat().join(', ');
}

/** Quoted only where it has to be, to be one line. */
function plain(text: string): string {
  return /^[^\s"]+$/.test(text) ? text : JSON.stringify(text);
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
