import { Check } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { classes } from './classes';

type MenuProps = {
  /** Accessible name of the list of actions. */
  label: string;
  align?: 'start' | 'end';
  side?: 'below' | 'above';
  trigger: (props: MenuTrigger) => ReactNode;
  children: (close: () => void) => ReactNode;
};

export type MenuTrigger = { onClick: () => void; 'aria-haspopup': 'menu'; 'aria-expanded': boolean };

/** A button that opens a list of actions: arrows move, Enter picks, Esc and a click elsewhere close. */
export function Menu({ label, align = 'start', side = 'below', trigger, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useClickOutside(root, open, () => setOpen(false));
  const close = () => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  return (
    <div ref={root} className="relative min-w-0">
      {trigger({ onClick: () => setOpen(!open), 'aria-haspopup': 'menu', 'aria-expanded': open })}
      {open && (
        <MenuList label={label} onClose={close} className={classes(PLACES[side], ALIGNS[align])}>
          {children(close)}
        </MenuList>
      )}
    </div>
  );
}

const PLACES = { below: 'top-full mt-1', above: 'bottom-full mb-1' };
const ALIGNS = { start: 'left-0', end: 'right-0' };

type MenuListProps = { label: string; onClose: () => void; className: string; children: ReactNode };

function MenuList({ label, onClose, className, children }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => itemsOf(list.current)[0]?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    // The keys belong to the menu as long as it is open, also those that mean something elsewhere.
    event.stopPropagation();
    const items = itemsOf(list.current);
    const at = items.indexOf(document.activeElement as HTMLElement);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[
      event.key
    ];
    if (target !== undefined) items[target % items.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={list}
      role="menu"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={onKeyDown}
      className={classes(
        'absolute z-30 min-w-52 animate-appear rounded-lg border border-line bg-raised p-1 shadow-raised',
        className,
      )}
    >
      {children}
    </div>
  );
}

type MenuItemProps = {
  icon?: ReactNode;
  hint?: ReactNode;
  /** Given for one of several choices: whether it is the present one. */
  checked?: boolean;
  danger?: boolean;
  onPick: () => void;
  children: ReactNode;
};

export function MenuItem({ icon, hint, checked, danger = false, onPick, children }: MenuItemProps) {
  const choice = checked !== undefined;
  return (
    <button
      type="button"
      role={choice ? 'menuitemradio' : 'menuitem'}
      {...(choice && { 'aria-checked': checked })}
      tabIndex={-1}
      onClick={onPick}
      className={classes(
        'flex h-8 w-full items-center gap-2 rounded-md px-2 text-left text-sm hover:bg-hover',
        'focus-visible:bg-hover focus-visible:outline-none',
        danger ? 'text-bad' : 'text-ink',
      )}
    >
      {icon && <span className="text-ink-faint">{icon}</span>}
      <span className="grow truncate">{children}</span>
      {checked && <Check size={14} className="text-accent" />}
      {hint && <span className="text-xs text-ink-faint">{hint}</span>}
    </button>
  );
}

export function MenuSeparator() {
  return <hr className="-mx-1 my-1 border-line" />;
}

function itemsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
}

function useClickOutside(
  root: React.RefObject<HTMLElement | null>,
  active: boolean,
  onOutside: () => void,
): void {
  const callback = useRef(onOutside);
  useEffect(() => {
    callback.current = onOutside;
  });
  useEffect(() => {
    if (!active) return;
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) callback.current();
    };
    document.addEventListener('pointerdown', onPointerDown);
    return () => document.removeEventListener('pointerdown', onPointerDown);
  }, [active, root]);
}
