import type { Limits } from './limits.js';
import { clientProblem, problemOf, SyncProblem } from './problem.js';
import { linesOf } from './replica.js';
import { inSlices, readLines, type Take, type Trailer } from './stream.js';
import type { TokenSource } from './token.js';

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

export interface HttpCall {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With query, from the root of the server. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Gives the call up. */
  readonly signal?: AbortSignal;
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
  readonly limits: Pick<Limits, 'requestWaitMs' | 'loadSliceMs'>;
  /** No token is accepted, not even a fresh one. */
  readonly onDenied: (problem: SyncProblem) => void;
}

interface Watch {
  readonly signal: AbortSignal;
  /** Something came. */
  readonly heard: () => void;
  readonly end: () => void;
}

/** JSON over HTTP with the token. Whatever goes wrong is thrown as a {@link SyncProblem}. */
export class Http {
  /** Every call fails, as if there were no network: the inspector tries out what happens then. */
  offline = false;
  private readonly closing = new AbortController();
  private cutting = new AbortController();

  constructor(private readonly options: HttpOptions) {}

  call(call: HttpCall): Promise<HttpAnswer> {
    return this.run(call, async (response) => {
      const { status, headers } = response;
      return { status, headers, body: await response.json() };
    });
  }

  /** The answer as it begins, for whoever reads the rest. */
  begun(call: HttpCall): Promise<Response> {
    return this.run(call, async (response) => response);
  }

  /** Rows as they come; gives what stands after the last of them. */
  rows(call: HttpCall, take: Take): Promise<Trailer> {
    const headers = { Accept: 'application/x-ndjson, application/json' };
    return this.run({ ...call, headers }, async (response, { signal, heard }) => {
      const { loadSliceMs } = this.options.limits;
      const takeThose: Take = (lines) => {
        signal.throwIfAborted();
        take(lines);
      };
      if (response.body && response.headers.get('Content-Type')?.includes('ndjson')) {
        return readLines(response.body, loadSliceMs, takeThose, heard);
      }
      const body = await response.json();
      await inSlices(loadSliceMs, takeThose)(linesOf(body));
      return body;
    });
  }

  private async run<T>(call: HttpCall, read: (response: Response, watch: Watch) => Promise<T>): Promise<T> {
    const watch = this.watch(call.signal);
    try {
      return await read(await this.open(call, watch), watch);
    } catch (cause) {
      throw cause instanceof SyncProblem ? cause : this.problem('bad_answer', cause);
    } finally {
      watch.end();
    }
  }

  /** Gives a call up on which nothing comes for too long. */
  private watch(given: AbortSignal | undefined): Watch {
    const quiet = new AbortController();
    const silence = new DOMException('', 'TimeoutError');
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = () => clearTimeout(timer);
    const heard = () => {
      end();
      timer = setTimeout(() => quiet.abort(silence), this.options.limits.requestWaitMs);
    };
    const signals = [this.closing.signal, this.cutting.signal, quiet.signal];
    return { signal: AbortSignal.any(given ? [...signals, given] : signals), heard, end };
  }

  /** The answer, if the server means yes. */
  private async open(call: HttpCall, watch: Watch): Promise<Response> {
    const { tokens, onDenied } = this.options;
    const token = await tokens.current().catch((problem) => this.noToken(problem));
    let response = await this.send(call, token, watch);
    if (response.status === 401) {
      const other = await tokens.insteadOf(token).catch((problem) => this.noToken(problem));
      response = other === token ? response : await this.send(call, other, watch);
      if (response.status === 401) {
        tokens.forget(other);
      }
    }
    if (response.ok) {
      return response;
    }
    const problem = await problemOf(response);
    if (response.status === 401) {
      onDenied(problem);
    }
    throw problem;
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

  private async send(call: HttpCall, token: string, { signal, heard }: Watch): Promise<Response> {
    const { method = 'GET', path, body, headers } = call;
    const { baseUrl, fetch } = this.options;
    heard();
    if (this.offline) {
      throw this.problem('network', null);
    }
    return fetch(baseUrl + path, {
      method,
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal,
    }).catch((cause) => {
      throw this.problem('network', cause);
    });
  }

  private problem(code: 'network' | 'bad_answer', cause: unknown): SyncProblem {
    if (this.closing.signal.aborted) {
      return clientProblem('closed', 'The client was closed.', cause);
    }
    if (cause instanceof DOMException && cause.name === 'TimeoutError') {
      return clientProblem('timeout', 'The server did not answer in time.', cause);
    }
    const detail =
      code === 'network' ? 'The server could not be reached.' : 'The answer broke off or was no JSON.';
    return clientProblem(code, detail, cause);
  }
}

/** A query of what is given. */
export function queryOf(parameters: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value != null);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}
