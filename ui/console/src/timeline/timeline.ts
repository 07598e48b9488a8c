import type { MessageRow, ReasoningStepRow, TimelineEntry } from '@openagents/sync';
import { dayKey } from '../platform/time';

/** Which part of an agent's work is shown. */
export type TimelineFilter = 'all' | 'chat' | 'reasoning';

export const TIMELINE_FILTERS: readonly TimelineFilter[] = ['all', 'chat', 'reasoning'];

type Placed = {
  key: string;
  /** ISO-8601. */
  at: string;
  /** It belongs visibly to the item above: a message of the same role, a step of the same trace. */
  continues: boolean;
};

export type DayItem = { kind: 'day'; key: string; at: string };
export type MessageItem = Placed & { kind: 'message'; message: MessageRow };
/** `number` counts an agent's steps from 1. */
export type StepItem = Placed & { kind: 'step'; step: ReasoningStepRow; number: number };
export type TimelineItem = DayItem | MessageItem | StepItem;

/** What the timeline draws, and what it was made of. */
export type Timeline = {
  filter: TimelineFilter;
  entries: readonly TimelineEntry[];
  /** Top to bottom: each day's heading, then what happened on it. */
  items: readonly TimelineItem[];
  /** How many items there are up to and with each entry. */
  ends: readonly number[];
};

/**
 * Draws up a timeline. Given the one before, it keeps that one's items as far as the entries are the same: most of
 * the time something was added at the end, and 10,000 others stayed.
 */
export function timelineOf(
  entries: readonly TimelineEntry[],
  filter: TimelineFilter,
  before?: Timeline,
): Timeline {
  const kept = before?.filter === filter ? commonLength(before.entries, entries) : 0;
  const ends = before?.ends.slice(0, kept) ?? [];
  const items = before?.items.slice(0, ends.at(-1) ?? 0) ?? [];
  let day = dayAtEnd(items);
  let number = items.findLast((item) => item.kind === 'step')?.number ?? 0;
  for (const entry of entries.slice(kept)) {
    if (entry.model === 'ReasoningStep') number++;
    if (isShown(entry, filter)) {
      const itsDay = dayKey(entry.row.created_at);
      if (itsDay !== day) items.push({ kind: 'day', key: `day ${itsDay}`, at: entry.row.created_at });
      day = itsDay;
      items.push(itemOf(entry, number, items.at(-1)));
    }
    ends.push(items.length);
  }
  return { filter, entries, items, ends };
}

/** How many messages and steps stand below the item with that key; days do not count. */
export function countBelow(items: readonly TimelineItem[], key: string): number {
  let below = 0;
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at];
    if (item?.key === key) return below;
    if (item && item.kind !== 'day') below++;
  }
  return 0;
}

function isShown(entry: TimelineEntry, filter: TimelineFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'chat':
      return entry.model === 'Message';
    case 'reasoning':
      return entry.model === 'ReasoningStep';
  }
}

function itemOf(entry: TimelineEntry, number: number, above: TimelineItem | undefined): TimelineItem {
  const { id: key, created_at: at } = entry.row;
  switch (entry.model) {
    case 'ReasoningStep':
      return { kind: 'step', key, at, step: entry.row, number, continues: above?.kind === 'step' };
    case 'Message': {
      const continues = above?.kind === 'message' && above.message.role === entry.row.role;
      return { kind: 'message', key, at, message: entry.row, continues };
    }
  }
}

function commonLength(left: readonly TimelineEntry[], right: readonly TimelineEntry[]): number {
  const length = Math.min(left.length, right.length);
  let at = 0;
  while (at < length && left[at] === right[at]) at++;
  return at;
}

function dayAtEnd(items: readonly TimelineItem[]): string {
  const last = items.at(-1);
  return last ? dayKey(last.at) : '';
}
