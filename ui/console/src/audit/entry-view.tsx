import type { HistoryEntry, SyncAction } from '@openagents/sync';
import { ChevronRight, CircleAlert, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { classes } from '../platform/classes';
import { CopyButton } from '../platform/text/copy-button';
import { formatExact } from '../platform/time';
import { Ago } from '../platform/when';
import { ChangeList } from './change-list';
import { TraceView } from './trace-view';
import { wordsOfActor, wordsOfType } from './words';

const ICONS: Record<SyncAction, typeof Plus> = { insert: Plus, update: Pencil, delete: Trash2 };

/** One event: what happened, by whom and when, what it changed; on request all that is known of it. */
export function EntryView({ entry }: { entry: HistoryEntry }) {
  const Icon = entry.action ? ICONS[entry.action] : CircleAlert;
  const title = wordsOfType(entry.type);
  return (
    <li className="relative flex gap-3 pb-6">
      <span aria-hidden className="absolute top-7 bottom-0 left-3 w-px bg-line" />
      <span
        aria-hidden
        className="flex size-6 shrink-0 items-center justify-center rounded-full border border-line bg-raised text-ink-faint"
      >
        <Icon size={12} />
      </span>
      <article aria-label={`${title}, ${formatExact(entry.time)}`} className="min-w-0 grow">
        <header className="flex min-h-6 flex-wrap items-center gap-x-2">
          <h3 className="font-medium">{title}</h3>
          <span className="text-ink-soft wrap-anywhere">by {wordsOfActor(entry)}</span>
          <Ago at={entry.time} className="ml-auto text-xs text-ink-faint" />
        </header>
        {!entry.projected && (
          <p className="text-xs text-warn">Stored, but not shown anywhere yet: it could not be projected.</p>
        )}
        {entry.unreadable !== undefined && (
          <p className="text-xs text-bad wrap-anywhere">It can't be read here: {entry.unreadable}</p>
        )}
        <ChangeList changes={entry.changes} action={entry.action} />
        {entry.also.map((other) => (
          <section key={`${other.model} ${other.id}`} aria-label={`Also: ${other.model}`} className="mt-2">
            <p className="text-xs text-ink-faint">With it, {wordsOfType(other.model).toLowerCase()}:</p>
            <ChangeList changes={other.changes} action={other.action} />
          </section>
        ))}
        <Provenance entry={entry} />
      </article>
    </li>
  );
}

function Provenance({ entry }: { entry: HistoryEntry }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="mt-2">
      <div className="flex items-center gap-1">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="-ml-1 flex h-6 items-center gap-1 rounded-md px-1 text-xs text-ink-faint hover:bg-hover hover:text-ink"
        >
          <ChevronRight size={12} className={classes('transition-transform', open && 'rotate-90')} />
          Trace
        </button>
        {entry.mutationId !== undefined && (
          <>
            <code
              className="ml-1 max-w-48 truncate font-mono text-2xs text-ink-faint"
              title={entry.mutationId}
            >
              {entry.mutationId}
            </code>
            <CopyButton text={entry.mutationId} label="Copy mutation id" className="size-6!" />
          </>
        )}
      </div>
      {open && (
        <div className="mt-1 rounded-lg border border-line bg-sunken px-3 py-2 text-xs">
          <Facts
            facts={[
              ['When', formatExact(entry.time)],
              ['Event', `${entry.index.toLocaleString('en')} in the store, id ${entry.eventId}`],
              ['Mutation', entry.mutationId],
              ['Correlation', entry.correlationId],
              ['Causation', entry.causationId],
            ]}
          />
          {entry.mutationId !== undefined && <TraceView mutationId={entry.mutationId} />}
        </div>
      )}
    </div>
  );
}

export function Facts({ facts }: { facts: readonly [name: string, value: string | undefined][] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-faint">{name}</dt>
          <dd className="wrap-anywhere">{value ?? 'not known'}</dd>
        </div>
      ))}
    </dl>
  );
}
