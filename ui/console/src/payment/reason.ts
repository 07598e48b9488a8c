import { SyncProblem } from '@openagents/sync';
import { reasonOf } from '../sync/problem';

/** What a person is told about a refusal. The server counts in minor units, which would be misread here. */
export function paymentReason(problem: unknown): string {
  if (problem instanceof SyncProblem && problem.code === 'insufficient_funds')
    return 'The account that pays has less than that available.';
  return reasonOf(problem);
}
