/** localStorage that never throws: private windows and full disks just forget. */
export function readStored(key: string): string | undefined {
  try {
    return localStorage.getItem(`agentsync.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Undefined removes. */
export function writeStored(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`agentsync.${key}`);
    else localStorage.setItem(`agentsync.${key}`, value);
  } catch {
    // Nothing to do: the value lives on in memory.
  }
}
