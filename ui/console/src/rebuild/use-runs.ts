import type { RebuildRun } from '@openagents/sync';
import { useCallback, useEffect, useState } from 'react';
import { readRuns } from './calls';

const LOOK_EVERY_MS = 1000;

export type Runs = {
  runs: readonly RebuildRun[] | undefined;
  /** Why they can't be shown, or what was refused last. */
  problem: string | undefined;
  /** Does something about them and looks again. */
  act: (deed: () => Promise<void>) => void;
};

/** The runs, looked at again every second. */
export function useRuns(): Runs {
  const [runs, setRuns] = useState<readonly RebuildRun[]>();
  const [problem, setProblem] = useState<string>();
  const look = useCallback(
    () =>
      readRuns().then(
        (read) => {
          setRuns(read);
        },
        (failure) => setProblem(words(failure)),
      ),
    [],
  );
  useEffect(() => {
    void look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [look]);
  const act = (deed: () => Promise<void>) => {
    setProblem(undefined);
    void deed()
      .catch((failure) => setProblem(words(failure)))
      .then(look);
  };
  return { runs, problem, act };
}

function words(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
