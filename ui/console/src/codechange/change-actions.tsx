import { type CodeChangeRow, useMutations } from '@openagents/sync';
import { useState } from 'react';
import { Button } from '../platform/button';
import { ReasonDialog } from '../platform/form';
import { useChangeable } from '../platform/moment';
import { Refusal, useRefusal } from '../platform/refusal';
import { reasonOf } from '../sync/problem';
import { type ChangeStep, NEXT_STEPS } from './steps';

/** What can be done with a code change as it stands; a refusal stays below until it is dismissed. */
export function ChangeActions({ change }: { change: CodeChangeRow }) {
  const [asked, setAsked] = useState<ChangeStep>();
  const mutations = useMutations();
  const { refusal, run, dismiss } = useRefusal(reasonOf);
  const steps = useChangeable() ? NEXT_STEPS[change.status] : [];
  const take = (step: ChangeStep) => {
    if (step.asksWhy) setAsked(step);
    else run(() => mutations[step.mutation as 'acceptChange']({ id: change.id }), step.failed);
  };
  return (
    <>
      {steps.length > 0 && (
        <div className="mt-2 flex flex-wrap gap-2">
          {steps.map((step, index) => (
            <Button
              key={step.mutation}
              look={index === 0 && !step.asksWhy ? 'primary' : 'plain'}
              onClick={() => take(step)}
            >
              {step.asksWhy ? `${step.verb}…` : step.verb}
            </Button>
          ))}
        </div>
      )}
      <Refusal refusal={refusal} onDismiss={dismiss} />
      {asked && (
        <ReasonDialog
          title={`${asked.verb} this change?`}
          verb={asked.verb}
          label="Why"
          onClose={() => setAsked(undefined)}
          act={(reason) => mutations[asked.mutation as 'rejectChange']({ id: change.id, reason })}
          reasonOf={(problem) => `${asked.failed} ${reasonOf(problem)}`}
        />
      )}
    </>
  );
}
