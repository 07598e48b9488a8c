import type { AccountRow } from '@openagents/sync';
import { ArrowDownToLine, ArrowUpFromLine, Send, Wallet } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../platform/button';
import { classes } from '../platform/classes';
import { EmptyState } from '../platform/empty-state';
import { HistoryButton } from '../platform/history-button';
import { useChangeable } from '../platform/moment';
import { usePending } from '../sync/pending';
import { DepositDialog, OpenAccountDialog, PayDialog, WithdrawDialog } from './account-dialogs';
import { formatMoney } from './money';

const DIALOGS = { deposit: DepositDialog, withdraw: WithdrawDialog, pay: PayDialog };

/** One account: what there is, what of it is bound, and ways to move it. */
export function AccountPanel({ account, owner }: { account: AccountRow; owner: string }) {
  const [open, setOpen] = useState<keyof typeof DIALOGS>();
  // Until the server has answered, the account's id is not the one that it will have.
  const opening = usePending(account.id) !== undefined;
  const changeable = useChangeable();
  const Dialog = open && DIALOGS[open];
  const { balance, reserved, currency } = account;
  return (
    <section aria-label={`Account of ${owner}`} className="rounded-xl border border-line bg-sunken p-4">
      <div className="mb-3 flex items-start justify-between gap-2">
        <h2 className="font-medium wrap-anywhere">
          {owner} <span className="pl-1 text-xs font-normal text-ink-faint">{currency}</span>
        </h2>
        <HistoryButton model="Account" id={account.id} name={`account of ${owner}`} className="-my-1" />
      </div>
      <dl className={classes('grid grid-cols-2 gap-x-6 gap-y-3 sm:flex sm:gap-10', opening && 'opacity-60')}>
        <Figure name="Available" value={formatMoney(balance - reserved, currency)} large />
        <Figure name="Balance" value={formatMoney(balance, currency)} />
        <Figure name="Reserved" value={formatMoney(reserved, currency)} />
      </dl>
      {changeable && (
        <div className="mt-4 flex flex-wrap gap-2">
          <Button disabled={opening} onClick={() => setOpen('deposit')}>
            <ArrowDownToLine size={14} /> Deposit…
          </Button>
          <Button disabled={opening} onClick={() => setOpen('withdraw')}>
            <ArrowUpFromLine size={14} /> Withdraw…
          </Button>
          <Button disabled={opening} onClick={() => setOpen('pay')}>
            <Send size={14} /> Pay…
          </Button>
        </div>
      )}
      {Dialog && <Dialog account={account} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

function Figure({ name, value, large = false }: { name: string; value: string; large?: boolean }) {
  return (
    <div className={classes(large && 'col-span-2')}>
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className={classes('tabular-nums', large ? 'text-xl/7 font-semibold' : 'text-base/7')}>{value}</dd>
    </div>
  );
}

/** @param props.agentId whose account is missing; the org's if there is none */
export function NoAccount({ agentId, owner }: { agentId: string | undefined; owner: string }) {
  const [open, setOpen] = useState(false);
  const changeable = useChangeable();
  return (
    <section aria-label={`Account of ${owner}`} className="flex rounded-xl border border-line border-dashed">
      <EmptyState
        icon={<Wallet size={28} strokeWidth={1.5} />}
        title="No account yet"
        action={
          changeable && (
            <Button look="primary" onClick={() => setOpen(true)}>
              Open an account…
            </Button>
          )
        }
      >
        {owner} can be paid, and pay, once it has an account.
      </EmptyState>
      {open && <OpenAccountDialog agentId={agentId} onClose={() => setOpen(false)} />}
    </section>
  );
}
