import { type MessageRow, useMutations } from '@openagents/sync';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../platform/button';
import { GrowingTextarea } from '../platform/growing-textarea';
import { toast } from '../platform/toast';
import { reasonOf } from '../sync/problem';
import { useUndoToast } from '../sync/undo';

type MessageEditorProps = { message: MessageRow; onDone: () => void };

/** A message being changed in its place: Enter saves, Esc leaves it as it was. */
export function MessageEditor({ message, onDone }: MessageEditorProps) {
  const { editMessage } = useMutations();
  const offerUndo = useUndoToast();
  const [text, setText] = useState(message.content);
  const box = useRef<HTMLTextAreaElement>(null);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(-1, -1);
    const frame = requestAnimationFrame(() => root.current?.scrollIntoView({ block: 'nearest' }));
    return () => cancelAnimationFrame(frame);
  }, []);
  const save = () => {
    onDone();
    if (text.trim() === '' || text === message.content) return;
    editMessage({ id: message.id, content: text }).catch((problem) =>
      toast(`Not changed. ${reasonOf(problem)}`, 'error'),
    );
    offerUndo('Message changed');
  };
  return (
    <div ref={root} className="scroll-mb-8 rounded-lg border border-accent bg-raised">
      <GrowingTextarea
        ref={box}
        aria-label="Edit message"
        value={text}
        onChange={setText}
        onSubmit={save}
        onEscape={onDone}
        className="px-3 py-2"
      />
      <div className="flex justify-end gap-2 px-2 pb-2">
        <Button look="ghost" onClick={onDone}>
          Cancel
        </Button>
        <Button look="primary" onClick={save} disabled={text.trim() === ''}>
          Save
        </Button>
      </div>
    </div>
  );
}
