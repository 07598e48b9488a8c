import { create } from 'zustand';

export type ToastAction = { name: string; run: () => void };

export type Toast = { id: number; text: string; tone: 'plain' | 'error'; action: ToastAction | undefined };

const SHOWN_MS = { plain: 3000, error: 8000 };
/** Who shall decide needs time to read. */
const ACTION_SHOWN_MS = 6000;

type ToastState = { toasts: readonly Toast[]; dismiss: (id: number) => void };

export const useToasts = create<ToastState>()((set) => ({
  toasts: [],
  dismiss: (id) => set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
}));

let lastId = 0;

/** Says something in passing at the edge of the screen. */
export function toast(text: string, tone: Toast['tone'] = 'plain', action?: ToastAction): void {
  const id = ++lastId;
  useToasts.setState((state) => ({ toasts: [...state.toasts, { id, text, tone, action }] }));
  setTimeout(() => useToasts.getState().dismiss(id), action ? ACTION_SHOWN_MS : SHOWN_MS[tone]);
}
