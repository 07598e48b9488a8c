import type { PaymentRow } from '@openagents/sync';
import { EmptyState } from '../platform/empty-state';
import { ShowMore } from '../platform/text/long-output';
import { useNewestFirst } from './newest-first';
import type { NameOf } from './parties';
import { PaymentItem } from './payment-item';

type PaymentListProps = {
  payments: readonly PaymentRow[];
  nameOf: NameOf;
  agentId: string | undefined;
};

export function PaymentList({ payments, nameOf, agentId }: PaymentListProps) {
  const { shown, rest, showMore } = useNewestFirst(payments);
  if (payments.length === 0) {
    return (
      <EmptyState title="No payments yet">
        Deposits, payments and withdrawals appear here as they happen.
      </EmptyState>
    );
  }
  return (
    <div className="rounded-xl border border-line">
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from lists without bullets. */}
      <ul role="list" aria-label="Payments" className="divide-y divide-line">
        {shown.map((payment) => (
          <PaymentItem key={payment.id} payment={payment} nameOf={nameOf} agentId={agentId} />
        ))}
      </ul>
      {rest > 0 && (
        <div className="border-t border-line py-1">
          <ShowMore label={`Show more of ${rest.toLocaleString('en')} older payments`} onClick={showMore} />
        </div>
      )}
    </div>
  );
}
