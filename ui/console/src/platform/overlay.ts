import type { ModelName } from '@openagents/sync';
import { create } from 'zustand';

/** The window that lies over everything, of which there is at most one. */
export type Overlay =
  | { kind: 'palette' }
  | { kind: 'help' }
  /** What is not sent yet, or was refused. */
  | { kind: 'outbox' }
  | { kind: 'new-agent' }
  | { kind: 'rename-agent'; agentId: string }
  | { kind: 'retire-agent'; agentId: string }
  | { kind: 'switch-identity' }
  | { kind: 'rebuild' }
  /** What became of one thing; the name is what people call it. */
  | { kind: 'history'; model: ModelName; id: string; name: string };

type OverlayState = { overlay: Overlay | undefined };

export const useOverlay = create<OverlayState>()(() => ({ overlay: undefined }));

export function openOverlay(overlay: Overlay): void {
  useOverlay.setState({ overlay });
}

export function closeOverlay(): void {
  useOverlay.setState({ overlay: undefined });
}
