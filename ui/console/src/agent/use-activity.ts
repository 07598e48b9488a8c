import { useMemo } from 'react';
import { useNow } from '../platform/now';
import { useAgent, useLastChange, useLastMessage, useLastStep } from '../sync/rows';
import { type Activity, activityOf } from './activity';

/** What an agent is doing right now; renders again only when the words change. */
export function useActivity(agentId: string): Activity | undefined {
  const agent = useAgent(agentId);
  const message = useLastMessage(agentId);
  const step = useLastStep(agentId);
  const change = useLastChange(agentId);
  const words = useNow((now) => (agent ? JSON.stringify(activityOf(agent, message, step, now, change)) : ''));
  return useMemo(() => (words === '' ? undefined : (JSON.parse(words) as Activity)), [words]);
}
