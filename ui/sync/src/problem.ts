import type { Problem, RejectionCode, ResyncReason, ResyncRung } from './generated/protocol.js';

/** What goes wrong before a server could say anything. */
export type ClientCode =
  | 'network'
  | 'timeout'
  | 'token_unavailable'
  | 'bad_answer'
  | 'closed'
  /** The scope has more rows than the client holds. */
  | 'too_many_rows'
  /** The token is of somebody else than the client was made for. */
  | 'wrong_principal'
  /** More changes wait than the client keeps. */
  | 'queue_full'
  /** A change was taken back by the user before it was sent. */
  | 'discarded'
  /** Nothing can be kept on this device. */
  | 'storage_unavailable'
  /** What was done can't be taken back by doing something else. */
  | 'not_undoable';

export type ProblemCode = RejectionCode | ClientCode;

/** The parts of a problem as plain data; also how the connection reports its last one. */
export interface ProblemFacts {
  /** What went wrong, for programs. */
  code: ProblemCode;
  /** What went wrong and what to do, for people. */
  detail: string;
  /** Whether the very same request may succeed later. */
  retryable: boolean;
  /** HTTP status; 0 when there was no answer or it came over the socket. */
  status: number;
  /** The field of the request that was refused. */
  field?: string | undefined;
  /** With `resync_required`: why. */
  reason?: ResyncReason | undefined;
  /** With `resync_required`: the next rung that the server offers. */
  next?: ResyncRung | undefined;
  /** With `gone`, of a point in the past: the time of the oldest one that can be had. */
  oldestTime?: string | undefined;
}

/** Every error that this package throws or reports: a refusal by the server, or a failure to reach it. */
export class SyncProblem extends Error implements ProblemFacts {
  declare readonly code: ProblemCode;
  declare readonly detail: string;
  declare readonly retryable: boolean;
  declare readonly status: number;
  declare readonly field: string | undefined;
  declare readonly reason: ResyncReason | undefined;
  declare readonly next: ResyncRung | undefined;
  declare readonly oldestTime: string | undefined;

  constructor(facts: ProblemFacts, options?: ErrorOptions) {
    super(facts.detail, options);
    Object.assign(this, facts);
    this.name = 'SyncProblem';
  }
}

/** The socket stands and nothing comes. */
export const silent: ProblemFacts = {
  code: 'timeout',
  detail: 'The server did not answer in time.',
  retryable: true,
  status: 0,
};

/** As plain data, to be kept and told. */
export function factsOf({ code, detail, retryable, status, field }: ProblemFacts): ProblemFacts {
  return { code, detail, retryable, status, field };
}

/** Trying again changes nothing about them. */
const final: readonly ClientCode[] = ['closed', 'discarded', 'not_undoable', 'too_many_rows'];

/** A problem of the client's own making; those of the network can be tried again. */
export function clientProblem(code: ClientCode, detail: string, cause?: unknown): SyncProblem {
  return new SyncProblem({ code, detail, retryable: !final.includes(code), status: 0 }, { cause });
}

/** Reads problem details (RFC 9457); an answer of another kind, say of a proxy, is judged by its status. */
export async function problemOf(response: Response): Promise<SyncProblem> {
  const body: Partial<Problem> = await response.json().catch(() => ({}));
  const { status } = response;
  const { field, reason, next, oldestTime } = body;
  return new SyncProblem({
    code: body.code ?? codeOf(status),
    detail: body.detail ?? body.title ?? `The server answered ${status}.`,
    retryable: body.retryable ?? (status >= 500 || status === 429 || status === 408),
    status,
    field,
    reason,
    next,
    oldestTime,
  });
}

function codeOf(status: number): ProblemCode {
  switch (status) {
    case 401:
      return 'unauthenticated';
    case 403:
      return 'forbidden';
    case 404:
      return 'not_found';
    case 429:
    case 502:
    case 503:
    case 504:
      return 'unavailable';
    default:
      return status >= 500 ? 'internal' : 'bad_answer';
  }
}
