import { create } from 'zustand';

type Travel = {
  agentId: string | undefined;
  /** The moment that is shown; none until one is chosen. */
  at: string | undefined;
};

/** Which agent is shown as it was, and when. */
export const useTravel = create<Travel>()(() => ({ agentId: undefined, at: undefined }));

export function travelTo(agentId: string, at?: string): void {
  useTravel.setState({ agentId, at });
}

export function backToLive(): void {
  useTravel.setState({ agentId: undefined, at: undefined });
}

/** Whether that agent is shown as it was. */
export function useTravelling(agentId: string): boolean {
  return useTravel((travel) => travel.agentId === agentId);
}

/** Into an agent's past, or back from it. */
export function toggleTravel(agentId: string): void {
  if (useTravel.getState().agentId === agentId) backToLive();
  else travelTo(agentId);
}
