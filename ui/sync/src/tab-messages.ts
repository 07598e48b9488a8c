import type { PendingMutation } from './pending.js';

/** What tabs say to each other. */
export type TabMessage = { readonly from?: string } & (
  | { readonly type: 'hello' }
  /** Another tab leads from now on. */
  | { readonly type: 'leader' }
  | { readonly type: 'bye' }
  | {
      readonly type: 'mutation';
      readonly mutation: PendingMutation;
      readonly leads: boolean;
      readonly record?: unknown;
    }
  | { readonly type: 'removed'; readonly id: string }
  /** To the leader: do that, for the user of this tab. */
  | { readonly type: 'discard' | 'resend'; readonly id: string }
  /** It can't be discarded any more. */
  | { readonly type: 'refused'; readonly id: string }
  | ToHub
  | FromHub
);

/** A tab wants to be connected, sends a frame, or needs the socket no more. */
export type ToHub =
  | {
      readonly type: 'connect';
      readonly url: string;
      readonly protocols: string[];
      /** On the socket of before nothing came any more, not even an answer to a ping. */
      readonly doubtful: boolean;
    }
  | { readonly type: 'up'; readonly data: string }
  | { readonly type: 'hangUp' };

/** That tab was heard; for that one the socket is open; a frame came; the socket is lost. */
export type FromHub =
  | { readonly type: 'heard'; readonly to: string }
  | { readonly type: 'opened'; readonly to: string }
  | { readonly type: 'down'; readonly data: string }
  | { readonly type: 'lost'; readonly code: number; readonly reason: string };
