import { clientProblem, problemOf, type SyncProblem } from './problem.js';
import type { TokenSource } from './token.js';

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

export interface HttpCall {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With query, from the root of the server. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface HttpOptions {
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly tokens: TokenSource;
  readonly requestWaitMs: number;
  /** No token is accepted, not even a fresh one. */
  readonly onDenied: (problem: SyncProblem) => void;
}

/** JSON over HTTP with the token. Whatever goes wrong is thrown as a {@link SyncProblem}. */
export class Http {
  private readonly closing = new AbortController();
  private cutting = new AbortController();

  constructor(private readonly options: HttpOptions) {}

  async call(call: HttpCall): Promise<HttpAnswer> {
    const { tokens, onDenied } = this.options;
    const token = await tokens.current().catch((problem) => this.noToken(problem));
    let response = await this.send(call, token);
    if (response.status === 401) {
      const other = await tokens.insteadOf(token).catch((problem) => this.noToken(problem));
      response = other === token ? response : await this.send(call, other);
      if (response.status === 401) {
        tokens.forget(other);
      }
    }
    if (!response.ok) {
      const problem = await problemOf(response);
      if (response.status === 401) {
        onDenied(problem);
      }
      throw problem;
    }
    const body = await response.json().catch((cause) => this.fail('bad_answer', cause));
    return { status: response.status, headers: response.headers, body };
  }

  close(): void {
    this.closing.abort();
  }

  /** Calls of before a long sleep get no answer any more: they fail now, to be tried again. */
  cut(): void {
    this.cutting.abort();
    this.cutting = new AbortController();
  }

  private noToken(problem: SyncProblem): never {
    if (problem.status === 401 || problem.status === 403) {
      this.options.onDenied(problem);
    }
    throw problem;
  }

  private async send({ method = 'GET', path, body, headers }: HttpCall, token: string): Promise<Response> {
    const { baseUrl, fetch, requestWaitMs } = this.options;
    return fetch(baseUrl + path, {
      method,
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([this.closing.signal, this.cutting.signal, AbortSignal.timeout(requestWaitMs)]),
    }).catch((cause) => this.fail('network', cause));
  }

  private fail(code: 'network' | 'bad_answer', cause: unknown): never {
    if (this.closing.signal.aborted) {
      throw clientProblem('closed', 'The client was closed.', cause);
    }
    if (cause instanceof DOMException && cause.name === 'TimeoutError') {
      throw clientProblem('timeout', 'The server did not answer in time.', cause);
    }
    const detail =
      code === 'network' ? 'The server could not be reached.' : 'The answer broke off or was no JSON.';
    throw clientProblem(code, detail, cause);
  }
}
