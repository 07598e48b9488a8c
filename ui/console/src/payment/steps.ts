import type { PaymentRow } from '@openagents/sync';
import type { Tone } from '../platform/badge';

export type PaymentStep = 'reserve' | 'settle' | 'fail' | 'refund';

type Status = PaymentRow['status'];

export const STATUSES: Record<Status, { name: string; tone: Tone }> = {
  requested: { name: 'Requested', tone: 'plain' },
  reserved: { name: 'Reserved', tone: 'busy' },
  settled: { name: 'Settled', tone: 'good' },
  failed: { name: 'Failed', tone: 'bad' },
  refunded: { name: 'Refunded', tone: 'plain' },
};

const NEXT: Record<Status, readonly PaymentStep[]> = {
  requested: ['reserve', 'fail'],
  reserved: ['settle', 'fail'],
  settled: ['refund'],
  failed: [],
  refunded: [],
};

/** The aggregate decides; these are the steps that it takes from where the payment stands. */
export function nextSteps({ status, kind }: PaymentRow): readonly PaymentStep[] {
  return status === 'settled' && kind !== 'transfer' ? [] : NEXT[status];
}
