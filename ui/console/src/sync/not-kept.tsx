import { HardDrive } from 'lucide-react';
import { useNotKept } from './kept';

/** Says that this page is all there is: it opens without rows when offline, and what waits goes with it. */
export function NotKept() {
  const reason = useNotKept();
  if (reason === undefined) return null;
  return (
    <p
      role="status"
      aria-label="Storage"
      title={reason}
      className="flex shrink-0 items-center gap-2 border-t border-line px-4 py-2 text-xs text-warn"
    >
      <HardDrive size={14} className="shrink-0" />
      <span>Nothing is kept on this device. Leave this page open until all is sent.</span>
    </p>
  );
}
