import { CircleAlert } from 'lucide-react';
import { Button } from '../platform/button';
import { useDraft } from './drafts';
import { discardUnsent, type UnsentMessage, useUnsentMessages } from './unsent';
import { useSend } from './use-send';

/** Messages that were refused, each with the reason and what can be done. */
export function UnsentMessages({ agentId }: { agentId: string }) {
  const messages = useUnsentMessages(agentId);
  if (messages.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from lists without bullets.
    <ul role="list" aria-label="Messages not sent" className="mb-2 max-h-48 space-y-1.5 overflow-y-auto">
      {messages.map((message) => (
        <Unsent key={message.key} message={message} />
      ))}
    </ul>
  );
}

function Unsent({ message }: { message: UnsentMessage }) {
  const send = useSend(message.agentId);
  const [draft, setDraft] = useDraft(message.agentId);
  const again = () => {
    discardUnsent(message.key);
    send(message.content);
  };
  const edit = () => {
    discardUnsent(message.key);
    setDraft(draft === '' ? message.content : `${message.content}\n${draft}`);
  };
  return (
    <li className="flex items-start gap-2 rounded-lg border border-bad/30 bg-bad-soft py-1.5 pr-1.5 pl-3">
      <CircleAlert size={15} className="mt-2 shrink-0 text-bad" />
      <div className="min-w-0 grow py-1">
        <p className="truncate">{message.content}</p>
        <p role="alert" className="text-xs text-bad">
          Not sent. {message.reason}
        </p>
      </div>
      <Button look="ghost" onClick={message.retryable ? again : edit}>
        {message.retryable ? 'Retry' : 'Edit'}
      </Button>
      <Button look="ghost" onClick={() => discardUnsent(message.key)}>
        Discard
      </Button>
    </li>
  );
}
