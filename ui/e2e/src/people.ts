import { randomUUID } from 'node:crypto';
import type { Engine, Row } from './engine';
import { Peer } from './peer';

export interface Person {
  token: string;
  orgId: string;
}

/** Those who use an engine, each in an org that nobody else knows. */
export class People {
  private readonly peers: Peer[] = [];

  constructor(private readonly engine: Engine) {}

  one(): Promise<Person> {
    return this.engine.token(`user-${randomUUID()}`, `org-${randomUUID()}`);
  }

  /** A socket that ends with the test. */
  async connect(token: string): Promise<Peer> {
    return this.keep(await Peer.connect(this.engine, token));
  }

  keep(peer: Peer): Peer {
    this.peers.push(peer);
    return peer;
  }

  async hangUp(): Promise<void> {
    await Promise.all(this.peers.splice(0).map((peer) => peer.terminate()));
  }

  async agentOf({ token, orgId }: Person): Promise<string> {
    return (await this.engine.post(token, '/api/agent', { org_id: orgId, name: 'Ada' })).id;
  }

  say({ token }: Person, agent: string, content: string): Promise<Row> {
    return this.engine.post(token, '/api/message', { agent_id: agent, content });
  }

  async get({ token }: Person, path: string): Promise<Record<string, unknown>> {
    const answer = await fetch(this.engine.url + path, { headers: { authorization: `Bearer ${token}` } });
    return (await answer.json()) as Record<string, unknown>;
  }

  async cursorOf(who: Person, scope: string): Promise<{ lastSyncId: number; epoch: string }> {
    const bootstrap = await this.get(who, `/sync/bootstrap?scope=${scope}`);
    return bootstrap as { lastSyncId: number; epoch: string };
  }
}
