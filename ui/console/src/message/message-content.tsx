import { erasedText, type MessageRow } from '@openagents/sync';
import { useMemo } from 'react';
import { classes } from '../platform/classes';
import { setExpanded, useExpanded } from '../platform/text/expanded';
import { LongOutput, ShowLess, ShowMore, showAll } from '../platform/text/long-output';
import { Markdown } from '../platform/text/markdown-text';
import { type PreviewLimit, previewOf } from '../platform/text/preview';

/** Long turns show their beginning; instructions to the agent, which are all alike, less of it. */
export const CHAT_LIMIT: PreviewLimit = { headLinesMax: 20, tailLinesMax: 0, headCharsMax: 3000 };
export const SYSTEM_LIMIT: PreviewLimit = { headLinesMax: 3, tailLinesMax: 0, headCharsMax: 400 };
export const TOOL_LIMIT: PreviewLimit = { headLinesMax: 10, tailLinesMax: 4, headCharsMax: 2000 };

export function MessageContent({ message: { id, role, content } }: { message: MessageRow }) {
  if (content === erasedText) return <p className="text-ink-soft italic">This text was erased.</p>;
  switch (role) {
    case 'tool':
      return (
        <div className="overflow-clip rounded-lg border border-line bg-sunken">
          <LongOutput id={id} text={content} limit={TOOL_LIMIT} />
        </div>
      );
    case 'system':
      return (
        <div className="text-ink-soft">
          <LongText id={id} text={content} limit={SYSTEM_LIMIT} surface="bg-canvas" />
        </div>
      );
    case 'user':
      return (
        <div className="w-fit max-w-full overflow-clip rounded-lg bg-accent-soft px-3 py-2">
          <LongText id={id} text={content} limit={CHAT_LIMIT} surface="bg-accent-soft" />
        </div>
      );
    case 'assistant':
      return <LongText id={id} text={content} limit={CHAT_LIMIT} surface="bg-canvas" />;
  }
}

type LongTextProps = {
  id: string;
  text: string;
  limit: PreviewLimit;
  /** The background that it stands on. */
  surface: string;
};

function LongText({ id, text, limit, surface }: LongTextProps) {
  const expanded = useExpanded(id);
  const preview = useMemo(() => previewOf(text, limit), [text, limit]);
  if (!preview.cut) return <Markdown text={text} />;
  return (
    <>
      <div className={expanded ? '' : 'mask-b-from-60%'}>
        <Markdown text={expanded ? text : preview.head} />
      </div>
      {expanded ? (
        <ShowLess id={id} className={classes('-mx-3', surface)} />
      ) : (
        <div className="-mx-3">
          <ShowMore label={showAll(preview.lineCount, text.length)} onClick={() => setExpanded(id, true)} />
        </div>
      )}
    </>
  );
}
