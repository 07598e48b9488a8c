import { X } from 'lucide-react';
import { Button, IconButton } from './button';
import { classes } from './classes';
import { useToasts } from './toast';

/** Where toasts appear. Errors interrupt a screen reader, the rest waits for its turn. */
export function Toaster() {
  const { toasts, dismiss } = useToasts();
  return (
    <div className="pointer-events-none fixed right-4 bottom-4 left-4 z-40 flex flex-col items-end gap-2">
      {toasts.map(({ id, text, tone, action }) => (
        <div
          key={id}
          role={tone === 'error' ? 'alert' : 'status'}
          className={classes(
            'pointer-events-auto flex max-w-sm animate-appear items-start gap-2 rounded-lg border bg-raised',
            'py-2 pr-2 pl-3 shadow-raised',
            tone === 'error' ? 'border-bad/40' : 'border-line',
          )}
        >
          <span className="py-1 text-sm wrap-anywhere">{text}</span>
          {action && (
            <Button
              look="ghost"
              onClick={() => {
                dismiss(id);
                action.run();
              }}
            >
              {action.name}
            </Button>
          )}
          <IconButton label="Dismiss" onClick={() => dismiss(id)}>
            <X size={14} />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
