import type { CodeChangeRow } from '@openagents/sync';
import { GitPullRequestArrow } from 'lucide-react';
import { memo } from 'react';
import { Badge } from '../platform/badge';
import { classes } from '../platform/classes';
import { HistoryButton } from '../platform/history-button';
import { CopyButton } from '../platform/text/copy-button';
import { Clock } from '../platform/when';
import { usePending } from '../sync/pending';
import { ChangeActions } from './change-actions';
import { ChangedFiles, Counts } from './changed-files';
import { LazyDiff } from './lazy-diff';
import { STATUSES } from './steps';

const REVISION_CHARS = 12;

/** A code change: what it would do to which files, how far it has come, and what one can decide about it. */
export const ChangeView = memo(function ChangeView({ change }: { change: CodeChangeRow }) {
  const pending = usePending(change.id);
  const { name, tone } = STATUSES[change.status];
  return (
    <article aria-label={`Code change: ${change.title}`} className="group/item relative flex gap-3 pt-5">
      <span
        aria-hidden
        className="flex size-6 shrink-0 items-center justify-center rounded-md bg-accent-soft text-accent"
      >
        <GitPullRequestArrow size={14} />
      </span>
      <div className="min-w-0 grow">
        <header className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1">
          <p className="min-w-0 font-medium wrap-anywhere">{change.title}</p>
          <Badge tone={tone}>{name}</Badge>
          <HistoryButton
            model="CodeChange"
            id={change.id}
            name={change.title}
            className="-my-1 ml-auto opacity-0 focus-visible:opacity-100 group-focus-within/item:opacity-100 group-hover/item:opacity-100"
          />
          <Clock at={change.created_at} className="text-xs text-ink-faint" />
        </header>
        <Origin change={change} />
        <div
          className={classes(
            'group/diff relative mt-2 overflow-clip rounded-lg border border-line bg-sunken transition-opacity',
            pending && 'opacity-60',
          )}
        >
          <ChangedFiles change={change} />
          <LazyDiff change={change} />
          <CopyButton
            text={change.diff}
            label="Copy diff"
            className="absolute! right-1 bottom-1 z-20 bg-sunken opacity-0 group-focus-within/diff:opacity-100 group-hover/diff:opacity-100"
          />
        </div>
        {change.reason !== null && (
          <p className="mt-2 whitespace-pre-wrap text-ink-soft wrap-anywhere">
            <span className="font-medium text-ink">{name}:</span> {change.reason}
          </p>
        )}
        <ChangeActions change={change} />
      </div>
    </article>
  );
});

function Origin({ change: { author, base_revision, files } }: { change: CodeChangeRow }) {
  const sum = (count: 'added' | 'removed') => files.reduce((all, file) => all + file[count], 0);
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-xs text-ink-faint">
      {author !== '' && <span>by {author}</span>}
      {base_revision !== '' && (
        <span title={base_revision}>
          on <code className="font-mono">{base_revision.slice(0, REVISION_CHARS)}</code>
        </span>
      )}
      {files.length > 1 && <span>{files.length.toLocaleString('en')} files</span>}
      {files.length > 1 && <Counts added={sum('added')} removed={sum('removed')} />}
    </p>
  );
}
