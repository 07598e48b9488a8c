/** Where a timeline can be asked to go by keys and buttons elsewhere on the page. */
export type ScrollCommand = 'start' | 'end';

const listeners = new Set<(command: ScrollCommand) => void>();

export function scrollTimeline(command: ScrollCommand): void {
  for (const listener of listeners) listener(command);
}

export function onScrollCommand(listener: (command: ScrollCommand) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
