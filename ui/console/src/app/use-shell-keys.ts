import { backToLive, toggleTravel, useTravelling } from '../audit/travel';
import { focusComposer } from '../platform/focus';
import { useHotkeys } from '../platform/hotkeys';
import { openOverlay } from '../platform/overlay';
import { navigate } from '../platform/route';
import { toggleInspector } from '../sync/inspector';
import { useAgent } from '../sync/rows';
import { useUndo } from '../sync/undo';
import { scrollTimeline } from '../timeline/scroll-commands';
import { useAgentView } from './agent-screen';

/** The shortcuts that work wherever one is, as shortcuts.ts lists them. */
export function useShellKeys(shownAgentId: string | undefined, wide: boolean): void {
  const [, setView] = useAgentView(shownAgentId);
  const agent = useAgent(shownAgentId ?? '');
  const shownAgent = agent && { id: agent.id, name: agent.name };
  const travelling = useTravelling(shownAgentId ?? '');
  const undo = useUndo();
  const palette = () => openOverlay({ kind: 'palette' });
  useHotkeys({
    'mod+k': palette,
    '/': palette,
    '?': () => openOverlay({ kind: 'help' }),
    c: () => openOverlay({ kind: 'new-agent' }),
    f: () => document.getElementById('agent-filter')?.focus(),
    m: () => focusComposer(),
    r: () => shownAgentId && openOverlay({ kind: 'rename-agent', agentId: shownAgentId }),
    j: () => goToNeighbour(shownAgentId, 1),
    k: () => goToNeighbour(shownAgentId, -1),
    h: () => shownAgent && openOverlay({ kind: 'history', model: 'Agent', ...shownAgent }),
    t: () => shownAgentId && toggleTravel(shownAgentId),
    'g b': () => scrollTimeline('end'),
    'g t': () => scrollTimeline('start'),
    'g i': toggleInspector,
    'g o': () => openOverlay({ kind: 'outbox' }),
    z: undo,
    'mod+z': undo,
    'g p': () => navigate({ page: 'payments' }),
    '1': () => setView('all'),
    '2': () => setView('chat'),
    '3': () => setView('reasoning'),
    '4': () => setView('changes'),
    '5': () => setView('payments'),
    Escape: () => {
      if (travelling) backToLive();
      else if (!wide) navigate({});
    },
  });
}

/** The next agent is the next one that the list shows, in whatever order and however filtered. */
function goToNeighbour(shownAgentId: string | undefined, direction: 1 | -1): void {
  const items = [...document.querySelectorAll<HTMLElement>('[data-agent]')];
  const at = items.findIndex((item) => item.dataset['agent'] === shownAgentId);
  const next = items[at === -1 ? 0 : at + direction];
  if (next) navigate({ agentId: next.dataset['agent'] ?? '' });
}
