import { type Limits, renewalDelayMs } from './limits.js';
import { clientProblem, SyncProblem } from './problem.js';

/** A token, or how to get one; it is asked again when one ran out or was refused. */
export type TokenOption = string | (() => Promise<string>);

/** The one token of a client. However many ask for a fresh one at a time, it is fetched once. */
export class TokenSource {
  private known: string | null = null;
  private replaceAtMs = Number.POSITIVE_INFINITY;
  private fetching: Promise<string> | null = null;

  constructor(
    private readonly option: TokenOption,
    private readonly limits: Pick<Limits, 'tokenMarginMs' | 'tokenRenewDelayMinMs' | 'requestWaitMs'>,
    /** Whose tokens are taken; undefined for anybody's. */
    private readonly principal?: string,
  ) {}

  /** The token to use now. Throws a {@link SyncProblem} `token_unavailable`. */
  async current(): Promise<string> {
    return this.known !== null && Date.now() < this.replaceAtMs ? this.known : this.fetch();
  }

  /** Another token than the one that was refused; the same again when there is no other. */
  async insteadOf(refused: string | null): Promise<string> {
    return this.known !== null && this.known !== refused ? this.known : this.fetch();
  }

  /** Whether there can be another token than the one at hand. */
  get renewable(): boolean {
    return typeof this.option !== 'string';
  }

  /** No use keeping it: nobody accepts it. */
  forget(token: string): void {
    if (this.known === token) {
      this.known = null;
    }
  }

  private fetch(): Promise<string> {
    this.fetching ??= this.ask().finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  private async ask(): Promise<string> {
    const token = typeof this.option === 'string' ? this.option : await this.inTime(this.option);
    const { sub } = claimsOf(token);
    if (this.principal !== undefined && sub !== undefined && sub !== this.principal) {
      const detail = `The token is of ${sub}, and what is shown and kept here is of ${this.principal}.`;
      throw new SyncProblem({ code: 'wrong_principal', detail, retryable: false, status: 403 });
    }
    this.known = token;
    const nowMs = Date.now();
    const lifeMs = this.renewable ? tokenLifeMs(token, nowMs) : null;
    this.replaceAtMs =
      lifeMs === null ? Number.POSITIVE_INFINITY : nowMs + renewalDelayMs(lifeMs, this.limits);
    return token;
  }

  /** A call that hangs, say since the machine slept, must not hold up all later ones. */
  private async inTime(ask: () => Promise<string>): Promise<string> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      const problem = clientProblem('token_unavailable', 'No token came in time.');
      timer = setTimeout(() => reject(problem), this.limits.requestWaitMs);
    });
    return Promise.race([ask(), late])
      .catch(unavailable)
      .finally(() => clearTimeout(timer));
  }
}

function unavailable(cause: unknown): never {
  throw cause instanceof SyncProblem
    ? cause
    : clientProblem('token_unavailable', 'No token could be had.', cause);
}

/** How long a JWT lives from now, in milliseconds; null for a token that does not say. Read, not verified. */
export function tokenLifeMs(token: string, nowMs: number): number | null {
  const { exp } = claimsOf(token);
  return typeof exp === 'number' ? exp * 1000 - nowMs : null;
}

/** What a JWT says of itself; nothing, for a token of another kind. */
function claimsOf(token: string): { readonly exp?: unknown; readonly sub?: string } {
  try {
    const payload = token.split('.')[1] ?? '';
    const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    return {};
  }
}
