/** What the words of a report mean, for whoever points at them. Exact and at length: reports/README.md. */

const DEFINITIONS: Readonly<Record<string, string>> = {
  // How soon.
  'time to detect': 'From the fault’s begin (t0) to the first alert, of a monitor or of the timeline.',
  'burn-rate page':
    'From t0 until failures burnt the error budget 14.4 times too fast over 1 h and 5 min, or 6 times over 6 h and 30 min.',
  'first ejection': 'From the begin of its own fault until the quickest proxy took a sick backend out of its ring.',
  'time to eject':
    'Median over all pairs of a proxy and a backend that is sick for it: from the pair’s fault to its first ejection. A pair that never ejects counts as infinite.',
  'time to first harm':
    'From t0 to the begin of the first window that violates the SLO: its p99 is above the limit, or it has less than 99 % of the control’s answers in time.',
  'time to recover': 'From t0 to the end of the last window that violates the SLO; “never” when the run ends in one.',
  hysteresis:
    'How long the harm outlived t1, the end of the fault or its cure. Metastable: by more than 60 s and 3 client timeouts after the last sick backend was asked.',
  'violating windows':
    'Windows from t0 on with a p99 above the SLO, or less than 99 % of the answers in time that the control gave in them.',
  // What was taken out.
  ejections: 'How often some proxy took some backend out of its ring, by its policy or because a person told it to.',
  'ejection precision': 'True ejections of all: the backend was faulty for that proxy, or had been up to 30 s before.',
  'false ejections':
    'Ejections of backends that were well, per hour in which a backend was healthy, by all proxies together.',
  // Where the load went.
  'herd tips over':
    'The first window after the baseline in which new connections of some proxy exceed 3 times its own baseline.',
  'affected proxies': 'Proxies whose new connections exceeded 3 times their own baseline in some window.',
  'connection herd': 'The highest window of new connections on any proxy over that proxy’s own baseline.',
  'herd factor':
    'The highest window of requests on a healthy backend over its own baseline. If f of N are lost, a fair share is N/(N-f).',
  'retry amplification':
    'Requests that proxies passed on to backends for each operation that clients began. Below 1: many never came so far.',
  // What it cost.
  'goodput loss':
    '(control - incident) / control of answers in time, from t0 until the fault is over and the last violating window, too.',
  'answers lost': 'Answers in time that the control gave and the incident did not, from t0 to the end.',
  availability:
    'Operations answered within their deadline, of all that ended, from t0 on. Nines are -log10 of what is missing.',
  'burn rate':
    'How many times faster than the SLO allows its error budget was spent: (1 - availability) / (1 - the SLO’s).',
  'hit-rate dip': 'Hit rate of the baseline minus that of the lowest window from t0 on, as clients saw it.',
  'blast radius':
    'The share that was below the SLO in the fault’s phase: more than 1 % of what they asked for failed or took longer than its p99.',
  // Tables.
  p50: 'Half of the answers were at least so quick. Latency counts from the intended send time.',
  p99: '99 of 100 answers were at least so quick; needs 10,000 samples. Latency counts from the intended send time.',
  'p99.9':
    '999 of 1,000 answers were at least so quick; needs 100,000 samples. Latency counts from the intended send time.',
  control: 'The paired run: same seed, same arrivals, no faults.',
  'goodput/s': 'Answers within the deadline, per second.',
  trips:
    'How often a page waited for the network, on average: to connect, for each exchange of a sign-in, for each exchange of requests.',
  slowdown: 'Median page latency over that of persistent clients with as many operations a page.',
  'turned away': 'Connections that were not usable when their clients wanted them, for the server’s sake.',
  'per page': 'Connections that were signed in, for each page.',
  // Health.
  counts: 'Clients, proxies and backends count separately; what each says must agree.',
  'load achieved': 'Operations sent, of those that were to be sent. Below 99 % a run is invalid.',
  'send lag p99':
    'How late requests left, against their intended time. Above 2 ms, or 10 % of the median, a run is invalid.',
  "Little's law":
    'Mean number in flight = throughput x mean time in the system. Two ways to count; the error is their difference.',
  'event loop busy': 'Live runs: share of the time in which the harness itself was at work.',
  'other processes': 'Live runs: CPU that others took from the machine. Above 5 % a run is invalid.',
  // Comparisons.
  lost: '(control - run) / control of answers in time to what began in the fault’s phase or the recovery’s: median over the seeds.',
  quartiles: 'Half of the seeds lie between these.',
  metastable:
    'Runs in which the trouble outlived its cause by more than 60 s and 3 client timeouts, of those that can tell.',
};

/** In a sentence or two; undefined: the word explains itself. */
export function definitionOf(word: string): string | undefined {
  return Object.hasOwn(DEFINITIONS, word) ? DEFINITIONS[word] : undefined;
}

/** Words and definitions, in the order of the sections that use them. */
export function allDefinitions(): [word: string, definition: string][] {
  return Object.entries(DEFINITIONS);
}
