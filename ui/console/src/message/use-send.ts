import { useMutations } from '@openagents/sync';
import { isRetryable, reasonOf } from '../sync/problem';
import { keepUnsent } from './unsent';

/** Posts a message as the user; one that is refused is kept with the reason. */
export function useSend(agentId: string): (content: string) => void {
  const { postMessage } = useMutations();
  return (content) => {
    postMessage({ agent_id: agentId, content }).catch((problem) => {
      keepUnsent({ agentId, content, reason: reasonOf(problem), retryable: isRetryable(problem) });
    });
  };
}
