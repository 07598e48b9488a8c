import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Simulation, unsent } from './simulation.js';
import { agentScope, type Change } from './world.js';

const change: fc.Arbitrary<Change> = fc.record({
  model: fc.constantFrom('Message', 'ReasoningStep'),
  id: fc.constantFrom('one', 'two', 'three'),
  action: fc.constantFrom('insert', 'insert', 'update', 'update', 'delete'),
  fields: fc.record({ content: fc.string({ maxLength: 2 }) }),
});

const acts = {
  serverReads: (sim: Simulation) => sim.serverReads(),
  clientReads: (sim: Simulation) => sim.clientReads(),
  serverAnswers: (sim: Simulation, which: number) => sim.serverAnswers(which),
  clientGetsAnswer: (sim: Simulation, which: number) => sim.clientGetsAnswer(which),
  open: (sim: Simulation) => sim.open(),
  break: (sim: Simulation) => sim.break(),
  fire: (sim: Simulation, which: number) => sim.fire(which),
  failRequest: (sim: Simulation) => sim.failRequest(),
  resync: (sim: Simulation) => sim.resync('bootstrap'),
  resyncCompacted: (sim: Simulation) => sim.resync('compacted'),
  retain: (sim: Simulation, which: number) => sim.retain(which),
  forget: (sim: Simulation, which: number) => sim.forget(which),
  newEpoch: (sim: Simulation) => sim.newEpoch(),
  elsewhere: (sim: Simulation) => sim.world.elsewhere(),
  /** What a faulty gateway might do: lose events, send them twice, or late, or say too soon that all was sent. */
  lose: (sim: Simulation) => sim.spoil((frame) => (frame.type === 'delta' ? [] : [frame])),
  loseSubscribed: (sim: Simulation) => sim.spoil((frame) => (frame.type === 'subscribed' ? [] : [frame])),
  double: (sim: Simulation) => sim.spoil((frame) => (frame.type === 'delta' ? [frame, frame] : [frame])),
  delay: (sim: Simulation) => {
    const late = sim.down[0]?.type === 'delta' ? sim.down.splice(0, 1) : [];
    sim.down.push(...late);
  },
} as const;

const act = fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[]));
const usual = fc.constantFrom('serverReads', 'clientReads', 'serverAnswers', 'clientGetsAnswer', 'open');

describe('contract 7, 8: a client against a server over a bad network', () => {
  it('comes to show what the server holds, whatever was lost, doubled, swapped, dropped by retention or cut off', () => {
    const climbed = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.oneof(act, usual, usual, change), fc.nat(3)), { maxLength: 150, size: 'max' }),
        change,
        (steps, last) => {
          const sim = new Simulation();
          sim.feed({ type: 'open', scope: agentScope, models: null });
          for (const [what, which] of steps) {
            typeof what === 'string' ? acts[what as keyof typeof acts](sim, which) : sim.commit(what);
          }
          sim.settle();
          // Who lost the last frame of all can't know; the next event tells.
          sim.commit({ ...last, action: 'insert', id: 'last' });
          sim.settle();
          expect(sim.machine.scopes.get(agentScope)?.phase).toBe('live');
          const expected = new Map(sim.world.rowsAt(sim.world.head)).set(
            'Message:unsent',
            unsent.data as never,
          );
          expect(sim.shown()).toEqual(expected);
          sim.climbed.forEach((rung) => {
            climbed.set(rung, (climbed.get(rung) ?? 0) + 1);
          });
        },
      ),
      { numRuns: 1_000 },
    );
    for (const rung of ['delta', 'compacted', 'bootstrap']) {
      expect(climbed.get(rung), rung).toBeGreaterThan(50);
    }
  });
});
