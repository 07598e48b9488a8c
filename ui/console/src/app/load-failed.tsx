import { CloudOff } from 'lucide-react';
import { Button } from '../platform/button';
import { EmptyState } from '../platform/empty-state';

type LoadFailedProps = { reason: string; retry: () => void };

/** Instead of the org's agents: why they are not there. It is tried again in the background as well. */
export function LoadFailed({ reason, retry }: LoadFailedProps) {
  return (
    <EmptyState
      icon={<CloudOff size={28} strokeWidth={1.5} />}
      title="The agents could not be loaded"
      action={<Button onClick={retry}>Try again</Button>}
    >
      {reason}
    </EmptyState>
  );
}
