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
  /** So many items are drawn, from the last one back: what is above comes once one gets there. */
  size: number;
  /** Somebody reads what is above the end: it stays, however much comes below. */
  reading: boolean;
};

/** What the timeline draws, and what it was made of. */
export type Timeline = TimelineView & {
  entries: readonly TimelineEntry[];
  /** The first entry that is drawn; there are more above unless it is 0. */
  from: number;
  /** Steps above that one. */
  stepsAbove: number;
  /** Top to bottom: each day's heading, then what happened on it. */
  items: readonly TimelineItem[];
  /** How many items there are up to and with each entry from the first one on. */
  ends: readonly number[];
};

/**
 * Draws up the end of a timeline. Given the one before, it keeps that one's items as far as the entries and their
 * neighbours are the same: most of the time something was added at the end, and all others stayed. What it costs
 * depends on what is drawn, not on how much there is.
 */
export function timelineOf(
  entries: readonly TimelineEntry[],
  view: TimelineView,
  before?: Timeline,
): Timeline {
  const known = before && sameView(before, view) ? before : undefined;
  const from = startOf(entries, view, known);
  const kept = known?.from === from ? unaffected(known.entries, entries, from) : 0;
  const stepsAbove = kept > 0 && known ? known.stepsAbove : countSteps(entries, from);
  const ends = known?.ends.slice(0, kept) ?? [];
  const items = known?.items.slice(0, ends.at(-1) ?? 0) ?? [];
  let day = dayAtEnd(items);
  let number = items.findLast((item) => item.kind === 'step')?.number ?? stepsAbove;
  for (let at = from + kept; at < entries.length; at++) {
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
  return { ...view, entries, from, stepsAbove, items, ends };
}

/** Stays while it can, so that items stay; at the end of a timeline that grows it moves on in leaps. */
function startOf(
  entries: readonly TimelineEntry[],
  view: TimelineView,
  before: Timeline | undefined,
): number {
  if (before?.size === view.size && before.from < entries.length) {
    const drawn = entries.length - before.from;
    const enough = before.from === 0 || drawn >= view.size;
    if (view.reading || (enough && drawn <= 2 * view.size)) return before.from;
  }
  let at = entries.length;
  for (let drawn = 0; at > 0 && drawn < view.size; at--) {
    if (isShown(entries, at - 1, view)) drawn++;
  }
  return view.reading && before ? Math.min(at, before.from) : at;
}

function countSteps(entries: readonly TimelineEntry[], end: number): number {
  let steps = 0;
  for (let at = 0; at < end; at++) {
    if (entries[at]?.model === 'ReasoningStep') steps++;
  }
  return steps;
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

/** How many entries from there on are the same in both and have the same neighbours, as far as those matter. */
function unaffected(left: readonly TimelineEntry[], right: readonly TimelineEntry[], from: number): number {
  const length = Math.min(left.length, right.length);
  let at = from;
  while (at < length && left[at] === right[at]) at++;
  return Math.max(0, at - from - REPEAT_DISTANCE);
}

function dayAtEnd(items: readonly TimelineItem[]): string {
  const last = items.at(-1);
  return last ? dayKey(last.at) : '';
}
