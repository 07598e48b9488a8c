import { answerShapes, eventOf, fits } from './frames.js';
import type { ServerFrame } from './generated/protocol.js';
import { queryOf } from './http.js';
import { type LoadOptions, Loads } from './loads.js';
import { initialMachine, type Machine, step } from './machine.js';
import type { Effect, MachineEvent, ScopeEvent, Timer } from './machine-types.js';
import type { Scope } from './model.js';
import { clientProblem, type ProblemFacts, type SyncProblem } from './problem.js';
import { Socket, type SocketConstructor } from './socket.js';
import { type TokenSource, tokenLifeMs } from './token.js';

export interface DriverOptions extends LoadOptions {
  readonly tokens: TokenSource;
  readonly socketUrl: string;
  readonly WebSocket: SocketConstructor;
  /** The scope is about to exist: that it is unknown yet is no refusal. */
  readonly expected: (scope: Scope) => boolean;
  /** No token is accepted. */
  readonly deny: (problem: SyncProblem) => void;
  /** With the reason, where the scope may not be seen any more. */
  readonly evict: (scope: Scope, problem: ProblemFacts | null) => void;
  /** After each event, with the machine before it. */
  readonly onStep: (machine: Machine, before: Machine) => void;
}

const answerTypes = {
  stored: 'snapshot',
  delta: 'page',
  compacted: 'compacted',
  bootstrap: 'snapshot',
} as const;

/** Runs the machine: feeds it what sockets, answers and timers report, and does what it says. Decides nothing. */
export class Driver {
  private current: Machine = initialMachine;
  private socket: Socket | null = null;
  private socketToken: string | null = null;
  private readonly timers = new Map<Timer, ReturnType<typeof setTimeout>>();
  private readonly loads: Loads;
  private readonly inbox: MachineEvent[] = [];
  private running = false;

  constructor(private readonly options: DriverOptions) {
    this.loads = new Loads(options);
  }

  get machine(): Machine {
    return this.current;
  }

  /** Events that effects give rise to wait for the effects of the one before. */
  dispatch(event: MachineEvent): void {
    this.inbox.push(event);
    if (this.running) {
      return;
    }
    this.running = true;
    try {
      for (let next = this.inbox.shift(); next !== undefined; next = this.inbox.shift()) {
        this.run(next);
      }
    } finally {
      this.running = false;
    }
  }

  /** Ends the socket as a network that breaks would. */
  drop(): void {
    const { socket } = this.current.connection;
    this.socket?.close();
    this.socket = null;
    this.dispatch({
      type: 'lost',
      socket,
      code: 0,
      problem: clientProblem('network', 'The socket was dropped.'),
    });
  }

  private run(event: MachineEvent): void {
    const before = this.current;
    const around = { nowMs: Date.now(), random: Math.random(), limits: this.options.limits };
    const { state, effects } = step(before, event, around);
    this.current = state;
    for (const effect of effects) {
      this.perform(effect);
    }
    this.options.onStep(state, before);
  }

  private perform(effect: Effect): void {
    switch (effect.type) {
      case 'openSocket':
        this.openSocket(effect.socket, effect.freshToken);
        break;
      case 'closeSocket':
        this.socket?.close();
        this.socket = null;
        break;
      case 'send':
        this.socket?.send(effect.frame);
        break;
      case 'renewToken':
        this.renewToken();
        break;
      case 'probe':
        this.probe();
        break;
      case 'startTimer':
        this.stopTimer(effect.timer);
        this.timers.set(
          effect.timer,
          setTimeout(() => this.due(effect.timer), effect.delayMs),
        );
        break;
      case 'stopTimer':
        this.stopTimer(effect.timer);
        break;
      case 'fetch':
        this.fetch(effect);
        break;
      case 'replace':
      case 'merge':
        this.options.store(effect.scope).finish(effect.body, effect.type === 'replace');
        break;
      case 'apply':
        this.options.store(effect.scope).apply(effect.events, effect.cursor);
        break;
      case 'evict':
        this.loads.stop(effect.scope);
        this.options.evict(effect.scope, this.current.scopes.get(effect.scope)?.problem ?? null);
        break;
    }
  }

  private stopTimer(timer: Timer): void {
    clearTimeout(this.timers.get(timer));
    this.timers.delete(timer);
  }

  private due(timer: Timer): void {
    this.timers.delete(timer);
    this.dispatch(isScope(timer) ? { type: 'due', scope: timer } : { type: 'due', timer });
  }

  private openSocket(socket: number, freshToken: boolean): void {
    const { tokens } = this.options;
    const current = () =>
      this.current.connection.socket === socket && this.current.connection.phase === 'connecting';
    const token = freshToken ? tokens.insteadOf(this.socketToken) : tokens.current();
    token.then(
      (value) => {
        if (current()) {
          this.connect(socket, value);
        }
      },
      (problem: SyncProblem) => {
        if (!current()) {
          return;
        }
        const denied = problem.status === 401 || problem.status === 403;
        denied ? this.options.deny(problem) : this.dispatch({ type: 'lost', socket, code: 0, problem });
      },
    );
  }

  private connect(socket: number, token: string): void {
    const { socketUrl, WebSocket, http } = this.options;
    const lost = (code: number, problem: ProblemFacts) =>
      this.dispatch({ type: 'lost', socket, code, problem });
    this.socketToken = token;
    if (http.offline) {
      lost(0, clientProblem('network', 'The inspector keeps the client offline.'));
      return;
    }
    try {
      this.socket = new Socket(WebSocket, socketUrl, token, {
        opened: () => this.dispatch({ type: 'opened', socket, tokenLifeMs: this.renewableLifeMs(token) }),
        frame: (frame) => this.receive(socket, frame),
        lost: (code, reason) => {
          this.socket = null;
          lost(code, clientProblem('network', reason || `The socket closed with ${code}.`));
        },
      });
    } catch (cause) {
      // No WebSocket here, an address that is none, or a token that does not fit into a header.
      lost(0, clientProblem('network', `The socket can't be made: ${String(cause)}`, cause));
    }
  }

  /** None, for a token that is always the same. */
  private renewableLifeMs(token: string): number | null {
    return this.options.tokens.renewable ? tokenLifeMs(token, Date.now()) : null;
  }

  /** A failure is no harm yet: the token that is in use still holds for a while, and then the socket says so. */
  private renewToken(): void {
    const { tokens } = this.options;
    tokens.insteadOf(this.socketToken).then(
      (token) => {
        if (token !== this.socketToken && this.current.connection.phase === 'open') {
          this.socketToken = token;
          this.socket?.send({ type: 'auth', token });
        }
      },
      (problem: SyncProblem) => this.dispatch({ type: 'troubled', problem }),
    );
  }

  /** A browser does not say why a socket did not open. An HTTP call with the same token does. */
  private probe(): void {
    for (const [scope, { loaded, cursor }] of this.current.scopes) {
      if (loaded) {
        const query = queryOf({ scope, lastSyncId: cursor, limit: 1 });
        this.options.http.call({ path: `/sync/delta?${query}` }).catch(() => undefined);
        return;
      }
    }
  }

  private fetch(effect: Extract<Effect, { type: 'fetch' }>): void {
    const { scope, request, rung } = effect;
    const failed = (problem: ProblemFacts) => {
      const early = problem.code === 'scope_unknown' && this.options.expected(scope);
      const retryable = early || problem.retryable;
      this.dispatch({ type: 'failed', scope, request, problem: { ...problem, retryable } });
    };
    this.loads.get(effect).then(
      (body) =>
        fits(body, answerShapes[rung])
          ? this.dispatch({ type: answerTypes[rung], scope, request, body } as ScopeEvent)
          : failed(clientProblem('bad_answer', 'The answer lacks its parts.')),
      (problem: SyncProblem) => failed(problem),
    );
  }

  private receive(socket: number, frame: ServerFrame): void {
    if (frame.type !== 'error') {
      this.dispatch({ type: 'heard', socket });
    }
    const event = eventOf(frame);
    if (event !== null) {
      this.dispatch(event);
    }
  }
}

function isScope(timer: Timer): timer is Scope {
  return timer.includes(':');
}
