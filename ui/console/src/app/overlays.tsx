import { NewAgentDialog, RenameAgentDialog, RetireAgentDialog } from '../agent/agent-dialogs';
import { HistoryDrawer } from '../audit/history-drawer';
import { SwitchDialog } from '../org/switch-dialog';
import { useOverlay } from '../platform/overlay';
import { RebuildDrawer } from '../rebuild/rebuild-drawer';
import { OutboxDialog } from '../sync/outbox-dialog';
import { HelpDialog } from './help-dialog';
import { Palette } from './palette';

/** The window that lies over the page, if any. */
export function Overlays({ shownAgentId }: { shownAgentId: string | undefined }) {
  const { overlay } = useOverlay();
  switch (overlay?.kind) {
    case undefined:
      return null;
    case 'palette':
      return <Palette shownAgentId={shownAgentId} />;
    case 'help':
      return <HelpDialog />;
    case 'outbox':
      return <OutboxDialog />;
    case 'new-agent':
      return <NewAgentDialog />;
    case 'rename-agent':
      return <RenameAgentDialog agentId={overlay.agentId} />;
    case 'retire-agent':
      return <RetireAgentDialog agentId={overlay.agentId} />;
    case 'switch-identity':
      return <SwitchDialog />;
    case 'rebuild':
      return <RebuildDrawer shownAgentId={shownAgentId} />;
    case 'history':
      return <HistoryDrawer key={`${overlay.model} ${overlay.id}`} thing={overlay} />;
  }
}
