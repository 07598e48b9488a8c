import type { MessageRow } from '@openagents/sync';
import { memo, useState } from 'react';
import { classes } from '../platform/classes';
import { formatClock } from '../platform/time';
import { Clock } from '../platform/when';
import { usePending } from '../sync/pending';
import { MessageActions } from './message-actions';
import { MessageContent } from './message-content';
import { MessageEditor } from './message-editor';
import { ROLES } from './roles';

const PENDING = { sending: 'Sending…', waiting: 'Waiting for the connection…' };

type MessageViewProps = { message: MessageRow; continues: boolean };

/** One turn of the chat, styled by its role. */
export const MessageView = memo(function MessageView({ message, continues }: MessageViewProps) {
  const [editing, setEditing] = useState(false);
  const pending = usePending(message.id);
  const role = ROLES[message.role];
  return (
    <article
      aria-label={`${role.name} message, ${formatClock(message.created_at)}`}
      className={classes('group/item relative flex gap-3', continues ? 'pt-1.5' : 'pt-4')}
    >
      <Badge role={message.role} hidden={continues} />
      <div className="min-w-0 grow">
        {!continues && <Heading message={message} />}
        {editing ? (
          <MessageEditor message={message} onDone={() => setEditing(false)} />
        ) : (
          <div className={classes('transition-opacity', pending && 'opacity-60')}>
            <MessageContent message={message} />
          </div>
        )}
        {pending && <p className="mt-1 text-xs text-ink-faint">{PENDING[pending]}</p>}
      </div>
      {!editing && (
        <MessageActions
          message={message}
          top={continues ? 'top-0.5' : 'top-3'}
          onEdit={() => setEditing(true)}
        />
      )}
    </article>
  );
});

function Badge({ role, hidden }: { role: MessageRow['role']; hidden: boolean }) {
  const { icon: Icon, badge } = ROLES[role];
  if (hidden) return <span className="w-6 shrink-0" />;
  return (
    <span
      aria-hidden
      className={classes('flex size-6 shrink-0 items-center justify-center rounded-md', badge)}
    >
      <Icon size={14} />
    </span>
  );
}

function Heading({ message }: { message: MessageRow }) {
  const edited = message.updated_at !== message.created_at;
  return (
    <header className="mb-1 flex h-6 items-center gap-2">
      <span className="font-medium">{ROLES[message.role].name}</span>
      <Clock at={message.created_at} className="text-xs text-ink-faint" />
      {edited && <span className="text-xs text-ink-faint">edited</span>}
    </header>
  );
}
