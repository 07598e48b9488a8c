import type { MutationName, PendingMutation } from '@openagents/sync';

const NAMES: Readonly<Record<MutationName, string>> = {
  createOrg: 'New org',
  createAgent: 'New agent',
  renameAgent: 'Agent renamed',
  retireAgent: 'Agent retired',
  postMessage: 'Message',
  editMessage: 'Message changed',
  deleteMessage: 'Message deleted',
  recordStep: 'Step',
  observeStep: 'Observation',
  proposeChange: 'Code change proposed',
  acceptChange: 'Code change accepted',
  rejectChange: 'Code change rejected',
  applyChange: 'Code change applied',
  revertChange: 'Code change reverted',
  openAccount: 'Account opened',
  deposit: 'Deposit',
  withdraw: 'Withdrawal',
  requestPayment: 'Payment requested',
  reservePayment: 'Payment reserved',
  settlePayment: 'Payment settled',
  failPayment: 'Payment failed',
  refundPayment: 'Payment refunded',
};

export function nameOfMutation(name: MutationName): string {
  return NAMES[name];
}

/** What it says, where it says something. */
export function textOfMutation({ data }: Pick<PendingMutation, 'data'>): string | undefined {
  const text = data?.['content'] ?? data?.['name'] ?? data?.['title'] ?? data?.['memo'];
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** How it stands. */
export function stateOfMutation({ status, retryAt, lastProblem }: PendingMutation, now: number): string {
  switch (status) {
    case 'sending':
      return 'On its way…';
    case 'retrying': {
      const seconds = Math.ceil(((retryAt ?? now) - now) / 1000);
      return seconds > 0 ? `Tried again in ${seconds} s` : 'Tried again…';
    }
    default:
      return lastProblem ? 'Waits for the connection' : 'Waits for its turn';
  }
}
