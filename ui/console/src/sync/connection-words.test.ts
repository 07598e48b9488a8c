import type { ConnectionState } from '@openagents/sync';
import { expect, test } from 'vitest';
import { connectionWords } from './connection-words';

const state = (part: Partial<ConnectionState>): ConnectionState => ({
  status: 'live',
  since: 0,
  retryAt: null,
  attempt: 0,
  lastProblem: null,
  ...part,
});

test.each<[Partial<ConnectionState>, string, boolean]>([
  [{ status: 'live' }, 'Live', false],
  [{ status: 'catching-up' }, 'Catching up…', false],
  [{ status: 'bootstrapping' }, 'Loading…', false],
  [{ status: 'connecting' }, 'Connecting…', false],
  [{ status: 'connecting', attempt: 2 }, 'Reconnecting…', false],
  [{ status: 'offline', retryAt: 12_600 }, 'Reconnecting in 3 s', true],
  [{ status: 'offline', retryAt: 9_000 }, 'Reconnecting…', true],
  [{ status: 'offline' }, 'Offline', true],
  [{ status: 'unauthorized' }, 'Not signed in', true],
  [{ status: 'refused' }, 'No access', true],
  [{ status: 'closed' }, 'Closed', false],
])('%j reads %s', (part, text, retry) => {
  expect(connectionWords(state(part), 10_000)).toMatchObject({ text, retry });
});
