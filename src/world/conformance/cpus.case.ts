import * as assert from 'uvu/assert';
import { MICROSECOND, MILLISECOND, type Nanos } from '../world.ts';
import type { Row } from './driver.case.ts';
import { assertTime, type Kit } from './kit.case.ts';

/** Runs jobs that note their name and time. */
function journal(kit: Kit): { names: string[]; times: Nanos[]; job(name: string): ReturnType<Kit['task']> } {
  const names: string[] = [];
  const times: Nanos[] = [];
  const job = (name: string): ReturnType<Kit['task']> =>
    kit.task(name, () => {
      names.push(name);
      times.push(kit.now);
    });
  return { names, times, job };
}

export const cpus: readonly Row[] = [
  {
    name: 'cpu.run never runs its task within the call; jobs run in order, whatever they cost',
    why: 'a handler goes on after run with its own state',
    async run(kit) {
      const { names, job } = journal(kit);
      const cpu = kit.world.cpu('node');
      await kit.within(() => {
        cpu.run(0, job('a'));
        cpu.run(50 * MICROSECOND, job('b'));
        cpu.run(0, job('c'));
        assert.equal(names, []);
        assert.is(cpu.depth(), 3);
      });
      await kit.until('all ran', () => names.length === 3);
      assert.equal(names, ['a', 'b', 'c']);
      assert.is(cpu.depth(), 0);
    },
  },
  {
    name: 'a job that runs a job: it comes after it, behind those that wait',
    why: 'the stages of a request must not overtake other requests',
    async run(kit) {
      const { names, job } = journal(kit);
      const cpu = kit.world.cpu('node');
      await kit.within(() => {
        cpu.run(
          0,
          kit.task('outer', () => cpu.run(0, job('inner'))),
        );
        cpu.run(0, job('second'));
      });
      await kit.until('all ran', () => names.length === 2);
      assert.equal(names, ['second', 'inner']);
    },
  },
  {
    name: 'a slow cpu takes factor times the cost, one job after the other',
    why: 'the brownout itself',
    async run(kit) {
      const { names, times, job } = journal(kit);
      const cpu = kit.world.cpu('node');
      let start = 0;
      await kit.within(() => {
        start = kit.now;
        cpu.slow(10);
        cpu.run(MILLISECOND, job('a'));
        cpu.run(MILLISECOND, job('b'));
      });
      await kit.until('both ran', () => names.length === 2);
      assert.equal(names, ['a', 'b']);
      assertTime(kit, times[0]! - start, 10 * MILLISECOND, 'a');
      assertTime(kit, times[1]! - start, 20 * MILLISECOND, 'b');
      assertTime(kit, cpu.busy(), 20 * MILLISECOND, 'busy');
    },
  },
  {
    name: 'the rest of the job in service takes the new factor',
    why: 'a fault must end when it is lifted, not when the last slow job is through',
    async run(kit) {
      const { names, times, job } = journal(kit);
      const cpu = kit.world.cpu('node');
      await kit.within(() => {
        cpu.slow(1000);
        cpu.run(100 * MILLISECOND, job('a'));
        cpu.run(0, job('b'));
      });
      await kit.pass(5 * MILLISECOND);
      assert.equal(names, []);
      await kit.within(() => cpu.slow(1));
      const start = kit.now;
      await kit.until('both ran', () => names.length === 2);
      assert.equal(names, ['a', 'b']);
      assert.ok(times[1]! - start < 5_000 * MILLISECOND, 'not the hundred seconds that it would have taken');
    },
  },
  {
    name: 'a stalled cpu does nothing until resume; then its jobs run in the order of run',
    why: 'a hung process wakes up and goes on where it was',
    async run(kit) {
      const { names, job } = journal(kit);
      const cpu = kit.world.cpu('node');
      await kit.within(() => {
        cpu.run(MILLISECOND, job('in service'));
        cpu.run(0, job('waiting'));
        cpu.stall(Infinity);
        cpu.run(0, job('later'));
      });
      await kit.pass(10 * MILLISECOND);
      assert.equal(names, []);
      assert.is(cpu.depth(), 3);
      await kit.within(() => cpu.resume());
      await kit.until('all ran', () => names.length === 3);
      assert.equal(names, ['in service', 'waiting', 'later']);
      await kit.within(() => cpu.resume());
    },
  },
  {
    name: 'a stall ends by itself; a second one prolongs it',
    why: 'a pause of the garbage collector, and one more',
    async run(kit) {
      const { names, times, job } = journal(kit);
      const cpu = kit.world.cpu('node');
      let start = 0;
      await kit.within(() => {
        start = kit.now;
        cpu.stall(5 * MILLISECOND);
        cpu.run(0, job('a'));
        cpu.stall(15 * MILLISECOND);
        cpu.stall(MILLISECOND);
      });
      await kit.until('it ran', () => names.length === 1);
      assertTime(kit, times[0]! - start, 15 * MILLISECOND, 'a');
    },
  },
  {
    name: 'the job in service is paused by a stall, not lost, and goes on with what is left',
    why: 'work that was done is not done again',
    async run(kit) {
      const { names, times, job } = journal(kit);
      const station = kit.world.station('database', 1);
      let start = 0;
      await kit.within(() => {
        start = kit.now;
        station.run(200 * MILLISECOND, job('a'));
        station.run(MILLISECOND, job('b'));
      });
      await kit.pass(5 * MILLISECOND);
      await kit.within(() => station.stall(10 * MILLISECOND));
      await kit.until('both ran', () => names.length === 2);
      assert.equal(names, ['a', 'b']);
      assertTime(kit, times[0]! - start, 210 * MILLISECOND, 'a');
      assertTime(kit, times[1]! - start, 211 * MILLISECOND, 'b');
    },
  },
  {
    name: 'a station takes the cost in both worlds, with as many jobs at once as it has servers',
    why: 'authentication is finite everywhere',
    async run(kit) {
      const { names, times, job } = journal(kit);
      const station = kit.world.station('auth', 2);
      let start = 0;
      await kit.within(() => {
        start = kit.now;
        for (const name of ['a', 'b', 'c', 'd']) station.run(10 * MILLISECOND, job(name));
        assert.is(station.depth(), 4);
      });
      await kit.until('all ran', () => names.length === 4);
      assert.equal(names, ['a', 'b', 'c', 'd']);
      for (const [i, ms] of [10, 10, 20, 20].entries()) {
        assertTime(kit, times[i]! - start, ms * MILLISECOND, names[i]!);
      }
      assert.is(station.depth(), 0);
    },
  },
  {
    name: 'clear forgets what waits and what is in service; what comes later runs',
    why: 'a process that died does not finish its requests after its restart',
    async run(kit) {
      const { names, job } = journal(kit);
      const cpu = kit.world.cpu('node');
      const station = kit.world.station('auth', 1);
      await kit.within(() => {
        cpu.run(0, job('forgotten'));
        cpu.run(MICROSECOND, job('forgotten'));
        station.run(MILLISECOND, job('forgotten'));
        station.run(MILLISECOND, job('forgotten'));
        for (const server of [cpu, station]) {
          server.clear();
          assert.is(server.depth(), 0);
          server.run(MICROSECOND, job('kept'));
          assert.is(server.depth(), 1);
        }
        assert.equal(names, []);
      });
      await kit.pass(5 * MILLISECOND);
      assert.equal(names, ['kept', 'kept']);
    },
  },
];
