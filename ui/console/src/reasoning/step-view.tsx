import type { ReasoningStepRow } from '@openagents/sync';
import { memo } from 'react';
import { classes } from '../platform/classes';
import { HistoryButton } from '../platform/history-button';
import { Markdown } from '../platform/text/markdown-text';
import { Clock } from '../platform/when';
import { ActionBlock } from './action-block';
import { ObservationBlock } from './observation-block';
import { RepeatsButton } from './repeats-button';

type StepViewProps = {
  step: ReasoningStepRow;
  number: number;
  /** It goes on the trace of the item above. */
  continues: boolean;
  /** No step came after it. */
  latest: boolean;
  /** Messages repeat it in the chat. */
  repeated: boolean;
};

/** One step of a trace: what the agent thought, what it then ran, and what came of it. */
export const StepView = memo(function StepView({ step, number, continues, latest, repeated }: StepViewProps) {
  const thought = step.thought.trim();
  const acts = step.action.trim() !== '' || step.observation !== null;
  return (
    <article
      aria-label={`Step ${number}`}
      className={classes('group/item relative flex gap-3', continues ? 'pt-4' : 'pt-5')}
    >
      <StepNumber number={number} continues={continues} />
      <div className="min-w-0 grow">
        <div className="min-h-6 pt-px">
          <div className="float-right flex items-center gap-1.5 pl-3">
            <HistoryButton
              model="ReasoningStep"
              id={step.id}
              name={`step ${number}`}
              className="-my-0.5 opacity-0 focus-visible:opacity-100 group-focus-within/item:opacity-100 group-hover/item:opacity-100"
            />
            {repeated && <RepeatsButton agentId={step.agent_id} />}
            <Clock at={step.created_at} className="text-xs leading-[1.375rem] text-ink-faint" />
          </div>
          {thought === '' ? (
            <span className="text-ink-faint">Step {number}</span>
          ) : (
            <Markdown text={thought} />
          )}
        </div>
        {acts && (
          <div className="mt-2 overflow-clip rounded-lg border border-line bg-sunken">
            <ActionBlock step={step} />
            <ObservationBlock step={step} latest={latest} />
          </div>
        )}
      </div>
    </article>
  );
});

/** The number, on the line that runs along a trace. */
function StepNumber({ number, continues }: { number: number; continues: boolean }) {
  return (
    <div aria-hidden className="flex w-6 shrink-0 justify-center">
      {continues && <span className="absolute top-0 h-4 w-px bg-line" />}
      <span className={classes('absolute bottom-0 w-px bg-line', continues ? 'top-10' : 'top-11')} />
      <span className="flex h-6 min-w-6 items-center justify-center rounded-full border border-line px-1 text-2xs text-ink-faint tabular-nums">
        {number}
      </span>
    </div>
  );
}
