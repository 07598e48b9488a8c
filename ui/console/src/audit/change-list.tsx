import type { FieldChange, SyncAction } from '@openagents/sync';
import { useState } from 'react';
import { classes } from '../platform/classes';
import { ShowMore, showAll } from '../platform/text/long-output';
import { countLines } from '../platform/text/preview';
import { toldChanges, wordsOfField, wordsOfValue } from './words';

/** What of a text is shown until somebody asks for all of it. */
const SHOWN_CHARS = 240;
/** Columns that hold what machines write and read. */
const CODE = new Set(['diff', 'action', 'observation']);
/** Two texts as short as this stand side by side. */
const INLINE_CHARS = 40;

type ChangeListProps = {
  changes: Readonly<Record<string, FieldChange>>;
  action: SyncAction | undefined;
};

/** From what to what, column by column. */
export function ChangeList({ changes, action }: ChangeListProps) {
  const told = toldChanges(changes, action);
  if (told.length === 0) return null;
  return (
    <dl className="mt-1.5 space-y-1.5">
      {told.map(([field, change]) => (
        <div key={field} className={classes(isInline(change) && 'flex flex-wrap items-baseline gap-x-2')}>
          <dt className="text-xs text-ink-faint">{wordsOfField(field)}</dt>
          <dd className="min-w-0">
            <Change change={change} code={CODE.has(field)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Change({ change, code }: { change: FieldChange; code: boolean }) {
  const from = wordsOfValue(change.from);
  const to = wordsOfValue(change.to);
  const inline = isInline(change);
  return (
    <div className={classes(inline ? 'flex flex-wrap items-baseline gap-x-1.5' : 'mt-0.5 space-y-1')}>
      {from !== undefined && <Value text={from} look="from" inline={inline} code={code} />}
      {inline && from !== undefined && to !== undefined && (
        <span aria-hidden className="text-ink-faint">
          →
        </span>
      )}
      {to !== undefined && (
        <Value text={to} look={from === undefined ? 'new' : 'to'} inline={inline} code={code} />
      )}
    </div>
  );
}

const LOOKS = { from: 'bg-removed', to: 'bg-added', new: 'bg-sunken' };
const NAMES = { from: 'From: ', to: 'To: ', new: '' };

type ValueProps = { text: string; look: keyof typeof LOOKS; inline: boolean; code: boolean };

function Value({ text, look, inline, code }: ValueProps) {
  const [whole, setWhole] = useState(false);
  const cut = !whole && text.length > SHOWN_CHARS;
  const shown = cut ? text.slice(0, SHOWN_CHARS).trim() : text;
  const name = <span className="sr-only">{NAMES[look]}</span>;
  if (inline)
    return (
      <span className={classes('rounded px-1 wrap-anywhere', LOOKS[look])}>
        {name}
        {shown === '' ? <i className="text-ink-faint">empty</i> : shown}
      </span>
    );
  return (
    <div className={classes('overflow-hidden rounded-md', LOOKS[look])}>
      <p
        className={classes(
          'max-h-[60vh] overflow-y-auto px-2 py-1 whitespace-pre-wrap wrap-anywhere',
          code && 'font-mono text-code',
        )}
      >
        {name}
        {shown === '' ? <i className="text-ink-faint">empty</i> : shown}
        {cut && '…'}
      </p>
      {cut && <ShowMore label={showAll(countLines(text), text.length)} onClick={() => setWhole(true)} />}
    </div>
  );
}

function isInline({ from, to }: FieldChange): boolean {
  return [from, to].every((value) => {
    const text = wordsOfValue(value) ?? '';
    return text.length <= INLINE_CHARS && !text.includes('\n');
  });
}
