import { type AgentRow, compareTimestamps } from '@openagents/sync';
import { millis } from '../platform/time';

export type AgentActivity = {
  agent: AgentRow;
  /** ISO-8601. */
  lastActiveAt: string;
};

/** Agents that did something within this time are peers: the list does not shuffle while they take turns. */
export const PEERS_MS = 2 * 60_000;

/** Those at work first and among themselves the youngest first; then by last activity; the retired last. */
export function orderAgents(agents: readonly AgentActivity[], now: number): AgentActivity[] {
  return agents.toSorted((left, right) => {
    const byRank = rank(left, now) - rank(right, now);
    if (byRank !== 0) return byRank;
    const peers = rank(left, now) === 0;
    const [from, to] = peers
      ? [right.agent.created_at, left.agent.created_at]
      : [right.lastActiveAt, left.lastActiveAt];
    return compareTimestamps(from, to) || (left.agent.id < right.agent.id ? 1 : -1);
  });
}

/** Keeps the places of what is already shown while a pointer rests on it; what is new goes to the top. */
export function keepPlaces(next: readonly AgentActivity[], shown: readonly string[]): AgentActivity[] {
  const place = new Map(shown.map((id, index) => [id, index]));
  return next.toSorted((left, right) => (place.get(left.agent.id) ?? -1) - (place.get(right.agent.id) ?? -1));
}

/** Whether each word of the query occurs in the agent's name, in whatever case. */
export function matches(agent: AgentRow, query: string): boolean {
  const name = agent.name.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => name.includes(word));
}

function rank(entry: AgentActivity, now: number): number {
  if (entry.agent.status === 'retired') return 2;
  return now - millis(entry.lastActiveAt) < PEERS_MS ? 0 : 1;
}
