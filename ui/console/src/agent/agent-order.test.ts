import type { AgentRow } from '@openagents/sync';
import { describe, expect, test } from 'vitest';
import { type AgentActivity, keepPlaces, matches, orderAgents, PEERS_MS } from './agent-order';

const now = Date.parse('2025-03-10T12:00:00Z');
const ago = (milliseconds: number) => new Date(now - milliseconds).toISOString();

function entry(name: string, createdAgo: number, activeAgo: number, status: AgentRow['status'] = 'active') {
  const created_at = ago(createdAgo);
  const agent: AgentRow = { id: name, org_id: 'o', name, status, created_at, updated_at: created_at };
  return { agent, lastActiveAt: ago(activeAgo) } satisfies AgentActivity;
}

const names = (entries: AgentActivity[]) => entries.map(({ agent }) => agent.name);

describe('orderAgents', () => {
  test('has the last active first and the retired last', () => {
    const entries = [
      entry('old', 9e8, 9e8),
      entry('retired', 9e8, 0, 'retired'),
      entry('recent', 9e8, PEERS_MS),
      entry('now', 9e8, 0),
    ];
    expect(names(orderAgents(entries, now))).toEqual(['now', 'recent', 'old', 'retired']);
  });

  test('does not shuffle those at work while they take turns', () => {
    const first = orderAgents([entry('a', 100, 1000), entry('b', 200, 0)], now);
    const then = orderAgents([entry('a', 100, 0), entry('b', 200, 1000)], now);
    expect(names(first)).toEqual(['a', 'b']);
    expect(names(then)).toEqual(['a', 'b']);
  });
});

test('what is pointed at stays in its place, what is new comes on top', () => {
  const next = [entry('c', 1, 0), entry('new', 0, 0), entry('a', 1, 0)];
  expect(names(keepPlaces(next, ['a', 'b', 'c']))).toEqual(['new', 'a', 'c']);
});

test.each([
  ['', true],
  ['marsh', true],
  ['MARSH 18', true],
  ['1867 marsh', true],
  ['pydicom', false],
])('the query %j finds marshmallow-1867: %s', (query, found) => {
  expect(matches(entry('marshmallow-1867', 0, 0).agent, query)).toBe(found);
});
