import type { CodeChangeRow, MessageRow, ReasoningStepRow, TimelineEntry } from '@openagents/sync';
import { dayKey } from '../platform/time';
import { isRepeated, REPEAT_DISTANCE, repeatedStep } from './repeats';

/** Which part of an agent's work is shown. */
export type TimelineFilter = 'all' | 'chat' | 'reasoning' | 'changes';

export const TIMELINE_FILTERS: readonly TimelineFilter[] = ['all', 'chat', 'reasoning', 'changes'];

export const FILTER_NAMES: Record<TimelineFilter, string> = {
  all: 'All',
  chat: 'Chat',
  reasoning: 'Reasoning',
  changes: 'Changes',
};

type Placed = {
  key: string;
  /** ISO-8601. */
  at: string;
  /** It belongs visibly to the item above: a message of the same role, a step of the same trace. */
  continues: boolean;
};

export type DayItem = { kind: 'day'; key: string; at: string };
export type MessageItem = Placed & { kind: 'message'; message: MessageRow };
export type StepItem = Placed & {
  kind: 'step';
  step: ReasoningStepRow;
  /** Counts the agent's steps from 1. */
  number: number;
  /** Messages repeat it in the chat. */
  repeated: boolean;
};
export type ChangeItem = Placed & { kind: 'change'; change: CodeChangeRow };
export type TimelineItem = DayItem | MessageItem | StepItem | ChangeItem;

/** What of the entries is shown. */
export type TimelineView = {
  filter: TimelineFilter;
  /** Whether messages that only repeat a step are shown beside it. */
  repeats: boolean;
};

/** What the timeline draws, and what it was made of. */
export type Timeline = TimelineView & {
  entries: readonly TimelineEntry[];
  /** Top to bottom: each day's heading, then what happened on it. */
  items: readonly TimelineItem[];
  /** How many items there are up to and with each entry. */
  ends: readonly number[];
};

/**
 * Draws up a timeline. Given the one before, it keeps that one's items as far as the entries and their neighbours
 * are the same: most of the time something was added at the end, and 10,000 others stayed.
 */
export function timelineOf(
  entries: readonly TimelineEntry[],
  view: TimelineView,
  before?: Timeline,
): Timeline {
  const kept = before && sameView(before, view) ? unaffected(before.entries, entries) : 0;
  const ends = before?.ends.slice(0, kept) ?? [];
  const items = before?.items.slice(0, ends.at(-1) ?? 0) ?? [];
  let day = dayAtEnd(items);
  let number = items.findLast((item) => item.kind === 'step')?.number ?? 0;
  for (let at = kept; at < entries.length; at++) {
    const entry = entries[at] as TimelineEntry;
    if (entry.model === 'ReasoningStep') number++;
    if (isShown(entries, at, view)) {
      const itsDay = dayKey(entry.row.created_at);
      if (itsDay !== day) items.push({ kind: 'day', key: `day ${itsDay}`, at: entry.row.created_at });
      day = itsDay;
      items.push(itemOf(entries, at, number, items.at(-1)));
    }
    ends.push(items.length);
  }
  return { ...view, entries, items, ends };
}

/** How many messages, steps and changes stand below the item with that key; days do not count. */
export function countBelow(items: readonly TimelineItem[], key: string): number {
  let below = 0;
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at];
    if (item?.key === key) return below;
    if (item && item.kind !== 'day') below++;
  }
  return 0;
}

function isShown(entries: readonly TimelineEntry[], at: number, { filter, repeats }: TimelineView): boolean {
  switch (filter) {
    case 'all':
      return repeats || repeatedStep(entries, at) === undefined;
    case 'chat':
      return entries[at]?.model === 'Message';
    case 'reasoning':
      return entries[at]?.model === 'ReasoningStep';
    case 'changes':
      return entries[at]?.model === 'CodeChange';
  }
}

function itemOf(
  entries: readonly TimelineEntry[],
  index: number,
  number: number,
  above: TimelineItem | undefined,
): TimelineItem {
  const entry = entries[index] as TimelineEntry;
  const { id: key, created_at: at } = entry.row;
  switch (entry.model) {
    case 'ReasoningStep': {
      const repeated = isRepeated(entries, index);
      return { kind: 'step', key, at, step: entry.row, number, continues: above?.kind === 'step', repeated };
    }
    case 'Message': {
      const continues = above?.kind === 'message' && above.message.role === entry.row.role;
      return { kind: 'message', key, at, message: entry.row, continues };
    }
    case 'CodeChange':
      return { kind: 'change', key, at, change: entry.row, continues: false };
  }
}

function sameView(left: TimelineView, right: TimelineView): boolean {
  return left.filter === right.filter && left.repeats === right.repeats;
}

/** How many entries are the same in both and have the same neighbours, as far as those matter. */
function unaffected(left: readonly TimelineEntry[], right: readonly TimelineEntry[]): number {
  return Math.max(0, commonLength(left, right) - REPEAT_DISTANCE);
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
