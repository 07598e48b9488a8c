import type { AccountRow } from '@openagents/sync';
import { hrefOf } from '../platform/route';
import { formatMoney } from './money';
import type { NameOf } from './parties';

type AccountListProps = { accounts: readonly AccountRow[]; nameOf: NameOf };

/** The accounts beside the one that the page is about; over all of one currency, balances sum to zero. */
export function AccountList({ accounts, nameOf }: AccountListProps) {
  if (accounts.length === 0) return null;
  return (
    <section aria-label="Other accounts">
      <h2 className="mb-2 text-base font-medium">Other accounts</h2>
      <div className="overflow-x-auto rounded-xl border border-line">
        <table className="w-full text-left tabular-nums">
          <thead className="bg-sunken text-xs text-ink-soft">
            <tr>
              <th scope="col" className="px-4 py-2 font-medium">
                Owner
              </th>
              <th scope="col" className="hidden px-4 py-2 text-right font-medium sm:table-cell">
                Balance
              </th>
              <th scope="col" className="hidden px-4 py-2 text-right font-medium sm:table-cell">
                Reserved
              </th>
              <th scope="col" className="px-4 py-2 text-right font-medium">
                Available
              </th>
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <AccountLine key={account.id} account={account} name={nameOf(account.id)} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function AccountLine({ account, name }: { account: AccountRow; name: string }) {
  const { agent_id, balance, reserved, currency, kind } = account;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="px-4 py-2 font-normal wrap-anywhere">
        {agent_id === null ? (
          name
        ) : (
          <a href={hrefOf({ agentId: agent_id, view: 'payments' })} className="text-accent hover:underline">
            {name}
          </a>
        )}
      </th>
      <td className="hidden px-4 py-2 text-right sm:table-cell">{formatMoney(balance, currency)}</td>
      <td className="hidden px-4 py-2 text-right sm:table-cell">{formatMoney(reserved, currency)}</td>
      <td className="px-4 py-2 text-right">
        {/* The outside has no bottom: what is missing there is what was paid in. */}
        {kind === 'outside' ? formatMoney(balance, currency) : formatMoney(balance - reserved, currency)}
      </td>
    </tr>
  );
}
