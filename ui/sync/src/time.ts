import type { Timestamp } from './generated/protocol.js';

/**
 * Orders two UTC timestamps whose number of decimals may differ. As text, `…00Z` would sort after `…00.5Z`;
 * without the `Z` the shorter one is a prefix of the longer and sorts first.
 */
export function compareTimestamps(a: Timestamp, b: Timestamp): number {
  if (a === b) {
    return 0;
  }
  if (a.length === b.length) {
    return a < b ? -1 : 1;
  }
  return a.slice(0, -1) < b.slice(0, -1) ? -1 : 1;
}

/** A timestamp of the client's clock, in any case after `last`: what a user just did belongs at the end. */
export function timestampAfter(last: Timestamp | undefined, nowMs: number): Timestamp {
  const now = new Date(nowMs).toISOString();
  if (last === undefined || compareTimestamps(now, last) > 0) {
    return now;
  }
  const [whole = '', fraction = ''] = last.slice(0, -1).split('.');
  const nanoseconds = Math.min(Number(fraction.padEnd(9, '0').slice(0, 9)) + 1, 999_999_999);
  return `${whole}.${String(nanoseconds).padStart(9, '0')}Z`;
}
