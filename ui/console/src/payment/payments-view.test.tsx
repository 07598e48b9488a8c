import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { AGENT_ID, accountRow, agentRow, Loopback, paymentRow, postingRow } from '../testing/loopback';
import { show } from '../testing/show';
import PaymentsView from './payments-view';

const ORG_ACCOUNT = accountRow({
  id: 'org account',
  agent_id: null,
  kind: 'org',
  balance: 10_000,
  reserved: 0,
});

let server: Loopback;

beforeEach(() => {
  server = new Loopback();
  server.put('Agent', agentRow());
});

function withAccounts() {
  server.put('Account', accountRow());
  server.put('Account', ORG_ACCOUNT);
}

const payments = () => within(screen.getByRole('list', { name: 'Payments' })).getAllByRole('listitem');

describe("an agent's payments", () => {
  test('begin with an account, which is opened in a currency of choice', async () => {
    await show(server, <PaymentsView agentId={AGENT_ID} />);
    await userEvent.click(screen.getByRole('button', { name: 'Open an account…' }));
    const currency = screen.getByRole('textbox', { name: 'Currency' });
    await userEvent.clear(currency);
    await userEvent.type(currency, 'sat');
    await userEvent.click(screen.getByRole('button', { name: 'Open account' }));
    expect(server.bodies).toEqual([{ agent_id: AGENT_ID, currency: 'SAT' }]);
  });

  test('show what there is, and what of it is bound', async () => {
    withAccounts();
    await show(server, <PaymentsView agentId={AGENT_ID} />);
    const account = screen.getByRole('region', { name: 'Account of fixer' });
    expect(account.textContent).toContain('Available$12.00Balance$12.34Reserved$0.34');
  });

  test('go their way by the steps that are open to them', async () => {
    withAccounts();
    server.put('Payment', paymentRow());
    await show(server, <PaymentsView agentId={AGENT_ID} />);
    const [item] = payments();
    const view = within(item as HTMLElement);
    expect(item?.textContent).toContain('fixer → acmeRequestedfor tokens');
    expect(item?.textContent).toContain('−$2.50');
    await userEvent.click(view.getByRole('button', { name: 'Reserve…' }));
    await userEvent.click(screen.getByRole('button', { name: 'Reserve' }));
    expect(await view.findByText('Reserved')).toBeDefined();
    await userEvent.click(view.getByRole('button', { name: 'Settle' }));
    expect(view.getByText('Settled')).toBeDefined();
    await userEvent.click(view.getByRole('button', { name: 'Refund…' }));
    const amount = screen.getByRole<HTMLInputElement>('textbox', { name: 'Amount in USD' });
    expect(amount.value).toBe('2.50');
    await userEvent.clear(amount);
    await userEvent.type(amount, '1');
    await userEvent.click(screen.getByRole('button', { name: 'Refund' }));
    expect(server.bodies.at(-1)).toEqual({ amount: 100 });
    expect(server.bodies.at(0)).toEqual({ expires_in_seconds: 900 });
  });

  test('say why a step is refused', async () => {
    withAccounts();
    server.put('Payment', paymentRow({ status: 'reserved', expires_at: '2025-03-10T12:15:00.000000Z' }));
    await show(server, <PaymentsView agentId={AGENT_ID} />);
    expect(screen.getByText('The reservation ran out')).toBeDefined();
    server.refuseNext = {
      status: 409,
      code: 'illegal_step',
      detail: 'Its reservation ran out.',
      retryable: false,
    };
    await userEvent.click(screen.getByRole('button', { name: 'Settle' }));
    expect((await screen.findByRole('alert')).textContent).toBe('Not settled. Its reservation ran out.');
  });

  test('show at once what is paid, and balances only as they are', async () => {
    withAccounts();
    await show(server, <PaymentsView agentId={AGENT_ID} />);
    await userEvent.click(screen.getByRole('button', { name: 'Pay…' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Amount in USD' }), '3.5');
    await userEvent.type(screen.getByRole('textbox', { name: 'What for' }), 'thanks');
    await userEvent.click(screen.getByRole('button', { name: 'Request payment' }));
    expect(payments()[0]?.textContent).toContain('fixer → acmeRequestedthanks');
    expect(server.bodies.at(-1)).toMatchObject({
      from_account_id: 'account',
      to_account_id: 'org account',
      amount: 350,
      currency: 'USD',
      memo: 'thanks',
    });
    expect(screen.getByRole('region', { name: 'Account of fixer' }).textContent).toContain('Balance$12.34');
  });

  test('have their postings with the balance after each', async () => {
    withAccounts();
    server.put('Payment', paymentRow({ status: 'refunded', refunded: 250 }));
    server.put('Posting', postingRow());
    server.put(
      'Posting',
      postingRow({ id: 'back', amount: 250, balance: 1234, created_at: '2025-03-10T13:00:00Z' }),
    );
    await show(server, <PaymentsView agentId={AGENT_ID} />);
    await userEvent.click(screen.getByRole('radio', { name: 'Postings' }));
    const [, ...lines] = within(screen.getByRole('table', { name: 'Postings' })).getAllByRole('row');
    expect(lines.map(({ textContent }) => textContent?.replace(/^10 Mar/, ''))).toEqual([
      'Refund: acme · for tokens+$2.50$12.34',
      'acme · for tokens−$2.50$9.84',
    ]);
  });
});

test("an org's payments show all accounts, the outside too", async () => {
  withAccounts();
  server.put(
    'Account',
    accountRow({ id: 'outside', agent_id: null, kind: 'outside', balance: -11_234, reserved: 0 }),
  );
  server.put('Payment', paymentRow());
  server.put('Payment', paymentRow({ id: 'p2', kind: 'deposit', from_account_id: 'outside', memo: '' }));
  await show(server, <PaymentsView agentId={undefined} />);
  const others = within(screen.getByRole('region', { name: 'Other accounts' }));
  expect(others.getAllByRole('row').map(({ textContent }) => textContent)).toEqual([
    'OwnerBalanceReservedAvailable',
    'fixer$12.34$0.34$12.00',
    'Outside−$112.34$0.00−$112.34',
  ]);
  expect(payments()).toHaveLength(2);
  expect(payments()[0]?.textContent).toContain('Outside → acmeRequestedDeposit');
});
