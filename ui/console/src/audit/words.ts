import type { ActorKind, FieldChange, SyncAction } from '@openagents/sync';

/** Columns that say what the entry says anyway, or nothing to a person. */
const UNTOLD = new Set(['id', 'org_id', 'agent_id', 'created_at', 'updated_at', 'files']);

/** `MessageEdited` as people read it: `Message edited`. */
export function wordsOfType(type: string): string {
  const words = type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Who did something; what is no person is called what it is. */
export function wordsOfActor({
  actor,
  actorKind,
}: {
  actor?: string | undefined;
  actorKind?: ActorKind | undefined;
}): string {
  if (actor === undefined) return 'an unknown actor';
  return actorKind === undefined || actorKind === 'person' ? actor : `${actorKind} ${actor}`;
}

/** `base_revision` as people read it: `base revision`. */
export function wordsOfField(field: string): string {
  return field.replaceAll('_', ' ');
}

/** Changes that a person wants to read; of a new row without those that left a column empty. */
export function toldChanges(
  changes: Readonly<Record<string, FieldChange>>,
  action: SyncAction | undefined,
): [field: string, change: FieldChange][] {
  return Object.entries(changes).filter(
    ([field, { from, to }]) =>
      !UNTOLD.has(field) &&
      (action !== 'insert' || (to !== null && to !== '')) &&
      (action !== 'delete' || (from !== null && from !== '')),
  );
}

/** A value as text; undefined where there is none. */
export function wordsOfValue(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? value.toLocaleString('en') : JSON.stringify(value, null, 1);
}

/** `agent:0199…` short enough for a line; the whole is its title. */
export function shortScope(scope: string): string {
  const [kind = '', id = ''] = scope.split(':');
  return `${kind}:${id.slice(0, 8)}…`;
}
