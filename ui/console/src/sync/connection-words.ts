import type { ConnectionState } from '@openagents/sync';

export type ConnectionTone = 'good' | 'busy' | 'bad';

export type ConnectionWords = {
  tone: ConnectionTone;
  text: string;
  /** Whether it helps to try at once. */
  retry: boolean;
};

/** What the connection's state is called, at the given time in milliseconds since 1970. */
export function connectionWords({ status, retryAt, attempt }: ConnectionState, now: number): ConnectionWords {
  switch (status) {
    case 'live':
      return { tone: 'good', text: 'Live', retry: false };
    case 'catching-up':
      return { tone: 'busy', text: 'Catching up…', retry: false };
    case 'bootstrapping':
      return { tone: 'busy', text: 'Loading…', retry: false };
    case 'idle':
    case 'connecting':
      return { tone: 'busy', text: attempt > 0 ? 'Reconnecting…' : 'Connecting…', retry: false };
    case 'offline':
      return { tone: 'bad', text: offlineText(retryAt, now), retry: true };
    case 'unauthorized':
      return { tone: 'bad', text: 'Not signed in', retry: true };
    case 'refused':
      return { tone: 'bad', text: 'No access', retry: true };
    case 'closed':
      return { tone: 'bad', text: 'Closed', retry: false };
  }
}

function offlineText(retryAt: number | null, now: number): string {
  if (retryAt === null) return 'Offline';
  const seconds = Math.ceil((retryAt - now) / 1000);
  return seconds > 0 ? `Reconnecting in ${seconds} s` : 'Reconnecting…';
}
