import { useAgentSyncClient } from '@openagents/sync';
import {
  Activity,
  ChevronDown,
  CircleHelp,
  Command,
  History,
  LogOut,
  Monitor,
  Moon,
  Sun,
  Users,
} from 'lucide-react';
import { Menu, MenuItem, MenuSeparator } from '../platform/menu';
import { openOverlay } from '../platform/overlay';
import { THEMES, type Theme, useTheme } from '../platform/theme';
import { toggleInspector } from '../sync/inspector';
import { useOrg } from '../sync/rows';
import type { Session } from './session';
import { signOut } from './session-store';

/** Who is looking at which org, and what belongs to neither an agent nor a message. */
export function AccountMenu({ session }: { session: Session }) {
  const org = useOrg()?.name ?? session.org ?? 'Org';
  return (
    <Menu
      label="Account"
      trigger={(props) => (
        <button
          type="button"
          {...props}
          aria-label={`Account: ${session.user} at ${org}`}
          className="flex h-9 w-full min-w-0 items-center gap-2 rounded-lg px-2 text-left hover:bg-hover"
        >
          <span
            aria-hidden
            className="flex size-6 shrink-0 items-center justify-center rounded-md bg-accent-fill text-xs font-semibold text-white uppercase"
          >
            {[...org][0]}
          </span>
          <span className="truncate font-semibold">{org}</span>
          <span className="truncate text-ink-faint">{session.user}</span>
          <ChevronDown size={14} className="ml-auto shrink-0 text-ink-faint" />
        </button>
      )}
    >
      {(close) => <AccountItems session={session} close={close} />}
    </Menu>
  );
}

const THEME_ICONS: Record<Theme, typeof Sun> = { system: Monitor, light: Sun, dark: Moon };
export const THEME_NAMES: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

function AccountItems({ session, close }: { session: Session; close: () => void }) {
  const org = useOrg();
  const { theme, setTheme } = useTheme();
  const sync = useAgentSyncClient();
  const leave = () => {
    // Whoever sits here next finds nothing, also where the disk says that it had nothing to wipe.
    void sync
      .signOut()
      .catch(() => undefined)
      .then(signOut);
  };
  const open = (kind: 'palette' | 'help' | 'switch-identity') => {
    close();
    openOverlay({ kind });
  };
  return (
    <>
      {session.origin === 'issued' ? (
        <MenuItem icon={<Users size={15} />} onPick={() => open('switch-identity')}>
          Switch user or org…
        </MenuItem>
      ) : (
        <MenuItem icon={<LogOut size={15} />} onPick={leave}>
          Sign out
        </MenuItem>
      )}
      {org && (
        <MenuItem
          icon={<History size={15} />}
          onPick={() => {
            close();
            openOverlay({ kind: 'history', model: 'Org', id: org.id, name: org.name });
          }}
        >
          History of the org…
        </MenuItem>
      )}
      <MenuItem icon={<Command size={15} />} hint="/" onPick={() => open('palette')}>
        Command palette
      </MenuItem>
      <MenuItem
        icon={<Activity size={15} />}
        hint="g i"
        onPick={() => {
          close();
          toggleInspector();
        }}
      >
        Sync inspector
      </MenuItem>
      <MenuItem icon={<CircleHelp size={15} />} hint="?" onPick={() => open('help')}>
        Keyboard shortcuts
      </MenuItem>
      <MenuSeparator />
      {THEMES.map((name) => {
        const Icon = THEME_ICONS[name];
        return (
          <MenuItem
            key={name}
            icon={<Icon size={15} />}
            checked={theme === name}
            onPick={() => setTheme(name)}
          >
            {THEME_NAMES[name]}
          </MenuItem>
        );
      })}
    </>
  );
}
