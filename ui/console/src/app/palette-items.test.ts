import { expect, test } from 'vitest';
import { agentRow } from '../testing/loopback';
import { findItems, paletteItems } from './palette-items';

const agents = [
  agentRow(),
  agentRow({ id: 'b', name: 'theme-tester' }),
  agentRow({ id: 'c', name: 'old', status: 'retired' }),
];
const found = (query: string, shown = agents[0]) =>
  findItems(paletteItems(agents, shown), query).map(({ name }) => name);

test('offers agents and actions', () => {
  expect(found('')).toEqual(expect.arrayContaining(['fixer', 'New agent', 'Rename fixer', 'Theme: dark']));
});

test('finds by every word, also by other names of an action', () => {
  expect(found('theme dark')).toEqual(['Theme: dark']);
  expect(found('archive')).toEqual(['Retire fixer']);
  expect(found('nothing of the kind')).toEqual([]);
});

test('has agents before actions', () => {
  expect(found('theme')[0]).toBe('theme-tester');
});

test('offers no change of a retired agent', () => {
  expect(found('re', agents[2]).filter((name) => /^(Rename|Retire) /.test(name))).toEqual([]);
});
