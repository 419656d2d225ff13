/**
 * Little's law, L = X R, over a whole run: what the bookkeeping of three parts has to agree on. L is counted by the flow
 * meter, which knows how many operations are in flight and not which. X and R come from the recorder's histograms, which
 * know when operations ended and how long they took, and nothing of what was in flight.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import steadyState from '../scenarios/steady-state.ts';
import { decodeHdr } from './measure/hdr.ts';
import { runScenario } from './scenario/run.ts';
import { SECOND } from './world/world.ts';

const PHASES = { warmup: 30, baseline: 30, fault: 60, recovery: 60 };

test("Little's law holds within 1 % in every phase of steady-state", async () => {
  const { figures, health } = await runScenario({
    scenario: steadyState,
    seed: '1',
    world: 'virtual',
    role: 'incident',
  });
  assert.equal(
    figures.littlesLaw.map(({ phase }) => phase),
    Object.keys(PHASES),
  );
  for (const { phase, inFlight, product, error } of figures.littlesLaw) {
    let operations = 0;
    let latencySum = 0;
    for (const workload of figures.workloads) {
      const { histogram } = workload.phases.find((one) => one.phase === phase)!.all;
      operations += decodeHdr(histogram).count;
      latencySum += decodeHdr(histogram).valueSum;
    }
    const seconds = PHASES[phase];
    const throughput = operations / seconds;
    const meanSeconds = latencySum / operations / SECOND;
    console.log(
      `${phase}: L ${inFlight}, residence ${product}, X ${throughput.toFixed(1)}/s, R ${(1000 * meanSeconds).toFixed(4)} ms`,
    );
    assert.ok(throughput > 1000 && inFlight > 1, 'the comparison is about something');
    const says = `${phase}: expected L = X R, got ${inFlight} and`;
    assert.ok(Math.abs(throughput * meanSeconds - inFlight) <= 0.01 * inFlight, `${says} ${throughput * meanSeconds}`);
    assert.ok(Math.abs(product - inFlight) <= 0.01 * inFlight, `${says} ${product} by the flow meter`);
    assert.ok(error <= 0.01, `${phase}: expected an error of 0.01 at most to be reported, got ${error}`);
  }
  assert.is(health.valid, true, health.reasons.join('; '));
});

test.run();
