import { useEffect } from 'react';
import { create } from 'zustand';

/** Where one writes to the agent that is shown; drawn by message/composer. */
export const COMPOSER_ID = 'composer';

/** The agent whose box for messages shall have the cursor as soon as it can. */
const useWanted = create<{ agentId: string | undefined }>()(() => ({ agentId: undefined }));

/** Puts the cursor into the box for messages. */
export function focusComposer(): void {
  document.getElementById(COMPOSER_ID)?.focus();
}

/** The box for messages to that agent shall have the cursor as soon as it is there; it may be there already. */
export function wantComposerFocus(agentId: string): void {
  useWanted.setState({ agentId });
}

/** Gives the box for messages to that agent the cursor when it is wanted there, once. */
export function useComposerFocus(agentId: string): void {
  const wanted = useWanted((state) => state.agentId === agentId);
  useEffect(() => {
    if (!wanted) return;
    focusComposer();
    useWanted.setState({ agentId: undefined });
  }, [wanted]);
}
