import type { AgentRow } from '@openagents/sync';
import { toggleTravel } from '../audit/travel';
import { openOverlay } from '../platform/overlay';
import { navigate } from '../platform/route';
import { THEMES, useTheme } from '../platform/theme';
import { toggleInspector } from '../sync/inspector';
import { scrollTimeline } from '../timeline/scroll-commands';
import { AGENT_VIEWS } from './agent-views';

export type PaletteItem = {
  key: string;
  group: 'Agents' | 'Actions';
  name: string;
  /** Other words under which it is found. */
  also?: string;
  hotkey?: string;
  run: () => void;
};

/** Agents found at once; who looks for another one types more of its name. */
const AGENTS_MAX = 30;

/** Everything that the palette offers while that agent is shown. */
export function paletteItems(agents: readonly AgentRow[], shown: AgentRow | undefined): PaletteItem[] {
  const jumps = agents.map<PaletteItem>((agent) => ({
    key: agent.id,
    group: 'Agents',
    name: agent.name,
    run: () => navigate({ agentId: agent.id }),
  }));
  return [...jumps, ...generalActions(), ...(shown ? agentActions(shown) : []), ...themeActions()];
}

/** What contains each word of the query; names that begin with it come first. */
export function findItems(items: readonly PaletteItem[], query: string): PaletteItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter((item) => {
    const text = `${item.name} ${item.also ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const begins = (item: PaletteItem) => Number(item.name.toLowerCase().startsWith(words[0] ?? ''));
  const sorted = found.toSorted((left, right) => begins(right) - begins(left));
  const agents = sorted
    .filter((item) => item.group === 'Agents')
    .slice(0, words.length === 0 ? 5 : AGENTS_MAX);
  return [...agents, ...sorted.filter((item) => item.group === 'Actions')];
}

function generalActions(): PaletteItem[] {
  return [
    action('Payments of the org', { hotkey: 'g p', also: 'accounts money balance' }, () =>
      navigate({ page: 'payments' }),
    ),
    action('Outbox', { hotkey: 'g o', also: 'pending unsent refused dead letters offline' }, () =>
      openOverlay({ kind: 'outbox' }),
    ),
    action('New agent', { hotkey: 'c', also: 'create add' }, () => openOverlay({ kind: 'new-agent' })),
    action('Switch user or org', { also: 'account sign in' }, () => openOverlay({ kind: 'switch-identity' })),
    action(
      'Sync inspector',
      { hotkey: 'g i', also: 'devtools debug offline events socket' },
      toggleInspector,
    ),
    action('Verify or rebuild the read models', { also: 'admin operator repair replay' }, () =>
      openOverlay({ kind: 'rebuild' }),
    ),
    action('Keyboard shortcuts', { hotkey: '?', also: 'help' }, () => openOverlay({ kind: 'help' })),
  ];
}

function agentActions(agent: AgentRow): PaletteItem[] {
  const agentId = agent.id;
  const filters = AGENT_VIEWS.map((view, index) =>
    action(`Show ${view === 'all' ? 'all' : `the ${view}`}`, { hotkey: `${index + 1}`, also: 'filter' }, () =>
      navigate({ agentId, ...(view !== 'all' && { view }) }, { replace: true }),
    ),
  );
  const changes = [
    action(`Rename ${agent.name}`, { hotkey: 'r' }, () => openOverlay({ kind: 'rename-agent', agentId })),
    action(`Retire ${agent.name}`, { also: 'archive' }, () => openOverlay({ kind: 'retire-agent', agentId })),
  ];
  return [
    ...(agent.status === 'active' ? changes : []),
    action(`History of ${agent.name}`, { hotkey: 'h', also: 'audit who changed' }, () =>
      openOverlay({ kind: 'history', model: 'Agent', id: agentId, name: agent.name }),
    ),
    action('Show the past', { hotkey: 't', also: 'time travel slider live' }, () => toggleTravel(agentId)),
    action('Go to the bottom', { hotkey: 'g b', also: 'latest end' }, () => scrollTimeline('end')),
    action('Go to the top', { hotkey: 'g t', also: 'start' }, () => scrollTimeline('start')),
    ...filters,
  ];
}

function themeActions(): PaletteItem[] {
  return THEMES.map((theme) =>
    action(`Theme: ${theme}`, { also: 'appearance colours mode' }, () => useTheme.getState().setTheme(theme)),
  );
}

function action(name: string, more: { hotkey?: string; also?: string }, run: () => void): PaletteItem {
  return { key: name, group: 'Actions', name, run, ...more };
}
