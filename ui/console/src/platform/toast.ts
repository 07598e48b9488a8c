import { create } from 'zustand';

export type Toast = { id: number; text: string; tone: 'plain' | 'error' };

const SHOWN_MS = { plain: 3000, error: 8000 };

type ToastState = { toasts: readonly Toast[]; dismiss: (id: number) => void };

export const useToasts = create<ToastState>()((set) => ({
  toasts: [],
  dismiss: (id) => set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
}));

let lastId = 0;

/** Says something in passing at the edge of the screen. */
export function toast(text: string, tone: Toast['tone'] = 'plain'): void {
  const id = ++lastId;
  useToasts.setState((state) => ({ toasts: [...state.toasts, { id, text, tone }] }));
  setTimeout(() => useToasts.getState().dismiss(id), SHOWN_MS[tone]);
}
