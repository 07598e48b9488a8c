/** Every wait, queue and retry of the client has its bound here, the unit last. `createAgentSync({ limits })` overrides them. */
export interface Limits {
  /** A socket that has not opened by then is given up. */
  socketOpenWaitMs: number;
  /** Silence on the socket after which a ping is sent. */
  socketIdleMs: number;
  /** A ping that nothing answers within this time means a dead socket. */
  pongWaitMs: number;
  /** The same where there is reason for doubt: after sleep, or when the network changed. */
  doubtPongWaitMs: number;
  /** Whoever slept so long takes the socket for dead: the server closes one that gave no sign of life meanwhile. */
  socketSilenceMaxMs: number;
  /** How often the clock is looked at: one that leapt ahead while the page was in sight means that the machine slept. */
  clockWatchMs: number;
  /** Full jitter: attempt n waits between 0 and base × 2ⁿ, at most `retryDelayMaxMs`. */
  retryDelayBaseMs: number;
  retryDelayMaxMs: number;
  /** A subscription on which nothing comes for so long before it has caught up is asked for again. */
  catchUpWaitMs: number;
  /** An HTTP call on which nothing comes for so long is given up and tried again. */
  requestWaitMs: number;
  /** How long before its expiry a token is replaced. */
  tokenMarginMs: number;
  /** A token is not replaced sooner than this after the last one, whatever the clocks say. */
  tokenRenewDelayMinMs: number;
  /** How long a scope stays subscribed after the last component let go of it. */
  scopeLingerMs: number;
  /** Frames that arrive closer together than this are shown as one. */
  renderIntervalMs: number;
  /** Rows of a first load that come closer together than this are shown at once. */
  partIntervalMs: number;
  /** How long rows that are loading are read at a time, before the page gets its turn. */
  loadSliceMs: number;
  /** A scope with more rows is refused (`too_many_rows`) and dropped, rather than fill the memory or show a part. */
  scopeRowsMax: number;
  /** Events held back while a hole in a scope is being filled; beyond, the scope subscribes anew. */
  heldEventsMax: number;
  /** Holes in a row that are filled by delta; beyond, the scope bootstraps. */
  fillsMax: number;
  /** Mutations on the wire at once. */
  sendsMax: number;
  /** Sends of one mutation that the server answers with a passing failure; beyond, it is refused. */
  mutationAttemptsMax: number;
  /** Mutations that wait to be sent; beyond, further ones are refused with `queue_full`. */
  pendingMutationsMax: number;
  /** Refused mutations that are kept; beyond, the oldest goes. */
  deadLettersMax: number;
  /** How long after its answer a mutation waits for its event before the client asks for it. */
  settleWaitMs: number;
}

export const defaultLimits: Limits = {
  socketOpenWaitMs: 10_000,
  socketIdleMs: 15_000,
  pongWaitMs: 5_000,
  doubtPongWaitMs: 2_000,
  socketSilenceMaxMs: 60_000,
  clockWatchMs: 2_000,
  retryDelayBaseMs: 500,
  retryDelayMaxMs: 5_000,
  catchUpWaitMs: 10_000,
  requestWaitMs: 30_000,
  tokenMarginMs: 60_000,
  tokenRenewDelayMinMs: 5_000,
  scopeLingerMs: 30_000,
  renderIntervalMs: 16,
  partIntervalMs: 250,
  loadSliceMs: 5,
  scopeRowsMax: 500_000,
  heldEventsMax: 10_000,
  fillsMax: 3,
  sendsMax: 4,
  mutationAttemptsMax: 8,
  pendingMutationsMax: 10_000,
  deadLettersMax: 1_000,
  settleWaitMs: 2_000,
};

/** Full jitter: any wait up to the doubled one, so that clients that broke together do not come back together. */
export function retryDelayMs(limits: Limits, attempt: number, random: number): number {
  const ceiling = Math.min(limits.retryDelayMaxMs, limits.retryDelayBaseMs * 2 ** Math.min(attempt, 30));
  return Math.round(random * ceiling);
}

/** When to replace a token that lives so long: before its end, but a short one not all the time. */
export function renewalDelayMs(
  lifeMs: number,
  limits: Pick<Limits, 'tokenMarginMs' | 'tokenRenewDelayMinMs'>,
): number {
  return Math.max(lifeMs - limits.tokenMarginMs, lifeMs / 2, limits.tokenRenewDelayMinMs);
}
