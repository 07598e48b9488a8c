import { DIFF_LINES_MAX } from '../codechange/lazy-diff';
import { CHAT_LIMIT, SYSTEM_LIMIT, TOOL_LIMIT } from '../message/message-content';
import type { PreviewLimit } from '../platform/text/preview';
import { ACTION_LIMIT } from '../reasoning/action-block';
import { OBSERVATION_LIMIT } from '../reasoning/observation-block';
import type { TimelineItem } from './timeline';

const PROSE_LINE_PX = 22;
const CODE_LINE_PX = 20;
const PROSE_LINE_CHARS = 105;
const CODE_LINE_CHARS = 95;
/** Characters of a text that are looked at: the rest is behind a button anyhow. */
const SAMPLE_CHARS = 3000;

const known = new WeakMap<object, number>();

/**
 * About how high an item will be, so that the scrollbar tells the truth before everything has been on the screen.
 * It is asked about every item at once, so it is quick and remembers.
 */
export function estimateHeight(item: TimelineItem): number {
  if (item.kind === 'day') return 52;
  const row = item.kind === 'message' ? item.message : item.kind === 'step' ? item.step : item.change;
  const height = known.get(row) ?? heightOf(item);
  known.set(row, height);
  return item.kind === 'message' && item.continues ? height - 30 : height;
}

function heightOf(item: Exclude<TimelineItem, { kind: 'day' }>): number {
  switch (item.kind) {
    case 'message':
      return messageHeight(item.message);
    case 'step':
      return stepHeight(item.step);
    case 'change':
      return changeHeight(item.change);
  }
}

function changeHeight({ files, diff }: Extract<TimelineItem, { kind: 'change' }>['change']): number {
  const limit = { headLinesMax: DIFF_LINES_MAX, tailLinesMax: 0, headCharsMax: SAMPLE_CHARS };
  return 120 + files.length * 24 + linesOf(diff, CODE_LINE_CHARS, limit) * CODE_LINE_PX;
}

function messageHeight({ role, content }: Extract<TimelineItem, { kind: 'message' }>['message']): number {
  const head = 44;
  switch (role) {
    case 'tool':
      return head + 16 + linesOf(content, CODE_LINE_CHARS, TOOL_LIMIT) * CODE_LINE_PX;
    case 'system':
      return head + linesOf(content, PROSE_LINE_CHARS, SYSTEM_LIMIT) * PROSE_LINE_PX;
    case 'user':
      return head + 16 + linesOf(content, PROSE_LINE_CHARS, CHAT_LIMIT) * PROSE_LINE_PX;
    case 'assistant':
      return head + linesOf(content, PROSE_LINE_CHARS, CHAT_LIMIT) * PROSE_LINE_PX;
  }
}

function stepHeight({
  thought,
  action,
  observation,
}: Extract<TimelineItem, { kind: 'step' }>['step']): number {
  const thoughtHeight =
    20 + Math.max(24, linesOf(thought.trim(), PROSE_LINE_CHARS, CHAT_LIMIT) * PROSE_LINE_PX);
  const actionHeight =
    action === '' ? 0 : 16 + linesOf(action.trim(), CODE_LINE_CHARS, ACTION_LIMIT) * CODE_LINE_PX;
  const output =
    observation === null ? 0 : linesOf(observation, CODE_LINE_CHARS, OBSERVATION_LIMIT) * CODE_LINE_PX;
  return thoughtHeight + actionHeight + 8 + (observation === null ? 33 : 46 + output);
}

function linesOf(text: string, lineChars: number, limit: PreviewLimit): number {
  if (text === '') return 0;
  const sample = text.slice(0, SAMPLE_CHARS);
  let lines = 0;
  for (const line of sample.split('\n')) lines += Math.max(1, Math.ceil(line.length / lineChars));
  const shown = limit.headLinesMax + limit.tailLinesMax + 1;
  return Math.min(lines, Math.ceil(shown * 1.3));
}
