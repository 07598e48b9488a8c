import type { CodeChangeRow, ScopedMutations } from '@openagents/sync';
import type { Tone } from '../platform/badge';

type Status = CodeChangeRow['status'];

/** What can be done with a code change next, and what one calls it. */
export type ChangeStep = {
  mutation: Extract<keyof ScopedMutations, 'acceptChange' | 'rejectChange' | 'applyChange' | 'revertChange'>;
  verb: string;
  /** When it is refused. */
  failed: string;
  asksWhy: boolean;
};

const ACCEPT: ChangeStep = {
  mutation: 'acceptChange',
  verb: 'Accept',
  failed: 'Not accepted.',
  asksWhy: false,
};
const REJECT: ChangeStep = {
  mutation: 'rejectChange',
  verb: 'Reject',
  failed: 'Not rejected.',
  asksWhy: true,
};
const APPLY: ChangeStep = { mutation: 'applyChange', verb: 'Apply', failed: 'Not applied.', asksWhy: false };
const REVERT: ChangeStep = {
  mutation: 'revertChange',
  verb: 'Revert',
  failed: 'Not reverted.',
  asksWhy: true,
};

/** The aggregate decides; these are the steps that it takes from where the change stands. */
export const NEXT_STEPS: Record<Status, readonly ChangeStep[]> = {
  proposed: [ACCEPT, REJECT],
  accepted: [APPLY],
  applied: [REVERT],
  rejected: [],
  reverted: [],
};

export const STATUSES: Record<Status, { name: string; tone: Tone }> = {
  proposed: { name: 'Proposed', tone: 'busy' },
  accepted: { name: 'Accepted', tone: 'good' },
  applied: { name: 'Applied', tone: 'good' },
  rejected: { name: 'Rejected', tone: 'bad' },
  reverted: { name: 'Reverted', tone: 'bad' },
};
