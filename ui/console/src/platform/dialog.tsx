import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './button';
import { classes } from './classes';

type DialogProps = {
  title: string;
  onClose: () => void;
  /** Palettes and the like draw their own head. */
  bare?: boolean;
  className?: string;
  children: ReactNode;
};

/** A modal window on the browser's own dialog: it keeps the focus inside and gives it back, and Esc closes it. */
export function Dialog({ title, onClose, bare = false, className, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    // By itself the browser would put the focus on the first button, which closes.
    (element?.querySelector<HTMLElement>('[data-autofocus]') ?? element)?.focus();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click on the backdrop only doubles Esc.
    <dialog
      ref={dialog}
      tabIndex={-1}
      {...(bare ? { 'aria-label': title } : { 'aria-labelledby': titleId })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className={classes(
        'm-auto mt-[12vh] max-h-[76vh] w-[min(26rem,calc(100vw-2rem))] overflow-hidden rounded-xl border border-line',
        'bg-raised text-ink shadow-floating outline-none backdrop:bg-black/30 open:animate-appear open:flex open:flex-col',
        className,
      )}
    >
      {!bare && (
        <header className="flex items-center justify-between pt-4 pr-3 pl-5">
          <h2 id={titleId} className="text-base font-semibold">
            {title}
          </h2>
          <IconButton label="Close" onClick={onClose}>
            <X size={16} />
          </IconButton>
        </header>
      )}
      {children}
    </dialog>
  );
}
