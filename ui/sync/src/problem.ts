import type { Problem, RejectionCode, ResyncReason, ResyncRung } from './generated/protocol.js';

/** What goes wrong before a server could say anything. */
export type ClientCode = 'network' | 'timeout' | 'token_unavailable' | 'bad_answer' | 'closed';

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
}

/** Every error that this package throws or reports: a refusal by the server, or a failure to reach it. */
export class SyncProblem extends Error implements ProblemFacts {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly retryable: boolean;
  readonly status: number;
  readonly field: string | undefined;
  readonly reason: ResyncReason | undefined;
  readonly next: ResyncRung | undefined;

  constructor(facts: ProblemFacts, options?: ErrorOptions) {
    super(facts.detail, options);
    this.name = 'SyncProblem';
    this.code = facts.code;
    this.detail = facts.detail;
    this.retryable = facts.retryable;
    this.status = facts.status;
    this.field = facts.field;
    this.reason = facts.reason;
    this.next = facts.next;
  }
}

/** The socket stands and nothing comes. */
export const silent: ProblemFacts = {
  code: 'timeout',
  detail: 'The server did not answer in time.',
  retryable: true,
  status: 0,
};

/** A problem of the client's own making; those of the network can be tried again. */
export function clientProblem(code: ClientCode, detail: string, cause?: unknown): SyncProblem {
  return new SyncProblem({ code, detail, retryable: code !== 'closed', status: 0 }, { cause });
}

/** Reads problem details (RFC 9457); an answer of another kind, say of a proxy, is judged by its status. */
export async function problemOf(response: Response): Promise<SyncProblem> {
  const body: Partial<Problem> = await response.json().catch(() => ({}));
  const code = body.code ?? codeOf(response.status);
  return new SyncProblem({
    code,
    detail: body.detail ?? body.title ?? `The server answered ${response.status}.`,
    retryable:
      body.retryable ?? (response.status >= 500 || response.status === 429 || response.status === 408),
    status: response.status,
    field: body.field,
    reason: body.reason,
    next: body.next,
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
