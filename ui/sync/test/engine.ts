import type { ResyncReason, ResyncRung, ServerFrame, SyncEvent } from '../src/generated/protocol.js';
import type { ModelName, Scope } from '../src/model.js';
import { agentIds, agentScope, type Change, orgScope, World } from './world.js';

/** An HTTP call as the server saw it. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly key: string | undefined;
  readonly token: string;
  readonly body: Record<string, unknown>;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

interface Refused {
  readonly reason: ResyncReason;
  readonly next: ResyncRung;
}

const models = {
  agent: 'Agent',
  message: 'Message',
  reasoning: 'ReasoningStep',
  'code-change': 'CodeChange',
  account: 'Account',
} as const satisfies Record<string, ModelName>;

const steps: Readonly<Record<string, string>> = { retire: 'retired', accept: 'accepted', reject: 'rejected' };

/** What a server does with calls: the scopes' logs, reads, and mutations that take effect once per key. */
export abstract class TestEngine {
  readonly worlds = new Map<Scope, World>([orgScope, agentScope].map((scope) => [scope, new World(scope)]));
  /** Scripts. */
  accepts: (token: string) => boolean = () => true;
  withhold: (event: SyncEvent) => boolean = () => false;
  /** Cursors below the first can't be caught up by delta, below the second not by compacted delta either. */
  retainedFrom = 0;
  compactedFrom = 0;
  private readonly answers = new Map<string, Answer>();

  abstract publish(scope: Scope, frame: ServerFrame): void;

  get head(): number {
    return Math.max(...[...this.worlds.values()].map((world) => world.head));
  }

  /** Something happens: an event in the agent's scope and one in the org's, as on the real server. */
  change(change: Change): void {
    const atMs = (this.head + 1) * 1000;
    for (const scope of this.scopesOf(change)) {
      const world = this.world(scope);
      world.head = this.head;
      const event = world.commit(change, atMs);
      if (event && !this.withhold(event)) {
        this.publish(scope, { type: 'delta', scope, events: [event], latestSyncId: event.id });
      }
    }
  }

  private scopesOf({ model, id, action, fields }: Change): Scope[] {
    if (model === 'Org') {
      return [orgScope];
    }
    const scope: Scope = `agent:${model === 'Agent' ? id : (fields['agent_id'] ?? agentIds[0])}`;
    if (model === 'Agent' && action === 'insert' && !this.worlds.has(scope)) {
      this.worlds.set(scope, new World(scope));
    }
    return [scope, orgScope];
  }

  world(scope: Scope): World {
    const world = this.worlds.get(scope);
    if (!world) {
      throw new Error(`No such scope: ${scope}`);
    }
    return world;
  }

  protected answer(call: Call): Answer {
    if (!this.accepts(call.token)) {
      return refusal(401, 'unauthenticated');
    }
    if (call.path.startsWith('/sync/')) {
      return this.read(call);
    }
    const key = call.key ?? '';
    const first = this.answers.get(key) ?? this.mutate(call, key);
    this.answers.set(key, first);
    return first;
  }

  private read({ path, query }: Call): Answer {
    const scope = query.get('scope') as Scope;
    const world = this.worlds.get(scope);
    if (!world) {
      return refusal(404, 'scope_unknown');
    }
    world.head = this.head;
    if (path === '/sync/bootstrap') {
      return { status: 200, body: world.snapshot() };
    }
    const from = Number(query.get('lastSyncId'));
    const compacted = path === '/sync/compacted';
    const refused = this.resync(world, from, query.get('epoch') ?? world.epoch, compacted);
    if (refused !== null) {
      const { status, body } = refusal(410, 'resync_required');
      return { status, body: { ...(body as object), ...refused } };
    }
    if (compacted) {
      return { status: 200, body: world.compacted(from) };
    }
    const body = {
      events: world.between(from),
      latestSyncId: world.head,
      hasMore: false,
      epoch: world.epoch,
    };
    return { status: 200, body };
  }

  /** Why a cursor can't be caught up by a delta, or a compacted one; null when it can. */
  protected resync(world: World, from: number, epoch: string | undefined, compacted = false): Refused | null {
    if (epoch !== world.epoch) {
      return { reason: 'epoch', next: 'bootstrap' };
    }
    if (from >= (compacted ? this.compactedFrom : this.retainedFrom)) {
      return null;
    }
    return { reason: 'retention', next: from < this.compactedFrom ? 'bootstrap' : 'compacted' };
  }

  private mutate({ method, path, body }: Call, mutationId: string): Answer {
    const [, , feature = '', id = String(body['id'] ?? `account of ${body['agent_id']}`), step] =
      path.split('/');
    const model = models[feature as keyof typeof models];
    if (body['content'] === '') {
      return { ...refusal(422, 'text_empty'), headers: {} };
    }
    const action = method === 'DELETE' ? 'delete' : method === 'PATCH' || step ? 'update' : 'insert';
    const status = steps[step ?? ''];
    const fields = status ? { ...body, status } : { ...body };
    const before = this.world(orgScope).snapshot().models[`${model}s`] as { id: string }[];
    const row = before.find((each) => each.id === id);
    if (action !== 'insert' && row === undefined) {
      return refusal(404, 'not_found');
    }
    const same = Object.entries(fields).every(([field, value]) => row?.[field as 'id'] === value);
    if (action !== 'update' || !same) {
      this.change({ model, id, action, fields: action === 'delete' ? {} : fields, mutationId });
    }
    const after = this.world(orgScope).snapshot().models[`${model}s`] as { id: string }[];
    return {
      status: action === 'insert' ? 201 : 200,
      body: after.find((each) => each.id === id) ?? row,
      headers: { 'Sync-Id': String(this.head), 'Mutation-Id': mutationId },
    };
  }
}

export function refusal(status: number, code: string, retryable = false): Answer {
  return {
    status,
    body: { type: 'about:blank', title: code, status, detail: `It is ${code}.`, code, retryable },
  };
}
