import { type ProblemFacts, SyncProblem } from '@openagents/sync';

/** What a person is told about a refusal: what is wrong and what helps. */
export function reasonOf(problem: unknown): string {
  if (problem instanceof SyncProblem) return wordsOf(problem);
  return problem instanceof Error ? problem.message : String(problem);
}

export function wordsOf({ code, detail }: ProblemFacts): string {
  if (code === 'network' || code === 'timeout')
    return 'The server does not answer. It is tried again by itself.';
  return detail;
}

/** Whether the very same request may succeed another time. */
export function isRetryable(problem: unknown): boolean {
  return problem instanceof SyncProblem && problem.retryable;
}
