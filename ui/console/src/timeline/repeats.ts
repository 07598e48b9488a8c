import type { MessageRow, ReasoningStepRow, TimelineEntry } from '@openagents/sync';

/*
 * Many agents write each step to their chat as well: the thought with the action before it runs, the output after it.
 * Shown side by side everything would stand there twice, so the timeline leaves out messages that say nothing else.
 */

/** How far from a step a message that repeats it may stand. What an entry is depends on nothing farther away. */
export const REPEAT_DISTANCE = 3;
/** Characters around thought and action, such as code fences and tags, that make no message of its own. */
const WRAPPING_CHARS_MAX = 40;

/** What a shell adds after an output: where it is, and its prompt. */
const SHELL_STATE = /(?:\s*\((?:Open file|Current directory): [^\n]*\))*\s*(?:bash-\$)?\s*$/;
const SHELL_PROMPT = /bash-\$\s*$/;

/** The index of the step that the message at that index repeats, if it does. */
export function repeatedStep(entries: readonly TimelineEntry[], at: number): number | undefined {
  const entry = entries[at];
  if (entry?.model !== 'Message') return undefined;
  if (entry.row.role === 'assistant') {
    const next = entries[at + 1];
    return next?.model === 'ReasoningStep' && announces(entry.row, next.row) ? at + 1 : undefined;
  }
  if (entry.row.role === 'system') return undefined;
  for (let before = at - 1; before >= Math.max(0, at - REPEAT_DISTANCE); before--) {
    const step = entries[before];
    if (step?.model === 'ReasoningStep') return reports(entry.row, step.row) ? before : undefined;
  }
  return undefined;
}

/** Whether some message repeats the step at that index. */
export function isRepeated(entries: readonly TimelineEntry[], at: number): boolean {
  if (repeatedStep(entries, at - 1) === at) return true;
  for (let after = at + 1; after <= at + REPEAT_DISTANCE; after++) {
    if (repeatedStep(entries, after) === at) return true;
  }
  return false;
}

/** The message says what the step thinks and runs, and nothing else. */
function announces({ content }: MessageRow, { thought, action }: ReasoningStepRow): boolean {
  const said = content.trim();
  const thinks = thought.trim();
  if (thinks === '' || !said.startsWith(thinks)) return false;
  return said.slice(thinks.length).replace(action.trim(), '').trim().length <= WRAPPING_CHARS_MAX;
}

/** The message says what the step observed, and nothing else but where the shell is. */
function reports({ content }: MessageRow, { observation }: ReasoningStepRow): boolean {
  if (observation === null) return false;
  const said = withoutReturns(content).replace(SHELL_STATE, '').trim();
  const observed = withoutReturns(observation).trim();
  if (observed !== '') return said === observed.replace(SHELL_STATE, '').trim();
  return SHELL_PROMPT.test(content) && !said.includes('\n');
}

function withoutReturns(text: string): string {
  return text.replaceAll('\r', '');
}
