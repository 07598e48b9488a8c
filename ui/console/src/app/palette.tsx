import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { classes } from '../platform/classes';
import { Dialog } from '../platform/dialog';
import { Keys } from '../platform/keys';
import { closeOverlay } from '../platform/overlay';
import { useAgent, useAgents } from '../sync/rows';
import { findItems, type PaletteItem, paletteItems } from './palette-items';

/** Type to jump to an agent or to do something. */
export function Palette({ shownAgentId }: { shownAgentId: string | undefined }) {
  const agents = useAgents();
  const shown = useAgent(shownAgentId ?? '');
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const found = findItems(paletteItems(agents, shown), query);
  const pick = (item: PaletteItem | undefined) => {
    if (!item) return;
    closeOverlay();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive((active + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setActive((active - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) pick(found[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Command palette" bare onClose={closeOverlay} className="w-[min(34rem,calc(100vw-2rem))]!">
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search size={16} className="shrink-0 text-ink-faint" />
        <input
          role="combobox"
          aria-label="Command"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={found[active] && `${listId}-${active}`}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          placeholder="Jump to an agent, or do something…"
          autoComplete="off"
          data-autofocus
          className="h-12 w-full bg-transparent text-base placeholder:text-ink-faint focus:outline-none"
        />
      </div>
      <PaletteList id={listId} items={found} active={active} onActive={setActive} onPick={pick} />
    </Dialog>
  );
}

type PaletteListProps = {
  id: string;
  items: readonly PaletteItem[];
  active: number;
  onActive: (index: number) => void;
  onPick: (item: PaletteItem) => void;
};

function PaletteList({ id, items, active, onActive, onPick }: PaletteListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  if (items.length === 0) return <p className="px-4 py-8 text-center text-ink-faint">Nothing found</p>;
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Commands"
      className="max-h-[46vh] overflow-y-auto p-1.5"
    >
      {items.map((item, index) => (
        <div key={item.key}>
          {item.group !== items[index - 1]?.group && (
            <p className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-faint">{item.group}</p>
          )}
          <div
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onPointerMove={() => onActive(index)}
            onClick={() => onPick(item)}
            onKeyDown={undefined}
            className={classes(
              'flex h-9 items-center justify-between gap-4 rounded-lg px-2.5',
              index === active && 'bg-selected',
            )}
          >
            <span className="truncate">{item.name}</span>
            {item.hotkey && <Keys keys={item.hotkey} />}
          </div>
        </div>
      ))}
    </div>
  );
}
