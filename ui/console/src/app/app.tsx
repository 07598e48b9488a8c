import { LoaderCircle, PlugZap } from 'lucide-react';
import { useEffect } from 'react';
import { signIn, useSession } from '../org/session-store';
import { TokenPage } from '../org/token-page';
import { Button } from '../platform/button';
import { EmptyState } from '../platform/empty-state';
import { ErrorBoundary } from '../platform/error-boundary';
import { Toaster } from '../platform/toaster';
import { SyncWiring } from '../sync/sync-wiring';
import { Shell } from './shell';

export function App() {
  useEffect(() => void signIn(), []);
  return (
    <>
      <ErrorBoundary>
        <Screen />
      </ErrorBoundary>
      <Toaster />
    </>
  );
}

function Screen() {
  const state = useSession();
  switch (state.phase) {
    case 'signing-in':
      return (
        <div role="status" aria-label="Signing in" className="flex h-full">
          <LoaderCircle className="m-auto animate-spin text-ink-faint" size={20} />
        </div>
      );
    case 'token-needed':
      return <TokenPage reason={state.reason} />;
    case 'unreachable':
      return (
        <main className="flex h-full">
          <EmptyState
            icon={<PlugZap size={28} strokeWidth={1.5} />}
            title="The server does not answer"
            action={<Button onClick={() => void signIn()}>Try again</Button>}
          >
            <p>It is tried again every few seconds.</p>
            <p className="mt-1 text-xs text-ink-faint">{state.reason}</p>
          </EmptyState>
        </main>
      );
    case 'signed-in':
      return (
        <SyncWiring
          key={`${state.session.user} ${state.session.orgId}`}
          user={state.session.user}
          orgId={state.session.orgId}
        >
          <Shell session={state.session} />
        </SyncWiring>
      );
  }
}
