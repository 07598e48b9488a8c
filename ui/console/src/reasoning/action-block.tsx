import type { ReasoningStepRow } from '@openagents/sync';
import { CopyButton } from '../platform/text/copy-button';
import { LongOutput } from '../platform/text/long-output';
import type { PreviewLimit } from '../platform/text/preview';

export const ACTION_LIMIT: PreviewLimit = { headLinesMax: 12, tailLinesMax: 0, headCharsMax: 2000 };

/** What the agent ran, behind a prompt. */
export function ActionBlock({ step: { id, action } }: { step: ReasoningStepRow }) {
  const command = action.trim();
  if (command === '') return null;
  return (
    <figure aria-label="Action" className="group/action relative flex bg-raised">
      <span aria-hidden className="py-2 pl-3 font-mono text-code text-accent select-none">
        $
      </span>
      <div className="-ml-1 min-w-0 grow pr-8 font-medium">
        <LongOutput id={`${id} action`} text={command} limit={ACTION_LIMIT} dialect="plain" />
      </div>
      <CopyButton
        text={command}
        label="Copy action"
        className="absolute! top-1 right-1 opacity-0 group-focus-within/action:opacity-100 group-hover/action:opacity-100"
      />
    </figure>
  );
}
