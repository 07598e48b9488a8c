import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classes } from './classes';

type Look = 'primary' | 'plain' | 'danger' | 'ghost';

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent-fill text-white hover:brightness-110',
  plain: 'border border-line-strong bg-raised text-ink hover:bg-hover',
  danger: 'bg-bad text-white hover:brightness-110 dark:text-black',
  ghost: 'text-ink-soft hover:bg-hover hover:text-ink',
};

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look };

export function Button({ look = 'plain', className, type = 'button', ...props }: ButtonProps) {
  return (
    <button
      {...props}
      type={type}
      className={classes(
        'inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-md px-3 text-sm font-medium',
        'transition-colors disabled:pointer-events-none disabled:opacity-45',
        LOOKS[look],
        className,
      )}
    />
  );
}

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> & {
  /** It makes something in the timeline grow. */
  'data-opens'?: boolean;
  /** What the button does; its accessible name and its tooltip. */
  label: string;
  /** Shown in the tooltip behind the label. */
  hotkey?: string;
  children: ReactNode;
};

export function IconButton({ label, hotkey, className, type = 'button', ...props }: IconButtonProps) {
  return (
    <button
      {...props}
      type={type}
      aria-label={label}
      title={hotkey ? `${label}  ${hotkey}` : label}
      className={classes(
        'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-ink-faint',
        'transition-colors hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-40',
        className,
      )}
    />
  );
}
