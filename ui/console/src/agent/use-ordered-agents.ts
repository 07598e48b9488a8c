import {
  type AgentRow,
  type SyncState,
  selectAgents,
  selectCodeChanges,
  selectMessages,
  selectSteps,
} from '@openagents/sync';
import { useEffect, useRef } from 'react';
import { useNow } from '../platform/now';
import { useOrgRows } from '../sync/rows';
import { lastActiveAt } from './activity';
import { type AgentActivity, keepPlaces, orderAgents } from './agent-order';

const ORDER_STEP_MS = 10_000;

/** Ids of the org's agents in the order of the list; while `frozen`, nothing that is shown changes its place. */
export function useOrderedAgents(frozen: boolean): readonly string[] {
  const activities = useOrgRows(selectActivities);
  const now = useNow(stepped);
  const shown = useRef<readonly string[]>([]);
  const ordered = orderAgents(activities, now);
  const order = (frozen ? keepPlaces(ordered, shown.current) : ordered).map(({ agent }) => agent.id);
  useEffect(() => {
    shown.current = order;
  });
  return order;
}

/** The agent that stands first in the list when it is first asked for; it stays the one. */
export function useFirstAgent(): string | undefined {
  const now = useNow(stepped);
  const first = useOrgRows((state) => orderAgents(selectActivities(state), now)[0]?.agent.id);
  const kept = useRef<string>(undefined);
  kept.current ??= first;
  return kept.current;
}

function stepped(time: number): number {
  return Math.floor(time / ORDER_STEP_MS) * ORDER_STEP_MS;
}

/** The same object as long as the agent and its last activity are the same, so that nothing renders in vain. */
const known = new WeakMap<AgentRow, AgentActivity>();

function selectActivities(state: SyncState): AgentActivity[] {
  return selectAgents(state).map((agent) => {
    const at = lastActiveAt(
      agent,
      selectMessages(agent.id)(state).at(-1),
      selectSteps(agent.id)(state).at(-1),
      selectCodeChanges(agent.id)(state).at(-1),
    );
    const before = known.get(agent);
    if (before?.lastActiveAt === at) return before;
    const activity = { agent, lastActiveAt: at };
    known.set(agent, activity);
    return activity;
  });
}
