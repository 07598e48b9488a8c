import { create } from 'zustand';
import { useShallow } from 'zustand/shallow';

/** A message that was refused, kept until its writer decides. */
export type UnsentMessage = {
  key: number;
  agentId: string;
  content: string;
  reason: string;
  /** Whether the same message may be taken another time. */
  retryable: boolean;
};

type UnsentState = { messages: readonly UnsentMessage[] };

const useUnsent = create<UnsentState>()(() => ({ messages: [] }));

let lastKey = 0;

export function useUnsentMessages(agentId: string): UnsentMessage[] {
  return useUnsent(useShallow((state) => state.messages.filter((message) => message.agentId === agentId)));
}

export function keepUnsent(message: Omit<UnsentMessage, 'key'>): void {
  useUnsent.setState(({ messages }) => ({ messages: [...messages, { ...message, key: ++lastKey }] }));
}

export function discardUnsent(key: number): void {
  useUnsent.setState(({ messages }) => ({ messages: messages.filter((message) => message.key !== key) }));
}
