import { useEffect, useRef } from 'react';

/** By key as `KeyboardEvent.key` names it; `g b` is g and then b within a second; `mod+k` is ⌘K or Ctrl+K. */
export type Hotkeys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const SEQUENCE_MS = 1000;

/** Which of the hotkeys an event fires, given the key before it. */
export function hotkeyOf(event: KeyboardEvent, previous: string, hotkeys: Hotkeys): string | undefined {
  const modified = event.metaKey || event.ctrlKey;
  if (event.altKey) return undefined;
  // In a text this undoes what was typed.
  if (modified && event.key.toLowerCase() === 'z' && isTyping(event)) return undefined;
  if (modified) return [`mod+${event.key.toLowerCase()}`].find((name) => name in hotkeys);
  if (isTyping(event)) return undefined;
  return [`${previous} ${event.key}`, event.key].find((name) => name in hotkeys);
}

/** Listens on the whole window, except while somebody types or a dialog is open. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const current = useRef(hotkeys);
  useEffect(() => {
    current.current = hotkeys;
  });
  useEffect(() => {
    let previous = { key: '', at: 0 };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
      const before = event.timeStamp - previous.at < SEQUENCE_MS ? previous.key : '';
      previous = { key: event.key, at: event.timeStamp };
      const name = hotkeyOf(event, before, current.current);
      if (name === undefined) return;
      event.preventDefault();
      current.current[name]?.(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
