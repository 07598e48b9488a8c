import { lazy, Suspense } from 'react';
import { ErrorBoundary } from '../platform/error-boundary';
import { toggleInspector, useInspector } from './inspector';

const SyncInspector = lazy(async () => {
  const { SyncInspector: default_ } = await import('@openagents/sync/inspector');
  return { default: default_ };
});

/** What the client does, under the page that it does it for; its code comes when it is first shown. */
export function InspectorPanel() {
  const { shown } = useInspector();
  if (!shown) return null;
  return (
    <div className="h-[45dvh] shrink-0 border-t border-line">
      <ErrorBoundary>
        <Suspense>
          <SyncInspector>
            <button type="button" onClick={toggleInspector}>
              Close
            </button>
          </SyncInspector>
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}
