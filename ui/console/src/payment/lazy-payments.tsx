import { lazy, Suspense } from 'react';
import { Bar } from '../platform/skeleton';

const PaymentsView = lazy(() => import('./payments-view'));

/** The page of payments, which is loaded when somebody first looks at it. */
export function Payments({ agentId }: { agentId?: string }) {
  return (
    <Suspense fallback={<LoadingPayments />}>
      <PaymentsView agentId={agentId} />
    </Suspense>
  );
}

function LoadingPayments() {
  return (
    <div role="status" aria-label="Loading payments" className="mx-auto w-full max-w-[52rem] grow px-4 pt-5">
      <Bar className="h-32! rounded-xl! opacity-50" />
    </div>
  );
}
