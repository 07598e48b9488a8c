// Runs before the first paint, so that nobody who chose dark sees a white flash.
try {
  const theme = localStorage.getItem('agentsync.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's theme holds.
}
