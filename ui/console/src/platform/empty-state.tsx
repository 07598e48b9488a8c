import type { ReactNode } from 'react';

type EmptyStateProps = {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  /** What one can do about it. */
  action?: ReactNode;
};

/** What stands where something will be, or could not be. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="m-auto flex max-w-sm flex-col items-center px-6 py-10 text-center">
      {icon && <div className="mb-4 text-ink-faint">{icon}</div>}
      <h2 className="text-base font-medium">{title}</h2>
      {children && <div className="mt-1.5 text-balance text-ink-soft">{children}</div>}
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}
