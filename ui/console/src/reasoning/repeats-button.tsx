import { MessageSquareText } from 'lucide-react';
import { classes } from '../platform/classes';
import { setExpanded, useExpanded } from '../platform/text/expanded';

/** Whether an agent's timeline shows the messages that only repeat its steps. */
export function useRepeatsShown(agentId: string): boolean {
  return useExpanded(keyOf(agentId));
}

/** Says that the chat repeats a step, and shows or hides all such messages of the agent. */
export function RepeatsButton({ agentId, className }: { agentId: string; className?: string }) {
  const shown = useRepeatsShown(agentId);
  const label = shown
    ? 'Hide chat messages that repeat steps'
    : 'Also in the chat: show messages that repeat steps';
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={shown}
      title={label}
      onClick={() => setExpanded(keyOf(agentId), !shown)}
      className={classes('rounded p-0.5 hover:bg-hover', shown ? 'text-accent' : 'text-ink-faint', className)}
    >
      <MessageSquareText size={13} />
    </button>
  );
}

function keyOf(agentId: string): string {
  return `${agentId} repeats`;
}
