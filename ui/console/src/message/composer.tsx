import type { AgentRow } from '@openagents/sync';
import { ArrowUp } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../platform/button';
import { COMPOSER_ID, useComposerFocus } from '../platform/focus';
import { GrowingTextarea } from '../platform/growing-textarea';
import { useDraft } from './drafts';
import { UnsentMessages } from './unsent-messages';
import { useSend } from './use-send';

type ComposerProps = { agent: AgentRow; onSent: () => void };

/** Where one writes to an agent. */
export function Composer({ agent, onSent }: ComposerProps) {
  return (
    <footer className="shrink-0 px-4 pb-[max(1rem,env(safe-area-inset-bottom))]">
      <div className="mx-auto max-w-[52rem]">
        <UnsentMessages agentId={agent.id} />
        {agent.status === 'retired' ? <RetiredNote /> : <MessageBox agent={agent} onSent={onSent} />}
      </div>
    </footer>
  );
}

function MessageBox({ agent, onSent }: ComposerProps) {
  const [draft, setDraft] = useDraft(agent.id);
  const send = useSend(agent.id);
  const box = useRef<HTMLTextAreaElement>(null);
  useComposerFocus(agent.id);
  const empty = draft.trim() === '';
  const submit = () => {
    if (empty) return;
    send(draft);
    setDraft('');
    onSent();
    box.current?.focus();
  };
  return (
    <div className="rounded-xl border border-line-strong bg-raised shadow-[0_1px_3px_rgb(0_0_0/5%)] focus-within:border-accent">
      <GrowingTextarea
        ref={box}
        id={COMPOSER_ID}
        aria-label="Message"
        aria-keyshortcuts="m"
        placeholder={`Write to ${agent.name}…`}
        value={draft}
        onChange={setDraft}
        onSubmit={submit}
        onEscape={() => box.current?.blur()}
        className="px-3.5 pt-3 pb-1"
      />
      <div className="flex items-center justify-between gap-3 pr-2 pb-2 pl-3.5">
        <p className="truncate text-xs text-ink-faint pointer-coarse:invisible">
          Enter sends, Shift+Enter starts a new line
        </p>
        <Button
          look="primary"
          aria-label="Send"
          disabled={empty}
          onClick={submit}
          className="size-7! rounded-lg px-0!"
        >
          <ArrowUp size={16} />
        </Button>
      </div>
    </div>
  );
}

function RetiredNote() {
  return (
    <p className="rounded-xl border border-dashed border-line-strong px-4 py-3 text-center text-ink-faint">
      This agent is retired. Its history stays, it takes no more messages.
    </p>
  );
}
