/** Prometheus' text format, counted when it is asked for. */
import type { ControlledProxy } from './proxies.ts';

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  samples(proxy: ControlledProxy): readonly Sample[];
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const STREAMS = ['downstream', 'upstream'] as const;

/** The first two are Toxiproxy's, the rest is ours. */
const FAMILIES: readonly Family[] = [
  {
    name: 'toxiproxy_proxy_received_bytes_total',
    help: 'The total number of bytes received on a given proxy link in a given direction',
    type: 'counter',
    samples: (proxy) => traffic(proxy, 'received'),
  },
  {
    name: 'toxiproxy_proxy_sent_bytes_total',
    help: 'The total number of bytes sent on a given proxy link in a given direction',
    type: 'counter',
    samples: (proxy) => traffic(proxy, 'sent'),
  },
  {
    name: 'brownout_proxy_connections',
    help: 'Open connections of a proxy',
    type: 'gauge',
    samples: ({ name, link }) => [{ labels: { proxy: name }, value: link.connections }],
  },
  {
    name: 'brownout_proxy_failures_total',
    help: 'Clients for whom no connection to the upstream came about',
    type: 'counter',
    samples: ({ name, failures }) => [{ labels: { proxy: name }, value: failures }],
  },
  {
    name: 'brownout_toxic_connections_total',
    help: 'Connections that a toxic has hit',
    type: 'counter',
    samples: (proxy) => toxics(proxy, 'connections'),
  },
  {
    name: 'brownout_toxic_bytes_total',
    help: 'Bytes that a toxic has had to do with',
    type: 'counter',
    samples: (proxy) => toxics(proxy, 'bytes'),
  },
];

export function metricsText(proxies: readonly ControlledProxy[], subscribers: number): string {
  const families = FAMILIES.map(({ name, help, type, samples }) => {
    const lines = proxies
      .flatMap((proxy) => samples(proxy))
      .map(({ labels, value }) => `${name}${shown(labels)} ${value}`);
    return familyText({ name, help, type }, lines);
  });
  const events = { name: 'brownout_event_subscribers', help: 'Who is told of events', type: 'gauge' } as const;
  return [...families, familyText(events, [`${events.name} ${subscribers}`])].join('');
}

function familyText({ name, help, type }: Omit<Family, 'samples'>, lines: readonly string[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

function traffic({ name, listen, upstream, link }: ControlledProxy, count: 'received' | 'sent'): Sample[] {
  return STREAMS.map((direction) => ({
    labels: { direction, listener: listen, proxy: name, upstream },
    value: link.traffic[direction][count],
  }));
}

function toxics({ name, link }: ControlledProxy, count: 'connections' | 'bytes'): Sample[] {
  return link.toxics.map((toxic) => ({
    labels: { proxy: name, stream: toxic.stream, toxic: toxic.name, type: toxic.type },
    value: link.counts(toxic.name)[count],
  }));
}

function shown(labels: Sample['labels']): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join()}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
