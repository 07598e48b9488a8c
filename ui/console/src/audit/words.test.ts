import { expect, test } from 'vitest';
import { shortScope, toldChanges, wordsOfActor, wordsOfType, wordsOfValue } from './words';

test('types and scopes are told as people read them', () => {
  expect(wordsOfType('MessageEdited')).toBe('Message edited');
  expect(wordsOfType('FundsPosted')).toBe('Funds posted');
  expect(shortScope('agent:01999999-0000')).toBe('agent:01999999…');
});

test('actors are called what they are', () => {
  expect(wordsOfActor({ actor: 'alice', actorKind: 'person' })).toBe('alice');
  expect(wordsOfActor({ actor: 'coder', actorKind: 'agent' })).toBe('agent coder');
  expect(wordsOfActor({ actor: 'alice' })).toBe('alice');
  expect(wordsOfActor({})).toBe('an unknown actor');
});

test('what says nothing to a person is not told', () => {
  const changes = {
    id: { from: null, to: 'x' },
    content: { from: null, to: 'hello' },
    reason: { from: null, to: null },
    memo: { from: null, to: '' },
  };
  expect(toldChanges(changes, 'insert').map(([field]) => field)).toEqual(['content']);
  expect(toldChanges({ memo: { from: 'a', to: '' } }, 'update')).toHaveLength(1);
});

test('values are texts; nothing is none', () => {
  expect(wordsOfValue(null)).toBeUndefined();
  expect(wordsOfValue(12345)).toBe('12,345');
  expect(wordsOfValue('a')).toBe('a');
  expect(wordsOfValue(false)).toBe('false');
});
