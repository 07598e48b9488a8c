import { type RebuildRun, useAgentSyncClient } from '@openagents/sync';
import { type Rebuilds, rebuildsOf } from '@openagents/sync/rebuild';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { reasonOf } from '../sync/problem';

const LOOK_EVERY_MS = 1000;

export type Deed = (rebuilds: Rebuilds) => Promise<void>;

export type Runs = {
  runs: readonly RebuildRun[] | undefined;
  /** Why they can't be shown, or what was refused last. */
  problem: string | undefined;
  /** Does something about them and looks again. */
  act: (deed: Deed) => void;
};

/** The runs, looked at again every second. */
export function useRuns(): Runs {
  const sync = useAgentSyncClient();
  const rebuilds = useMemo(() => rebuildsOf(sync), [sync]);
  const [runs, setRuns] = useState<readonly RebuildRun[]>();
  const [problem, setProblem] = useState<string>();
  const look = useCallback(
    () => rebuilds.runs().then(setRuns, (failure) => setProblem(reasonOf(failure))),
    [rebuilds],
  );
  useEffect(() => {
    void look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [look]);
  const act = (deed: Deed) => {
    setProblem(undefined);
    void deed(rebuilds)
      .catch((failure) => setProblem(reasonOf(failure)))
      .then(look);
  };
  return { runs, problem, act };
}
