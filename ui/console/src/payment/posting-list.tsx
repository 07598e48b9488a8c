import type { AccountRow, PaymentRow, PostingRow } from '@openagents/sync';
import { classes } from '../platform/classes';
import { EmptyState } from '../platform/empty-state';
import { ShowMore } from '../platform/text/long-output';
import { Ago } from '../platform/when';
import { usePayment, usePostings } from '../sync/rows';
import { formatMoney } from './money';
import { useNewestFirst } from './newest-first';
import type { NameOf } from './parties';

type PostingListProps = { account: AccountRow | undefined; nameOf: NameOf };

/** What was written into an account, newest first, with the balance after each. */
export function PostingList({ account, nameOf }: PostingListProps) {
  const postings = usePostings(account?.id ?? '');
  const { shown, rest, showMore } = useNewestFirst(postings);
  if (!account || postings.length === 0) {
    return (
      <EmptyState title="No postings yet">
        Each settled payment writes one into both of its accounts.
      </EmptyState>
    );
  }
  return (
    <div className="overflow-x-auto rounded-xl border border-line">
      <table aria-label="Postings" className="w-full text-left tabular-nums">
        <thead className="bg-sunken text-xs text-ink-soft">
          <tr>
            <th scope="col" className="py-2 pl-4 font-medium">
              When
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              What for
            </th>
            <th scope="col" className="px-3 py-2 text-right font-medium">
              Amount
            </th>
            <th scope="col" className="py-2 pr-4 text-right font-medium">
              Balance
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((posting) => (
            <PostingLine key={posting.id} posting={posting} currency={account.currency} nameOf={nameOf} />
          ))}
        </tbody>
      </table>
      {rest > 0 && (
        <div className="border-t border-line py-1">
          <ShowMore label={`Show more of ${rest.toLocaleString('en')} older postings`} onClick={showMore} />
        </div>
      )}
    </div>
  );
}

type PostingLineProps = { posting: PostingRow; currency: string; nameOf: NameOf };

function PostingLine({ posting, currency, nameOf }: PostingLineProps) {
  const payment = usePayment(posting.payment_id);
  const gained = posting.amount > 0;
  return (
    <tr className="border-t border-line align-top">
      <td className="py-2 pl-4 whitespace-nowrap">
        <Ago at={posting.created_at} className="text-ink-faint" />
      </td>
      <td className="px-3 py-2 wrap-anywhere">{payment && purposeOf(payment, posting, nameOf)}</td>
      <td className={classes('px-3 py-2 text-right whitespace-nowrap', gained ? 'text-good' : 'text-ink')}>
        {formatMoney(posting.amount, currency, { signed: true })}
      </td>
      <td className="py-2 pr-4 text-right whitespace-nowrap">{formatMoney(posting.balance, currency)}</td>
    </tr>
  );
}

/** With whom the money was exchanged, and what for. */
function purposeOf(payment: PaymentRow, posting: PostingRow, nameOf: NameOf): string {
  const paysFrom = payment.from_account_id === posting.account_id;
  const other = nameOf(paysFrom ? payment.to_account_id : payment.from_account_id);
  // What comes back to the payer, or leaves the payee, is a refund.
  const refund = paysFrom === posting.amount > 0 ? 'Refund: ' : '';
  return `${refund}${other}${payment.memo === '' ? '' : ` · ${payment.memo}`}`;
}
