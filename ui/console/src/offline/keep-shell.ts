/** Lets the page open without a net from its second visit on. */
export function keepShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // Without it the page works as well, online.
  navigator.serviceWorker.register('/worker.js').catch(() => undefined);
}
