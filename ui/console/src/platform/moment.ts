import { createContext, useContext } from 'react';

/** Where a past moment is shown: its time in milliseconds. Clocks stand still there, and nothing can be changed. */
export const MomentContext = createContext<number | undefined>(undefined);

export function useMoment(): number | undefined {
  return useContext(MomentContext);
}

/** Whether what is shown can be changed, since it is the present. */
export function useChangeable(): boolean {
  return useMoment() === undefined;
}
