import type { PendingMutation } from '@openagents/sync';
import { expect, test } from 'vitest';
import { stateOfMutation, textOfMutation } from './mutation-words';

const mutation = (part: Partial<PendingMutation>) => part as PendingMutation;

test('says how a change stands', () => {
  expect(stateOfMutation(mutation({ status: 'sending' }), 0)).toBe('On its way…');
  expect(stateOfMutation(mutation({ status: 'retrying', retryAt: 2_500 }), 1_000)).toBe('Tried again in 2 s');
  expect(stateOfMutation(mutation({ status: 'queued', lastProblem: null }), 0)).toBe('Waits for its turn');
});

test('says what a change says, where it says something', () => {
  expect(textOfMutation({ data: { content: 'Hello' } })).toBe('Hello');
  expect(textOfMutation({ data: { name: 'Ada' } })).toBe('Ada');
  expect(textOfMutation({ data: { status: 'retired' } })).toBeUndefined();
  expect(textOfMutation({ data: null })).toBeUndefined();
});
