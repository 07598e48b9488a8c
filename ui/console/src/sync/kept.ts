import type { Readable } from '@openagents/sync';
import type { StorageState } from '@openagents/sync/indexed-db';
import { createContext, useContext } from 'react';
import { createStore, useStore } from 'zustand';

/** What becomes of what this device keeps; where nothing says so, all is well. */
export const KeptContext = createContext<Readable<StorageState>>(
  createStore<StorageState>()(() => ({ open: true, bytes: 0, problem: null })),
);

/** Why nothing is kept on this device, where that is so. */
export function useNotKept(): string | undefined {
  return useStore(useContext(KeptContext), ({ problem }) => problem?.detail);
}
