import { create } from 'zustand';

type DraftState = { drafts: Readonly<Record<string, string>> };

/** What was typed for each agent and not sent yet. */
const useDrafts = create<DraftState>()(() => ({ drafts: {} }));

export function useDraft(agentId: string): [string, (text: string) => void] {
  const draft = useDrafts((state) => state.drafts[agentId] ?? '');
  return [draft, (text) => useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [agentId]: text } }))];
}
