import { useMemo, useState } from 'react';
import { Segments } from '../platform/segments';
import { useAccounts, useAgent, useOrg, usePayments } from '../sync/rows';
import { AccountList } from './account-list';
import { AccountPanel, NoAccount } from './account-panel';
import { accountOf, concernsAgent, othersOf, useNameOf } from './parties';
import { PaymentList } from './payment-list';
import { PostingList } from './posting-list';

type Part = 'payments' | 'postings';

const PARTS: readonly Part[] = ['payments', 'postings'];
const PART_NAMES: Record<Part, string> = { payments: 'Payments', postings: 'Postings' };

/** The money of one agent, or of the org as a whole: what there is, and how it came and went. */
export default function PaymentsView({ agentId }: { agentId: string | undefined }) {
  const [part, setPart] = useState<Part>('payments');
  const accounts = useAccounts();
  const all = usePayments();
  const payments = useMemo(() => all.filter((payment) => concernsAgent(payment, agentId)), [all, agentId]);
  const nameOf = useNameOf();
  const owner = useOwner(agentId);
  const account = accountOf(accounts, agentId);
  const others = agentId === undefined ? othersOf(accounts, account) : [];
  return (
    <section
      aria-label={`Payments of ${owner}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the keyboard.
      tabIndex={0}
      className="min-h-0 grow overflow-y-auto -outline-offset-2"
    >
      <div className="mx-auto max-w-[52rem] space-y-6 px-4 pt-5 pb-10">
        {account ? (
          <AccountPanel account={account} owner={owner} />
        ) : (
          <NoAccount agentId={agentId} owner={owner} />
        )}
        <AccountList accounts={others} nameOf={nameOf} />
        {(account || payments.length > 0) && (
          <div>
            <div className="mb-2 flex">
              <Segments label="List" choices={PARTS} names={PART_NAMES} chosen={part} onChoose={setPart} />
            </div>
            {part === 'payments' ? (
              <PaymentList payments={payments} nameOf={nameOf} agentId={agentId} />
            ) : (
              <PostingList account={account} nameOf={nameOf} />
            )}
          </div>
        )}
      </div>
    </section>
  );
}

function useOwner(agentId: string | undefined): string {
  const agent = useAgent(agentId ?? '');
  const org = useOrg();
  return (agentId === undefined ? org?.name : agent?.name) ?? 'Payments';
}
