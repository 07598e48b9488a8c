import { SyncProblem } from '@openagents/sync';

/** What a person is told about a refusal: what is wrong and what helps. */
export function reasonOf(problem: unknown): string {
  if (problem instanceof SyncProblem)
    return problem.hint ? `${problem.detail} ${problem.hint}` : problem.detail;
  return problem instanceof Error ? problem.message : String(problem);
}

/** Whether the very same request may succeed another time. */
export function isRetryable(problem: unknown): boolean {
  return problem instanceof SyncProblem && problem.retryable;
}
