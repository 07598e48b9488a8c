import type { TracedEvent } from '@openagents/sync';
import { useCallback } from 'react';
import { formatExact } from '../platform/time';
import { useAudit } from './use-audit';
import { useLoaded } from './use-loaded';
import { shortScope, wordsOfActor, wordsOfType } from './words';

const PROJECTIONS: Record<TracedEvent['projection'], string> = {
  projected: '',
  no_longer_logged: 'The log no longer keeps what subscribers got.',
  set_aside: 'It could not be projected.',
  waiting: 'It waits behind another event of the org that could not be projected.',
  not_yet: 'It is not projected yet.',
};

/** One mutation followed from its command over its events to what subscribers got. */
export function TraceView({ mutationId }: { mutationId: string }) {
  const audit = useAudit();
  const load = useCallback(() => audit.trace(mutationId), [audit, mutationId]);
  const { loaded, retry } = useLoaded(load);
  if (loaded.phase === 'failed')
    return (
      <p role="alert" className="mt-2 border-t border-line pt-2 text-bad">
        {loaded.reason}{' '}
        <button type="button" onClick={retry} className="font-medium underline">
          Try again
        </button>
      </p>
    );
  if (!loaded.value) return <p className="mt-2 border-t border-line pt-2 text-ink-faint">Following it…</p>;
  const { command, events } = loaded.value;
  return (
    <ol aria-label="Trace" className="mt-2 space-y-2 border-t border-line pt-2">
      <li>
        <span className="font-medium">{command.name ? wordsOfType(command.name) : 'Command'}</span>{' '}
        <span className="text-ink-soft">
          by {wordsOfActor(command)}, stored {formatExact(command.storedAt)}
        </span>
        {events.length === 0 && <p className="text-ink-soft">It changed nothing.</p>}
      </li>
      {events.map((event) => (
        <TracedEventView key={event.index} event={event} />
      ))}
    </ol>
  );
}

function TracedEventView({ event }: { event: TracedEvent }) {
  const { projection, reason, syncEvents, syncEventsLeftOut } = event;
  return (
    <li className="border-l-2 border-line pl-3">
      <p>
        <span className="font-medium">{wordsOfType(event.type)}</span>{' '}
        <span className="text-ink-soft">event {event.index.toLocaleString('en')}</span>
      </p>
      {projection !== 'projected' && (
        <p className="text-warn">
          {PROJECTIONS[projection]} {reason}
        </p>
      )}
      {syncEvents.length > 0 && (
        <ul aria-label="Sync events" className="mt-0.5 border-l-2 border-line pl-3 text-ink-soft">
          {syncEvents.map((sync) => (
            <li key={sync.id}>
              <span className="tabular-nums">{sync.id.toLocaleString('en')}</span> {sync.action} {sync.model}{' '}
              in <span title={sync.scope}>{shortScope(sync.scope)}</span>
            </li>
          ))}
          {syncEventsLeftOut > 0 && <li>and {syncEventsLeftOut.toLocaleString('en')} more</li>}
        </ul>
      )}
    </li>
  );
}
