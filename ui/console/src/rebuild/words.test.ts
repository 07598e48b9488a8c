import type { RebuildReport, RebuildRun } from '@openagents/sync';
import { expect, test } from 'vitest';
import { differenceOf, progressOf, rateOf, summaryOf } from './words';

const RUN: RebuildRun = {
  id: 'r',
  kind: 'rebuild',
  state: 'running',
  phase: 'replaying',
  models: [],
  requestedBy: 'alice',
  requestedAt: '2026-01-31T12:00:00.000000Z',
  eventsDone: 2500,
  eventsOf: 10_000,
  eventsPerSecond: 1500,
  secondsLeft: 5,
};

const REPORT: RebuildReport = {
  position: 10_000,
  models: [],
  rowsCompared: 4000,
  rowsDiffering: 0,
  rowsDifferingUnseen: 0,
  scopesDiffering: 0,
  syncEvents: 0,
  lockedMilliseconds: 3,
  orgsLeft: [],
  examples: [],
};

test('a run says how far it is, how fast it goes and how long it takes', () => {
  expect(progressOf(RUN)).toBe(25);
  expect(rateOf(RUN)).toBe('2,500 of 10,000 events, 1,500 a second, 5 s left');
  expect(rateOf({ ...RUN, state: 'paused' })).toBe('2,500 of 10,000 events');
  expect(progressOf({ ...RUN, phase: 'comparing' })).toBe(100);
  expect(progressOf({ ...RUN, eventsOf: 0, eventsDone: 0 })).toBe(0);
});

test('a report says what was compared, what differs and what subscribers heard', () => {
  expect(summaryOf(REPORT)).toBe('4,000 rows compared as of event 10,000: all are as the events say.');
  expect(summaryOf({ ...REPORT, rowsDiffering: 2, syncEvents: 4 })).toBe(
    '4,000 rows compared as of event 10,000: 2 differ. Subscribers were told by 4 sync events.',
  );
  expect(summaryOf({ ...REPORT, rowsDiffering: 2 })).toContain(': 2 differ. Nothing was changed.');
  const resync = 'the meaning changed';
  expect(summaryOf({ ...REPORT, rowsDiffering: 2, resync })).toContain(
    ': 2 differ. Subscribers start over: the meaning changed.',
  );
  expect(summaryOf({ ...REPORT, resync })).toContain('say. Subscribers start over: the meaning changed.');
});

test('a row that differs says which columns do', () => {
  const row = { model: 'Message', id: 'm' };
  const columns = { role: { is: 'tool', shouldBe: 'user' } };
  expect(differenceOf({ ...row, difference: 'changed', columns })).toBe('role is tool and should be user');
  expect(differenceOf({ ...row, difference: 'missing', columns: {} })).toBe('is missing');
});
