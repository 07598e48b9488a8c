import { useMutations } from '@openagents/sync';

/** Posts a message as the user; one that is refused is kept with the reason, where `UnsentMessages` shows it. */
export function useSend(agentId: string): (content: string) => void {
  const { postMessage } = useMutations();
  return (content) => {
    postMessage({ agent_id: agentId, content }).catch(() => undefined);
  };
}
