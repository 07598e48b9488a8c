/** Where one writes to the agent that is shown; drawn by message/composer. */
export const COMPOSER_ID = 'composer';

let wanted: string | undefined;

/** Puts the cursor into the box for messages. */
export function focusComposer(): void {
  document.getElementById(COMPOSER_ID)?.focus();
}

/** The box for messages to that agent shall have the cursor as soon as it is there. */
export function wantComposerFocus(agentId: string): void {
  wanted = agentId;
}

/** Whether the cursor was wanted for that agent's box; it is wanted once. */
export function takeComposerFocus(agentId: string): boolean {
  const taken = wanted === agentId;
  if (taken) wanted = undefined;
  return taken;
}
