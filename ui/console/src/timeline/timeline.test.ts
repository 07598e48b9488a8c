import type { MessageRow, ReasoningStepRow, TimelineEntry } from '@openagents/sync';
import { describe, expect, test } from 'vitest';
import { countBelow, type Timeline, type TimelineFilter, type TimelineItem, timelineOf } from './timeline';

const draw = (entries: readonly TimelineEntry[], filter: TimelineFilter, before?: Timeline) =>
  timelineOf(entries, { ...whole, filter }, before);

const whole = { repeats: false, size: 100, reading: false };

const at = (day: number, hour: number) => new Date(2025, 2, day, hour).toISOString();

function message(id: string, created_at: string, role: MessageRow['role'] = 'user'): TimelineEntry {
  const row = { id, agent_id: 'a', org_id: 'o', role, content: id, created_at, updated_at: created_at };
  return { model: 'Message', row };
}

function step(id: string, created_at: string): TimelineEntry {
  const texts = { thought: id, action: '', observation: null };
  const row: ReasoningStepRow = {
    id,
    agent_id: 'a',
    org_id: 'o',
    ...texts,
    created_at,
    updated_at: created_at,
  };
  return { model: 'ReasoningStep', row };
}

const entries = [
  message('m1', at(1, 9)),
  step('s1', at(1, 10)),
  step('s2', at(1, 11)),
  message('m2', at(2, 9), 'assistant'),
  message('m3', at(2, 10), 'assistant'),
  step('s3', at(2, 11)),
];

const shape = (items: readonly TimelineItem[]) =>
  items.map((item) => {
    if (item.kind === 'day') return 'day';
    const step = item.kind === 'step' ? `#${item.number}${item.repeated ? '!' : ''}` : '';
    return `${item.key}${step}${item.continues ? '+' : ''}`;
  });

describe('timelineOf', () => {
  test('puts a heading before each day and joins what belongs together', () => {
    expect(shape(draw(entries, 'all').items)).toEqual([
      'day',
      'm1',
      's1#1',
      's2#2+',
      'day',
      'm2',
      'm3+',
      's3#3',
    ]);
  });

  test('shows the chat alone', () => {
    expect(shape(draw(entries, 'chat').items)).toEqual(['day', 'm1', 'day', 'm2', 'm3+']);
  });

  test('shows the reasoning alone, with the numbers that the steps have', () => {
    expect(shape(draw(entries, 'reasoning').items)).toEqual(['day', 's1#1', 's2#2+', 'day', 's3#3']);
  });

  test('starts a new group after midnight', () => {
    const night = [message('m1', at(1, 23)), message('m2', at(2, 0))];
    expect(shape(draw(night, 'all').items)).toEqual(['day', 'm1', 'day', 'm2']);
  });

  test('has nothing to show of nothing', () => {
    expect(draw([], 'all').items).toEqual([]);
  });
});

describe('timelineOf, given the one before', () => {
  const filters = ['all', 'chat', 'reasoning'] as const;
  const changed = [
    ['nothing changed', entries],
    ['one was added at the end', [...entries, step('s4', at(3, 9))]],
    ['one was added in between', [...entries.slice(0, 2), message('m9', at(1, 10)), ...entries.slice(2)]],
    ['the last was taken away', entries.slice(0, -1)],
    ['one was changed', entries.with(1, step('s1', at(1, 10)))],
    ['all were taken away', []],
  ] as const;

  test.each(changed)('draws the same as from scratch when %s', (_, next) => {
    for (const filter of filters) {
      const before = draw(entries, filter);
      expect(draw(next, filter, before)).toEqual(draw(next, filter));
    }
  });

  test('keeps the items of what did not change', () => {
    const before = draw(entries, 'all');
    const after = draw([...entries, message('m4', at(2, 12))], 'all', before);
    expect(after.items.slice(0, 4).every((item, index) => item === before.items[index])).toBe(true);
  });

  test('starts again with another filter', () => {
    expect(draw(entries, 'chat', draw(entries, 'all'))).toEqual(draw(entries, 'chat'));
  });
});

describe('timelineOf many entries', () => {
  const many = Array.from({ length: 1_000 }, (_, n) =>
    n % 2 === 0 ? message(`m${n}`, at(1, 9)) : step(`s${n}`, at(1, 9)),
  );
  const end = { ...whole, filter: 'all', size: 10 } as const;

  test('draws the last of them, with the numbers that they have', () => {
    const drawn = timelineOf(many, end);
    expect(shape(drawn.items)).toEqual(['day', 'm990', 's991#496', ...shape(drawn.items.slice(3))]);
    expect(drawn.items).toHaveLength(11);
    expect(timelineOf(many, { ...end, filter: 'reasoning' }).items.at(1)?.key).toBe('s981');
  });

  test('draws more above on demand, and all in the end', () => {
    expect(timelineOf(many, { ...end, size: 20 }, timelineOf(many, end)).items.at(1)?.key).toBe('m980');
    const all = { ...end, size: Number.POSITIVE_INFINITY };
    expect(timelineOf(many, all, timelineOf(many, end)).items).toHaveLength(1_001);
  });

  test('never draws more than twice as many while they come, nor takes away what is read', () => {
    let [drawn, read] = [timelineOf([], end), timelineOf(many.slice(0, 100), end)];
    const first = read.items[1];
    for (let count = 1; count <= many.length; count++) {
      drawn = timelineOf(many.slice(0, count), end, drawn);
      expect(drawn.items.length).toBeLessThanOrEqual(21);
      expect(drawn.items.at(-1)?.key).toBe(many[count - 1]?.row.id);
      if (count > 100) read = timelineOf(many.slice(0, count), { ...end, reading: true }, read);
    }
    expect(read.items[1]).toBe(first);
  });
});

describe('messages that repeat a step', () => {
  const thought = (id: string): TimelineEntry => ({ ...step(id, at(3, 9)) });
  const echoed = [
    message('s1', at(3, 8), 'assistant'),
    thought('s1'),
    message('m1', at(3, 10)),
    thought('s2'),
  ];

  test('are left out where the step stands', () => {
    expect(shape(draw(echoed, 'all').items)).toEqual(['day', 's1#1!', 'm1', 's2#2']);
  });

  test('are part of the chat, and shown beside the step on demand', () => {
    expect(shape(draw(echoed, 'chat').items)).toEqual(['day', 's1', 'm1']);
    const all = timelineOf(echoed, { ...whole, filter: 'all', repeats: true }).items;
    expect(shape(all)).toEqual(['day', 's1', 's1#1!', 'm1', 's2#2']);
  });

  test('disappear when the step arrives', () => {
    const before = draw(echoed.slice(0, 1), 'all');
    expect(shape(before.items)).toEqual(['day', 's1']);
    expect(draw(echoed, 'all', before)).toEqual(draw(echoed, 'all'));
  });
});

describe('countBelow', () => {
  const { items } = draw(entries, 'all');

  test.each([
    ['s3', 0],
    ['m3', 1],
    ['s2', 3],
    ['m1', 5],
  ])('below %s', (key, count) => {
    expect(countBelow(items, key)).toBe(count);
  });

  test('is none when the item is no longer there', () => {
    expect(countBelow(items, 'deleted')).toBe(0);
  });
});
