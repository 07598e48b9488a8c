import { type PendingMutation, useAgentSyncClient } from '@openagents/sync';
import { CircleAlert } from 'lucide-react';
import { Button } from '../platform/button';
import { wordsOf } from '../sync/problem';
import { useDraft } from './drafts';
import { useUnsentMessages } from './unsent';

/** Messages that were refused, each with the reason and what can be done. */
export function UnsentMessages({ agentId }: { agentId: string }) {
  const messages = useUnsentMessages(agentId);
  if (messages.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from lists without bullets.
    <ul role="list" aria-label="Messages not sent" className="mb-2 max-h-48 space-y-1.5 overflow-y-auto">
      {messages.map((message) => (
        <Unsent key={message.id} agentId={agentId} message={message} />
      ))}
    </ul>
  );
}

function Unsent({ agentId, message }: { agentId: string; message: PendingMutation }) {
  const sync = useAgentSyncClient();
  const [draft, setDraft] = useDraft(agentId);
  const content = String(message.data?.['content'] ?? '');
  const discard = () => void sync.discard(message.id);
  // Should it be refused again, it comes back here with the reason.
  const again = () => void sync.resend(message.id).catch(() => undefined);
  const edit = () => {
    discard();
    setDraft(draft === '' ? content : `${content}\n${draft}`);
  };
  return (
    <li className="flex items-start gap-2 rounded-lg border border-bad/30 bg-bad-soft py-1.5 pr-1.5 pl-3">
      <CircleAlert size={15} className="mt-2 shrink-0 text-bad" />
      <div className="min-w-0 grow py-1">
        <p className="truncate">{content}</p>
        <p role="alert" className="text-xs text-bad">
          Not sent. {message.lastProblem && wordsOf(message.lastProblem)}
        </p>
      </div>
      <Button look="ghost" onClick={again}>
        Retry
      </Button>
      <Button look="ghost" onClick={edit}>
        Edit
      </Button>
      <Button look="ghost" onClick={discard}>
        Discard
      </Button>
    </li>
  );
}
