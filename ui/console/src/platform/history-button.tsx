import type { ModelName } from '@openagents/sync';
import { History } from 'lucide-react';
import { IconButton } from './button';
import { openOverlay } from './overlay';

type HistoryButtonProps = { model: ModelName; id: string; name: string; className?: string | undefined };

/** Opens the history of whatever it stands beside. */
export function HistoryButton({ model, id, name, className }: HistoryButtonProps) {
  return (
    <IconButton
      label={`History of ${name}`}
      onClick={() => openOverlay({ kind: 'history', model, id, name })}
      className={className}
    >
      <History size={14} />
    </IconButton>
  );
}
