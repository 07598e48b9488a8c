import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelNames, type Row } from '../src/model.js';
import { compareRows } from '../src/ordered.js';
import type { Overlay } from '../src/overlay.js';
import {
  addOverlay,
  confirmOverlay,
  dropOverlay,
  emptyReplica,
  foldEvents,
  foldRows,
  type Replica,
  replaceAll,
} from '../src/replica.js';
import { Model, type Sent } from './plain.js';
import { agentIds, agentScope, type Change, World } from './world.js';

const change: fc.Arbitrary<Change> = fc.record({
  model: fc.constantFrom('Agent', 'Message', 'ReasoningStep', 'CodeChange', 'Payment'),
  id: fc.constantFrom('one', 'two', 'three', 'four'),
  action: fc.constantFrom('insert', 'insert', 'update', 'update', 'delete'),
  fields: fc.record({ content: fc.string({ maxLength: 2 }) }),
});

function shown(replica: Replica): Map<string, Row> {
  const rows = modelNames.flatMap((model) =>
    [...replica.tables[model].values()].map((row): [string, Row] => [`${model}:${row.id}`, row]),
  );
  return new Map(rows);
}

describe('fold', () => {
  const history = fc.array(fc.option(change, { freq: 4 }), {
    maxLength: 40,
    size: 'max',
  });

  it('R1: snapshot at A + the events in (A, B], in frames of any size, or compacted = snapshot at B', () => {
    fc.assert(
      fc.property(
        history,
        fc.nat(40),
        fc.nat(40),
        fc.integer({ min: 1, max: 7 }),
        (changes, from, to, frame) => {
          const world = new World(agentScope);
          for (const each of changes) {
            each === null ? world.elsewhere() : world.commit(each);
          }
          const a = Math.min(from, to, world.head);
          const b = Math.min(Math.max(from, to), world.head);
          let replica = replaceAll(emptyReplica(agentScope), world.snapshot(a), []);
          const events = world.between(a, b);
          for (let index = 0; index < events.length; index += frame) {
            const part = events.slice(index, index + frame);
            replica = foldEvents(replica, part, part.at(-1)?.id ?? a);
          }
          expect(shown(replica)).toEqual(world.rowsAt(b));
          const before = replaceAll(emptyReplica(agentScope), world.snapshot(a), []);
          expect(shown(foldRows(before, world.compacted(a, b)))).toEqual(world.rowsAt(b));
        },
      ),
    );
  });

  it('R5: keeps a row that a snapshot says again, also one with a list in it, and its list of postings', () => {
    const rows = () => ({
      CodeChanges: [{ id: 'c', agent_id: 'a', files: [{ path: 'f', added: 1, removed: 0 }] }],
      Postings: ['x', 'y', 'x'].map((account_id, at) => ({ id: `${at}`, account_id, created_at: `${at}` })),
    });
    const first = replaceAll(emptyReplica(agentScope), { models: rows(), lastSyncId: 1, epoch: 'e' }, []);
    const again = replaceAll(first, { models: rows(), lastSyncId: 2, epoch: 'e' }, []);
    expect(again.tables.CodeChange.get('c')).toBe(first.tables.CodeChange.get('c'));
    expect(again.tables.Posting.byAccount('x').map(({ id }) => id)).toEqual(['0', '2']);
    expect(again.tables.Posting.byAccount('x')[0]).toBe(first.tables.Posting.get('0'));
    const changed = rows();
    changed.CodeChanges[0] = { id: 'c', agent_id: 'a', files: [] };
    const other = replaceAll(again, { models: changed, lastSyncId: 3, epoch: 'e' }, []);
    expect(other.tables.CodeChange.get('c')?.files).toEqual([]);
  });

  it('passes over models that it does not know', () => {
    const world = new World(agentScope);
    const event = world.commit({ model: 'Message', id: 'one', action: 'insert', fields: {} });
    const replica = foldEvents(emptyReplica(agentScope), [{ ...event, model: 'Weather' } as never], 1);
    expect(shown(replica).size).toBe(0);
    expect(replica.lastSyncId).toBe(1);
  });
});

type Op =
  | { do: 'elsewhere'; change: Change }
  | { do: 'deliver'; count: number }
  | { do: 'resync' }
  | { do: 'compact' }
  | { do: 'mutate'; change: Change }
  | { do: 'hear'; change: Change; late: boolean }
  | { do: 'accept'; which: number }
  | { do: 'refuse'; which: number }
  | { do: 'answer'; which: number };

const op: fc.Arbitrary<Op> = fc.oneof(
  fc.record({ do: fc.constant('elsewhere' as const), change }),
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 3 }) }),
  },
  fc.record({ do: fc.constant('resync' as const) }),
  fc.record({ do: fc.constant('compact' as const) }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mutate' as const), change }) },
  fc.record({ do: fc.constant('hear' as const), change, late: fc.boolean() }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('accept' as const), which: fc.nat(3) }) },
  fc.record({ do: fc.constant('refuse' as const), which: fc.nat(3) }),
  fc.record({ do: fc.constant('answer' as const), which: fc.nat(3) }),
);

function run(model: Model, replica: Replica, step: Op): Replica {
  const { world } = model;
  switch (step.do) {
    case 'elsewhere':
      world.commit(step.change);
      return replica;
    case 'deliver': {
      const events = world.between(model.cursor).slice(0, step.count);
      const cursor = events.at(-1)?.id ?? world.head;
      model.reach(cursor);
      return foldEvents(replica, events, cursor);
    }
    case 'resync': {
      model.reach(world.head);
      const pending = model.overlays;
      model.overlays = [];
      for (const overlay of pending) {
        model.add(overlay);
      }
      return replaceAll(replica, world.snapshot(), pending);
    }
    case 'compact': {
      const changed = world.compacted(model.cursor);
      model.reach(world.head, false);
      return foldRows(replica, JSON.parse(JSON.stringify(changed)));
    }
    case 'mutate': {
      const overlay = model.overlayOf(step.change);
      model.sent.push({ overlay, change: { ...step.change, id: overlay.id }, syncId: null });
      model.add(overlay);
      return addOverlay(replica, overlay);
    }
    case 'hear':
      return hear(model, replica, step.change, step.late);
    case 'accept': {
      const sent = model.sent[step.which % Math.max(model.sent.length, 1)];
      if (sent && sent.syncId === null) {
        world.commit({ ...sent.change, mutationId: sent.overlay.mutationId });
        sent.syncId = world.head;
      }
      return replica;
    }
    case 'refuse':
      return refuse(model, replica, step.which);
    case 'answer':
      return answer(model, replica, step.which);
  }
}

/** Another tab tells of a mutation that was answered, perhaps after its event. */
function hear(model: Model, replica: Replica, wished: Change, late: boolean): Replica {
  const { world } = model;
  const overlay = model.overlayOf(wished);
  const event = world.commit({ ...wished, id: overlay.id, mutationId: overlay.mutationId });
  if (event === undefined) {
    return replica;
  }
  const next = late ? run(model, replica, { do: 'deliver', count: world.head }) : replica;
  const told = { ...overlay, syncId: event.id };
  if (event.id > model.cursor) {
    model.add(told);
  }
  return addOverlay(next, told);
}

function refuse(model: Model, replica: Replica, which: number): Replica {
  const sent = model.take(which);
  if (!sent || sent.syncId !== null) {
    return sent ? answered(model, replica, sent) : replica;
  }
  model.overlays = model.overlays.filter(({ mutationId }) => mutationId !== sent.overlay.mutationId);
  return dropOverlay(replica, sent.overlay.mutationId);
}

function answer(model: Model, replica: Replica, which: number): Replica {
  const sent = model.sent[which % Math.max(model.sent.length, 1)];
  return sent?.syncId == null ? replica : answered(model, replica, sent);
}

function answered(model: Model, replica: Replica, { overlay, syncId }: Sent): Replica {
  model.sent = model.sent.filter((sent) => sent.overlay !== overlay);
  model.overlays = model.overlays
    .map((each) => (each.mutationId === overlay.mutationId ? { ...each, syncId } : each))
    .filter((each) => each.syncId === null || each.syncId > model.cursor);
  return confirmOverlay(replica, overlay.mutationId, syncId ?? 0);
}

describe('overlays', () => {
  it('R2, R3, R4, R6: what is shown is what the plain model shows, after every step', () => {
    fc.assert(
      fc.property(fc.array(op, { maxLength: 60, size: 'max' }), (steps) => {
        const model = new Model();
        let replica = replaceAll(emptyReplica(agentScope), model.world.snapshot(), []);
        for (const each of steps) {
          replica = run(model, replica, each);
          expect(shown(replica)).toEqual(model.rows());
          expect(replica.overlays.map((overlay) => overlay.mutationId)).toEqual(
            model.overlays.map((overlay) => overlay.mutationId),
          );
          expect(replica.lastSyncId).toBe(model.cursor);
          expectOrder(replica);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('R5: a step makes new only what it concerns', () => {
    const world = new World(agentScope);
    for (const id of ['one', 'two']) {
      world.commit({ model: 'Message', id, action: 'insert', fields: { content: id } });
    }
    const before = replaceAll(emptyReplica(agentScope), world.snapshot(), []);
    const two = before.tables.Message.get('two');
    const timeline = before.timelines.of(agentIds[0]);
    const event = world.commit({ model: 'Message', id: 'one', action: 'update', fields: { content: 'new' } });
    const after = foldEvents(before, [event as NonNullable<typeof event>], world.head);
    expect(after.tables.Message.get('two')).toBe(two);
    expect(after.tables.ReasoningStep).toBe(before.tables.ReasoningStep);
    expect(after.timelines.of(agentIds[0])[1]).toBe(timeline[1]);
    expect(before.tables.Message.get('one')).toMatchObject({ content: 'one' });
  });

  it.each(['bootstrap', 'compacted'])('R5: a resync (%s) keeps the rows that say the same', (rung) => {
    const world = new World(agentScope);
    world.commit({ model: 'Message', id: 'one', action: 'insert', fields: { content: 'one' } });
    const before = replaceAll(emptyReplica(agentScope), world.snapshot(), []);
    const changed = JSON.parse(JSON.stringify({ deleted: {}, ...world.snapshot() }));
    const after = rung === 'bootstrap' ? replaceAll(before, changed, []) : foldRows(before, changed);
    expect(after.tables.Message.get('one')).toBe(before.tables.Message.get('one'));
    if (rung === 'compacted') {
      expect(after.tables.Message).toBe(before.tables.Message);
      expect(after.timelines.of(agentIds[0])).toBe(before.timelines.of(agentIds[0]));
    }
  });

  it('shows a new row only in the scopes that it belongs to', () => {
    const data = { id: 'one', agent_id: 'another', org_id: 'o', created_at: '', updated_at: '' };
    const overlay: Overlay = {
      mutationId: 'm',
      model: 'Message',
      id: 'one',
      action: 'insert',
      data,
      syncId: null,
    };
    expect(addOverlay(emptyReplica(agentScope), overlay).overlays).toHaveLength(0);
    expect(addOverlay(emptyReplica('agent:another'), overlay).overlays).toHaveLength(1);
    expect(addOverlay(emptyReplica('org:o'), overlay).overlays).toHaveLength(1);
    const payment: Overlay = {
      ...overlay,
      model: 'Payment',
      data: { org_id: 'o', from_agent_id: 'a', to_agent_id: 'b' },
    };
    expect(
      (['org:o', 'agent:a', 'agent:b', 'agent:c'] as const).map(
        (scope) => addOverlay(emptyReplica(scope), payment).overlays.length,
      ),
    ).toEqual([1, 1, 1, 0]);
    const org: Overlay = { ...overlay, model: 'Org', id: 'o', data: { id: 'o' } };
    expect(addOverlay(emptyReplica('org:o'), org).overlays).toHaveLength(1);
    expect(addOverlay(emptyReplica('org:p'), org).overlays).toHaveLength(0);
  });
});

function expectOrder(replica: Replica): void {
  const entries = [
    ...[...replica.tables.Message.values()].map((row) => ({ model: 'Message', row })),
    ...[...replica.tables.ReasoningStep.values()].map((row) => ({ model: 'ReasoningStep', row })),
    ...[...replica.tables.CodeChange.values()].map((row) => ({ model: 'CodeChange', row })),
  ];
  const expected = entries.sort((a, b) => compareRows(a.row, b.row) || a.model.localeCompare(b.model));
  const timeline = replica.timelines.of(agentIds[0]);
  const stable = [...timeline].sort((a, b) => compareRows(a.row, b.row) || a.model.localeCompare(b.model));
  expect(stable).toEqual(expected);
  expect(timeline.map(({ row }) => row.created_at)).toEqual(expected.map(({ row }) => row.created_at));
}
