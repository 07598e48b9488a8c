import {
  type AgentRow,
  type CodeChangeRow,
  compareTimestamps,
  type MessageRow,
  type ReasoningStepRow,
} from '@openagents/sync';
import { millis } from '../platform/time';

/** How an agent's dot looks. */
export type Pulse = 'working' | 'idle' | 'new' | 'retired';

/** What an agent is doing right now, in words for a list. */
export type Activity = {
  pulse: Pulse;
  /** `Running`, `Thinking…`, `Wrote`. */
  label: string;
  /** The command that the label speaks of, one line. */
  command?: string;
  /** What was written, one line. */
  text?: string;
  /** When it last did something, ISO-8601. */
  at: string;
};

/** An agent that has just seen a result or a question is taken to think about it for so long. */
export const THINKING_MS = 60_000;
const LINE_CHARS_MAX = 200;
/** A command without a result is taken to have been given up after so long. */
export const RUNNING_MS = 15 * 60_000;

const CHANGE_LABELS: Record<CodeChangeRow['status'], string> = {
  proposed: 'Proposed',
  accepted: 'Accepted:',
  rejected: 'Rejected:',
  applied: 'Applied:',
  reverted: 'Reverted:',
};

export function activityOf(
  agent: AgentRow,
  message: MessageRow | undefined,
  step: ReasoningStepRow | undefined,
  now: number,
  change?: CodeChangeRow,
): Activity {
  if (agent.status === 'retired') return { pulse: 'retired', label: 'Retired', at: agent.updated_at };
  if (change && lastActiveAt(agent, message, step, change) === change.updated_at) {
    const at = change.updated_at;
    return { pulse: 'idle', label: CHANGE_LABELS[change.status], text: firstLine(change.title), at };
  }
  if (step && (!message || spokeBefore(message, step))) return activityOfStep(step, now);
  if (message) return activityOfMessage(message, now);
  return { pulse: 'new', label: 'Nothing yet', at: agent.created_at };
}

/** When the agent or somebody speaking to it last did something. */
export function lastActiveAt(
  agent: AgentRow,
  message: MessageRow | undefined,
  step: ReasoningStepRow | undefined,
  change?: CodeChangeRow,
): string {
  const times = [agent.created_at, message?.created_at, step && stepAt(step), change?.updated_at].filter(
    (at) => at !== undefined,
  );
  return times.reduce((latest, at) => (compareTimestamps(at, latest) > 0 ? at : latest));
}

/** The first line that says something. */
export function firstLine(text: string): string {
  return text.trimStart().slice(0, LINE_CHARS_MAX).split('\n', 1)[0]?.trim() ?? '';
}

function activityOfStep(step: ReasoningStepRow, now: number): Activity {
  const at = stepAt(step);
  const age = now - millis(at);
  const command = firstLine(step.action);
  if (command === '') return { pulse: age < THINKING_MS ? 'working' : 'idle', label: thinking(age), at };
  if (step.observation === null) {
    const running = age < RUNNING_MS;
    return {
      pulse: running ? 'working' : 'idle',
      label: running ? 'Running' : 'No answer from',
      command,
      at,
    };
  }
  if (age < THINKING_MS) return { pulse: 'working', label: 'Thinking…', at };
  return { pulse: 'idle', label: 'Ran', command, at };
}

function activityOfMessage(message: MessageRow, now: number): Activity {
  const at = message.created_at;
  const fresh = now - millis(at) < THINKING_MS;
  switch (message.role) {
    case 'assistant':
      return { pulse: 'idle', label: 'Wrote', text: firstLine(message.content), at };
    case 'user':
      if (fresh) return { pulse: 'working', label: 'Reading a message…', at };
      return { pulse: 'idle', label: 'Was told', text: firstLine(message.content), at };
    case 'tool':
      return { pulse: fresh ? 'working' : 'idle', label: fresh ? 'Thinking…' : 'Used a tool', at };
    case 'system':
      return { pulse: fresh ? 'working' : 'idle', label: 'Was given instructions', at };
  }
}

function thinking(age: number): string {
  return age < THINKING_MS ? 'Thinking…' : 'Had a thought';
}

function stepAt(step: ReasoningStepRow): string {
  return step.observation === null ? step.created_at : step.updated_at;
}

function spokeBefore(message: MessageRow, step: ReasoningStepRow): boolean {
  return compareTimestamps(message.created_at, stepAt(step)) <= 0;
}
