import type { TimelineEntry } from '@openagents/sync';
import { useEffect, useRef, useState } from 'react';
import { ROLES } from '../message/roles';

const SPOKEN_CHARS = 200;

/** Reads out what others write while one listens; steps would drown it. */
export function Announcer({ entries }: { entries: readonly TimelineEntry[] }) {
  const last = entries.at(-1);
  const known = useRef(last?.row.id);
  const [words, setWords] = useState('');
  useEffect(() => {
    if (!last || last.row.id === known.current) return;
    known.current = last.row.id;
    if (last.model === 'CodeChange') setWords(`Code change: ${last.row.title}`);
    if (last.model !== 'Message' || last.row.role === 'user') return;
    setWords(`${ROLES[last.row.role].name}: ${last.row.content.slice(0, SPOKEN_CHARS)}`);
  }, [last]);
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}
