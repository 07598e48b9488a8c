import { createContext, useContext } from 'react';

/** The id of the org that the whole page shows. */
export const OrgContext = createContext<string | undefined>(undefined);

export function useOrgId(): string {
  const orgId = useContext(OrgContext);
  if (orgId === undefined) throw new Error('There is no SyncWiring above this component.');
  return orgId;
}
