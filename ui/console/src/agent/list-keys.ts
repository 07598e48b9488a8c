import type { KeyboardEvent } from 'react';

const LINKS = '[data-agent] a';

/** Moves the focus up and down a list of agents with the arrow keys; Home and End go to its ends. */
export function moveWithArrows(event: KeyboardEvent<HTMLElement>): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>(LINKS)];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  const link = target === undefined || at === -1 ? undefined : links[target];
  if (!link) return;
  event.preventDefault();
  link.focus();
}

/** From the filter field: Enter opens the first agent found, arrow down goes into the list. */
export function goIntoList(event: KeyboardEvent<HTMLElement>): void {
  const first = document.querySelector<HTMLElement>(LINKS);
  if (!first || event.nativeEvent.isComposing) return;
  if (event.key === 'ArrowDown') first.focus();
  else if (event.key === 'Enter') first.click();
  else return;
  event.preventDefault();
}
