import { describe, expect, test } from 'vitest';
import {
  dayKey,
  formatAgo,
  formatClock,
  formatDay,
  formatDuration,
  formatElapsed,
  formatExact,
} from './time';

const at = (year: number, month: number, day: number, hour = 12, minute = 0) =>
  new Date(year, month - 1, day, hour, minute).toISOString();

describe('formatAgo', () => {
  const now = Date.parse(at(2025, 3, 10));
  const before = (milliseconds: number) => new Date(now - milliseconds).toISOString();

  test.each([
    [0, 'now'],
    [4_999, 'now'],
    [5_000, '5s'],
    [59_999, '59s'],
    [60_000, '1m'],
    [3_599_999, '59m'],
    [3_600_000, '1h'],
    [86_399_999, '23h'],
    [86_400_000, '1d'],
    [6 * 86_400_000, '6d'],
    [7 * 86_400_000, '3 Mar'],
  ])('%i ms ago reads %s', (age, words) => {
    expect(formatAgo(before(age), now)).toBe(words);
  });

  test('a clock that runs behind the server never shows a negative age', () => {
    expect(formatAgo(before(-90_000), now)).toBe('now');
  });

  test('reads the microseconds of the server', () => {
    expect(formatAgo('2025-03-10T11:00:00.123456Z', Date.parse('2025-03-10T11:00:10Z'))).toBe('9s');
  });
});

describe('formatDuration', () => {
  test.each([
    [-5, '0 ms'],
    [0, '0 ms'],
    [340.4, '340 ms'],
    [1_230, '1.2 s'],
    [9_949, '9.9 s'],
    [9_960, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 m 00 s'],
    [125_000, '2 m 05 s'],
    [3_600_000, '1 h 00 m'],
    [11_400_000, '3 h 10 m'],
  ])('%d ms reads %s', (span, words) => {
    expect(formatDuration(span)).toBe(words);
  });
});

test.each([
  [-5, '0 s'],
  [1_999, '1 s'],
  [59_999, '59 s'],
  [125_900, '2 m 05 s'],
])('%d ms so far read %s', (span, words) => {
  expect(formatElapsed(span)).toBe(words);
});

describe('days', () => {
  const now = Date.parse(at(2025, 3, 10, 0, 5));

  test('split at local midnight', () => {
    expect(dayKey(at(2025, 3, 9, 23, 59))).not.toBe(dayKey(at(2025, 3, 10, 0, 0)));
    expect(dayKey(at(2025, 3, 10, 0, 0))).toBe(dayKey(at(2025, 3, 10, 23, 59)));
  });

  test.each([
    [at(2025, 3, 10, 0, 1), 'Today'],
    [at(2025, 3, 9, 23, 59), 'Yesterday'],
    [at(2025, 3, 3), 'Monday 3 March'],
    [at(2024, 12, 31), '31 December 2024'],
  ])('%s is called %s', (iso, name) => {
    expect(formatDay(iso, now)).toBe(name);
  });
});

test('a clock shows hours and minutes, an exact time down to milliseconds', () => {
  const iso = at(2025, 3, 10, 14, 3);
  expect(formatClock(iso)).toBe('14:03');
  expect(formatExact(iso)).toMatch(/10 Mar 2025.*14:03:00\.000/);
});
