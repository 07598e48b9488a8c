import { useMemo, useSyncExternalStore } from 'react';

/** What the address names: `#/agent/<id>`, `#/agent/<id>/chat`, `#/payments` of the org; anything else is home. */
export type Route = { agentId?: string; view?: string; page?: 'payments' };

export function parseRoute(hash: string): Route {
  const [, word, agentId, view] = hash.replace(/^#/, '').split('/');
  if (word === 'payments' && !agentId) return { page: word };
  if (word !== 'agent' || !agentId) return {};
  return { agentId: decodeURIComponent(agentId), ...(view && { view }) };
}

export function hrefOf(route: Route): string {
  if (route.agentId === undefined) return `#/${route.page ?? ''}`;
  return `#/agent/${encodeURIComponent(route.agentId)}${route.view ? `/${route.view}` : ''}`;
}

/** Goes there with a new entry in the history; `replace` when going back must not lead here again. */
export function navigate(route: Route, { replace = false } = {}): void {
  const href = hrefOf(route);
  if (href === location.hash) return;
  if (replace) replaceAddress(href);
  else location.hash = href;
}

/** Back to the bare address, without a query and without an agent. */
export function resetAddress(): void {
  replaceAddress(`${location.pathname}#/`);
}

function replaceAddress(href: string): void {
  history.replaceState(history.state, '', href);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
