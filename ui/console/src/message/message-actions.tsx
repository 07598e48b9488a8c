import { type MessageRow, useMutations } from '@openagents/sync';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../platform/button';
import { classes } from '../platform/classes';
import { Dialog } from '../platform/dialog';
import { HistoryButton } from '../platform/history-button';
import { useChangeable } from '../platform/moment';
import { CopyButton } from '../platform/text/copy-button';
import { toast } from '../platform/toast';
import { reasonOf } from '../sync/problem';
import { ROLES } from './roles';

type MessageActionsProps = { message: MessageRow; top: string; onEdit: () => void };

/** What can be done with a message; shows on hover and when the keyboard gets there. */
export function MessageActions({ message, top, onEdit }: MessageActionsProps) {
  const [deleting, setDeleting] = useState(false);
  const own = useChangeable() && message.role === 'user';
  return (
    <div
      className={classes(
        'absolute right-0 flex rounded-lg border border-line bg-raised p-0.5 opacity-0 shadow-raised',
        'focus-within:opacity-100 group-hover/item:opacity-100 pointer-coarse:group-focus-within/item:opacity-100',
        top,
      )}
    >
      <CopyButton text={message.content} label="Copy message" />
      <HistoryButton
        model="Message"
        id={message.id}
        name={`${ROLES[message.role].name.toLowerCase()} message`}
      />
      {own && (
        <>
          <IconButton label="Edit message" data-opens onClick={onEdit}>
            <Pencil size={14} />
          </IconButton>
          <IconButton label="Delete message" onClick={() => setDeleting(true)}>
            <Trash2 size={14} />
          </IconButton>
        </>
      )}
      {deleting && <DeleteDialog message={message} onClose={() => setDeleting(false)} />}
    </div>
  );
}

function DeleteDialog({ message, onClose }: { message: MessageRow; onClose: () => void }) {
  const { deleteMessage } = useMutations();
  const remove = () => {
    onClose();
    deleteMessage({ id: message.id }).catch((problem) => toast(`Not deleted. ${reasonOf(problem)}`, 'error'));
  };
  return (
    <Dialog title="Delete this message?" onClose={onClose}>
      <div className="px-5 pt-2 pb-5">
        <p className="line-clamp-3 whitespace-pre-wrap text-ink-soft">{message.content}</p>
        <p className="mt-3 text-ink-soft">
          It disappears for everybody. The history keeps that it was there.
        </p>
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" onClick={remove} data-autofocus>
            Delete
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
