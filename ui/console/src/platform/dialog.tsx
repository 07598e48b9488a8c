import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { IconButton } from './button';
import { classes } from './classes';

type DialogProps = {
  title: string;
  onClose: () => void;
  /** Palettes and the like draw their own head. */
  bare?: boolean;
  /** At the right edge from top to bottom, so that what it is about stays in sight. */
  drawer?: boolean;
  className?: string;
  children: ReactNode;
};

/** A modal window on the browser's own dialog: it keeps the focus inside and gives it back, and Esc closes it. */
export function Dialog({ title, onClose, bare = false, drawer = false, className, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // The browser gives the focus back only while the dialog is still on the page.
  useLayoutEffect(() => {
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
        drawer
          ? 'm-0 ml-auto h-dvh max-h-none w-[min(36rem,100vw)] max-w-none border-l backdrop:bg-black/20'
          : 'm-auto mt-[12vh] max-h-[76vh] w-[min(26rem,calc(100vw-2rem))] rounded-xl border backdrop:bg-black/30',
        'overflow-hidden border-line bg-raised text-ink shadow-floating outline-none',
        'open:animate-appear open:flex open:flex-col',
        className,
      )}
    >
      {!bare && (
        <header className="flex items-center justify-between pt-4 pr-3 pl-5">
          <h2 id={titleId} className="min-w-0 truncate text-base font-semibold">
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
