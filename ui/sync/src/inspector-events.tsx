import { type ReactNode, useState } from 'react';
import type { FieldChange, InspectorLog, LoggedEvent } from './inspector-log.js';

const valueCharactersMax = 200;

/** The newest events first; each opens to what it changed. */
export function EventLog({ log }: { log: InspectorLog }): ReactNode {
  const [filter, setFilter] = useState('');
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = log.events.filter((each) => words.every((word) => textOf(each).includes(word)));
  return (
    <div className="events">
      <div className="bar">
        <strong>Events</strong>
        <input
          type="search"
          aria-label="Filter events"
          placeholder="Filter by model, action or id"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <button type="button" onClick={() => log.clear()}>
          Clear
        </button>
      </div>
      {shown.length === 0 && <p className="none">Events show here as they come in.</p>}
      <ol>
        {shown.map((each) => (
          <Entry key={each.key} logged={each} />
        ))}
      </ol>
    </div>
  );
}

function Entry({ logged }: { logged: LoggedEvent }): ReactNode {
  const { event, scope, shownAt, lagMs, changes } = logged;
  return (
    <li>
      <details>
        <summary>
          <time dateTime={new Date(shownAt).toISOString()}>{new Date(shownAt).toLocaleTimeString()}</time>
          <code>{event.id}</code>
          <b data-action={event.action}>{event.action}</b>
          <span>{event.model}</span>
          <span className="fields">{changes.map(({ field }) => field).join(', ')}</span>
          <span className="lag">{lagMs} ms</span>
        </summary>
        <dl>
          <dt>row</dt>
          <dd>{event.model_id}</dd>
          <dt>scope</dt>
          <dd>{scope}</dd>
          <dt>mutation</dt>
          <dd>{event.mutation_id}</dd>
          {changes.map((change) => (
            <Difference key={change.field} change={change} action={event.action} />
          ))}
        </dl>
      </details>
    </li>
  );
}

function Difference({ change, action }: { change: FieldChange; action: string }): ReactNode {
  return (
    <>
      <dt>{change.field}</dt>
      <dd>
        {action !== 'insert' && <del>{shortOf(change.from)}</del>}
        {action !== 'delete' && <ins>{shortOf(change.to)}</ins>}
      </dd>
    </>
  );
}

function shortOf(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > valueCharactersMax ? `${text.slice(0, valueCharactersMax)}…` : text;
}

function textOf({ event, scope }: LoggedEvent): string {
  return `${event.id} ${event.action} ${event.model} ${event.model_id} ${event.mutation_id} ${scope}`.toLowerCase();
}
