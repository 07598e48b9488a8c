import { SyncProblem } from '@openagents/sync';
import { expect, test } from 'vitest';
import { isRetryable, reasonOf } from './problem';

const problem = (facts: Partial<SyncProblem>) =>
  new SyncProblem({ code: 'text_too_long', detail: 'Too long.', retryable: false, status: 422, ...facts });

test('a refusal is told in the words of the server', () => {
  expect(reasonOf(problem({}))).toBe('Too long.');
});

test('a failure to reach the server is told without its technical side', () => {
  const lost = problem({
    code: 'network',
    detail: 'The socket closed with 1006.',
    status: 0,
    retryable: true,
  });
  expect(reasonOf(lost)).toMatch(/^The server does not answer/);
  expect(isRetryable(lost)).toBe(true);
});

test('anything else is told as it is', () => {
  expect(reasonOf(new Error('broken'))).toBe('broken');
  expect(reasonOf('odd')).toBe('odd');
  expect(isRetryable(new Error('broken'))).toBe(false);
});
