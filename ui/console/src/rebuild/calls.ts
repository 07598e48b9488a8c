import type { RebuildKind, RebuildRun, RebuildsResponse } from '@openagents/sync';
import { currentToken } from '../org/session-store';

export type Wish = 'pause' | 'resume' | 'cancel' | 'rollback';

/** What was rebuilt or verified lately, the newest first. */
export async function readRuns(): Promise<readonly RebuildRun[]> {
  const { runs } = (await call('GET', '/admin/rebuild')) as RebuildsResponse;
  return runs;
}

export async function beginRun(kind: RebuildKind): Promise<void> {
  await call('POST', '/admin/rebuild', { kind });
}

export async function wishOfRun(id: string, wish: Wish): Promise<void> {
  await call('POST', `/admin/rebuild/${id}/${wish}`, {});
}

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const send = (token: string) =>
    fetch(path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  let answer = await send(await currentToken(false));
  if (answer.status === 401) answer = await send(await currentToken(true));
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.detail ?? `The server answered ${answer.status}.`);
  return said;
}
