import type { PaymentRow } from '@openagents/sync';
import { ArrowDownLeft, ArrowRight, ArrowUpRight } from 'lucide-react';
import { memo } from 'react';
import { Badge } from '../platform/badge';
import { classes } from '../platform/classes';
import { HistoryButton } from '../platform/history-button';
import { useNow } from '../platform/now';
import { formatDuration, millis } from '../platform/time';
import { Ago } from '../platform/when';
import { usePending } from '../sync/pending';
import { formatMoney } from './money';
import type { NameOf } from './parties';
import { PaymentActions } from './payment-actions';
import { STATUSES } from './steps';

const KINDS: Record<PaymentRow['kind'], string> = {
  transfer: 'Payment',
  deposit: 'Deposit',
  withdrawal: 'Withdrawal',
};

const PENDING = { sending: 'Sending…', waiting: 'Waiting for the connection…' };

type PaymentItemProps = {
  payment: PaymentRow;
  nameOf: NameOf;
  /** The agent from whose side it is seen. */
  agentId: string | undefined;
};

/** One payment: between whom, how much, how far it has come, and what can be done about it. */
export const PaymentItem = memo(function PaymentItem({ payment, nameOf, agentId }: PaymentItemProps) {
  const { kind, memo: purpose, amount, currency, status, refunded, failure } = payment;
  const pending = usePending(payment.id);
  const { name, tone } = STATUSES[status];
  const direction = directionOf(payment, agentId);
  const from = nameOf(payment.from_account_id);
  const to = nameOf(payment.to_account_id);
  const Icon = { in: ArrowDownLeft, out: ArrowUpRight, between: ArrowRight }[direction];
  return (
    <li
      aria-label={`${KINDS[kind]} from ${from} to ${to}`}
      className={classes('flex gap-3 px-4 py-3', pending && 'opacity-60')}
    >
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-ink-faint" />
      <div className="min-w-0 grow">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 font-medium wrap-anywhere">
            {from} → {to}
          </span>
          <Badge tone={tone}>{name}</Badge>
        </div>
        <p className="text-ink-soft wrap-anywhere">{purpose === '' ? KINDS[kind] : purpose}</p>
        {failure !== null && <p className="text-ink-soft wrap-anywhere">Failed: {failure}</p>}
        {refunded > 0 && <p className="text-ink-soft">{formatMoney(refunded, currency)} refunded</p>}
        {status === 'reserved' && payment.expires_at !== null && <Expiry at={payment.expires_at} />}
        {pending && <p className="text-xs text-ink-faint">{PENDING[pending]}</p>}
        <PaymentActions payment={payment} />
      </div>
      <div className="shrink-0 text-right">
        <p
          className={classes(
            'font-medium tabular-nums',
            status === 'failed' && 'text-ink-faint line-through',
          )}
        >
          {direction === 'between'
            ? formatMoney(amount, currency)
            : formatMoney(direction === 'in' ? amount : -amount, currency, { signed: true })}
        </p>
        <Ago at={payment.created_at} className="text-xs text-ink-faint" />
      </div>
      <HistoryButton
        model="Payment"
        id={payment.id}
        name={purpose === '' ? KINDS[kind].toLowerCase() : purpose}
        className="-my-1"
      />
    </li>
  );
});

function Expiry({ at }: { at: string }) {
  const left = useNow((now) => (millis(at) > now ? formatDuration(millis(at) - now) : ''));
  return (
    <p className="text-xs text-ink-faint tabular-nums">
      {left === '' ? 'The reservation ran out' : `Reserved for another ${left}`}
    </p>
  );
}

function directionOf(payment: PaymentRow, agentId: string | undefined): 'in' | 'out' | 'between' {
  const { from_agent_id, to_agent_id } = payment;
  if (agentId === undefined || from_agent_id === to_agent_id) return 'between';
  return to_agent_id === agentId ? 'in' : 'out';
}
