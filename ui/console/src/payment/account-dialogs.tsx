import { type AccountRow, useMutations } from '@openagents/sync';
import { useState } from 'react';
import { Field, FormDialog } from '../platform/form';
import { useOrgId } from '../sync/org-context';
import { useAccounts } from '../sync/rows';
import { AmountField, MemoField } from './amount-field';
import { formatMoney, parseAmount } from './money';
import { useNameOf } from './parties';
import { paymentReason } from './reason';

type DialogProps = { onClose: () => void };

/** @param props.agentId whose account it is to be; the org's if missing */
export function OpenAccountDialog({ agentId, onClose }: DialogProps & { agentId: string | undefined }) {
  const orgId = useOrgId();
  const { openAccount } = useMutations();
  const [text, setText] = useState('USD');
  const currency = text.trim().toUpperCase();
  const owner = agentId === undefined ? { org_id: orgId } : { agent_id: agentId };
  return (
    <FormDialog
      title="Open an account"
      verb="Open account"
      ready={/^[A-Z]{3}$/.test(currency)}
      act={() => openAccount({ ...owner, currency })}
      onClose={onClose}
      reasonOf={paymentReason}
    >
      <Field
        label="Currency"
        hint="A code of ISO 4217, such as USD, or SAT. It stays the account's one currency."
      >
        {(control) => (
          <input
            {...control}
            className={`${control.className} uppercase`}
            value={text}
            maxLength={3}
            onChange={(event) => setText(event.target.value)}
            onFocus={(event) => event.target.select()}
            autoComplete="off"
            data-autofocus
          />
        )}
      </Field>
    </FormDialog>
  );
}

/** More is not refused here, since by the time it is sent there may be more. */
function availableIn({ balance, reserved, currency }: AccountRow): string {
  return `${formatMoney(balance - reserved, currency)} available`;
}

type MoveDialogProps = DialogProps & { account: AccountRow };

export function DepositDialog(props: MoveDialogProps) {
  return <MoveDialog {...props} title="Deposit from outside" verb="Deposit" mutation="deposit" />;
}

export function WithdrawDialog(props: MoveDialogProps) {
  return <MoveDialog {...props} title="Withdraw to outside" verb="Withdraw" mutation="withdraw" />;
}

type MoveProps = MoveDialogProps & { title: string; verb: string; mutation: 'deposit' | 'withdraw' };

function MoveDialog({ account, title, verb, mutation, onClose }: MoveProps) {
  const mutations = useMutations();
  const [text, setText] = useState('');
  const [memo, setMemo] = useState('');
  const { amount } = parseAmount(text, account.currency);
  const act = () => mutations[mutation]({ account_id: account.id, amount: amount ?? 0, memo: memo.trim() });
  return (
    <FormDialog
      title={title}
      verb={verb}
      ready={amount !== undefined}
      act={act}
      onClose={onClose}
      reasonOf={paymentReason}
    >
      <AmountField
        text={text}
        onText={setText}
        currency={account.currency}
        hint={mutation === 'withdraw' ? availableIn(account) : undefined}
      />
      <MemoField text={memo} onText={setMemo} />
    </FormDialog>
  );
}

export function PayDialog({ account, onClose }: MoveDialogProps) {
  const { requestPayment } = useMutations();
  const nameOf = useNameOf();
  const others = useAccounts().filter(
    ({ id, kind, currency }) => id !== account.id && kind !== 'outside' && currency === account.currency,
  );
  const [to, setTo] = useState(others[0]?.id);
  const [text, setText] = useState('');
  const [memo, setMemo] = useState('');
  const { currency } = account;
  const { amount } = parseAmount(text, currency);
  const act = () =>
    requestPayment({
      from_account_id: account.id,
      to_account_id: to ?? '',
      amount: amount ?? 0,
      currency,
      memo: memo.trim(),
    });
  return (
    <FormDialog
      title={`Pay from ${nameOf(account.id)}`}
      verb="Request payment"
      ready={amount !== undefined && to !== undefined}
      act={act}
      onClose={onClose}
      reasonOf={paymentReason}
    >
      <Field label="To" hint={others.length === 0 ? `There is no other account in ${currency}.` : undefined}>
        {(control) => (
          <select {...control} value={to} onChange={(event) => setTo(event.target.value)}>
            {others.map(({ id }) => (
              <option key={id} value={id}>
                {nameOf(id)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <AmountField text={text} onText={setText} currency={currency} hint={availableIn(account)} />
      <MemoField text={memo} onText={setMemo} />
    </FormDialog>
  );
}
