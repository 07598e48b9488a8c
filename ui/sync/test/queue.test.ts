import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { openDatabase } from '../src/database.js';
import type { PendingMutation } from '../src/pending.js';
import { FakeBrowser, type Page } from './browser.js';
import { contents, live, until } from './client.js';
import { type Call, refusal } from './engine.js';
import { TestServer } from './server.js';
import { agentIds, agentScope } from './world.js';

const [agentId] = agentIds;

type Act =
  | { readonly type: 'post'; readonly page: number; readonly text: string }
  | { readonly type: 'edit'; readonly page: number; readonly which: number; readonly text: string }
  | { readonly type: 'rename'; readonly page: number; readonly text: string }
  | { readonly type: 'crash' | 'discard' | 'resend'; readonly page: number }
  | { readonly type: 'open' | 'net' | 'cut' | 'breathe' };

const page = fc.nat(2);
const text = fc.constantFrom('a', 'b', 'c', 'bad', 'bad');

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('post'), page, text }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('edit'), page, which: fc.nat(3), text }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('rename'), page, text }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('crash', 'discard', 'resend'), page }) },
  { weight: 7, arbitrary: fc.record({ type: fc.constantFrom('open', 'net', 'cut', 'breathe', 'breathe') }) },
) as fc.Arbitrary<Act>;

/** Several pages of one browser on one disk against one server, and what each of them was told to do. */
class Run {
  readonly browser = new FakeBrowser();
  pages: Page[] = [];
  /** Mutations that were kept before anything could crash, in the order in which they were made. */
  readonly kept: PendingMutation[] = [];
  /** Which ones with an entity in common its maker saw waiting when it made it. */
  readonly before = new Map<string, readonly string[]>();
  /** A crash in that moment may bring one of these back, here or there: it is for the user to discard it again. */
  readonly asked = new Set<string>();
  readonly resent = new Set<string>();
  /** What reached the server, in order. */
  readonly sent: Call[] = [];
  private net: 'good' | 'cut' | 'do, then cut' = 'good';

  private constructor(readonly server: TestServer) {
    server.react = (call) => {
      if (call.method === 'GET') {
        return undefined;
      }
      this.sent.push(call);
      const text = call.body['content'] ?? call.body['name'];
      if (text === 'bad') {
        return this.net === 'good' ? refusal(422, 'text_too_long') : 'cut';
      }
      return this.net === 'good' ? undefined : this.net;
    };
  }

  static async start(): Promise<Run> {
    globalThis.indexedDB = new IDBFactory();
    const run = new Run(await TestServer.start());
    await run.open();
    return run;
  }

  async open(): Promise<void> {
    if (this.pages.length < 3) {
      const opened = this.browser.open(this.server.url, { tabs: true, leaderWaitMs: 1_000 });
      opened.sync.scope(agentScope).open();
      this.pages.push(opened);
    }
  }

  async do(what: Act): Promise<void> {
    switch (what.type) {
      case 'open':
        return this.open();
      case 'net':
        this.net = this.net === 'good' ? 'do, then cut' : this.net === 'cut' ? 'good' : 'cut';
        break;
      case 'cut':
        this.server.cutSockets();
        break;
      case 'breathe':
        await new Promise((resolve) => setTimeout(resolve, 3));
        break;
      default: {
        const at = what.page % Math.max(this.pages.length, 1);
        const on = this.pages[at];
        if (on) {
          await this.doOn(on, what);
        }
      }
    }
  }

  private async doOn(
    on: Page,
    what: Exclude<Act, { type: 'open' | 'net' | 'cut' | 'breathe' }>,
  ): Promise<void> {
    const { mutate } = on.sync;
    const rows = on.sync.scope(agentScope).store.getState().models;
    switch (what.type) {
      case 'post':
        return this.made(on, () => mutate.postMessage({ agent_id: agentId, content: what.text }));
      case 'edit': {
        const messages = rows.Message.byAgent(agentId);
        const message = messages[what.which % Math.max(messages.length, 1)];
        return message && this.made(on, () => mutate.editMessage({ id: message.id, content: what.text }));
      }
      case 'rename':
        return this.made(on, () => mutate.renameAgent({ id: agentId, name: what.text }));
      case 'crash':
        on.crash();
        this.pages = this.pages.filter((each) => each !== on);
        break;
      case 'discard': {
        const letter = on.sync.deadLetters.getState()[0];
        if (letter) {
          this.asked.add(letter.id);
          await Promise.race([on.sync.discard(letter.id), later()]);
        }
        break;
      }
      case 'resend': {
        const letter = on.sync.deadLetters.getState()[0];
        if (letter) {
          this.resent.add(letter.id);
          on.sync.resend(letter.id).catch(() => undefined);
        }
        break;
      }
    }
  }

  /** Makes it and waits until it is on disk or done with: from then on nothing may lose it. */
  private async made(on: Page, make: () => Promise<unknown>): Promise<void> {
    const waiting = on.sync.pending.getState();
    const known = new Set(waiting.map(({ id }) => id));
    let settled = false;
    make()
      .catch(() => undefined)
      .finally(() => {
        settled = true;
      });
    const mutation = on.sync.pending.getState().find(({ id }) => !known.has(id));
    if (mutation) {
      await vi.waitFor(async () => expect(settled || (await this.stored()).has(mutation.id)).toBe(true), {
        interval: 1,
        timeout: 20_000,
      });
      this.kept.push(mutation);
      const shared = waiting.filter(({ entities }) => entities.some((id) => mutation.entities.includes(id)));
      this.before.set(
        mutation.id,
        shared.map(({ id }) => id),
      );
    }
  }

  private async stored(): Promise<Map<string, PendingMutation>> {
    const database = await openDatabase(`agentsync alice@${this.server.url}`, {
      onOutdated: () => undefined,
      onLost: () => undefined,
    });
    const all = await database.getAll('mutations');
    database.close();
    return new Map(all.map((mutation) => [mutation.id, mutation]));
  }

  /** The net is good and a page is there: all comes to rest. */
  async settle(): Promise<void> {
    this.net = 'good';
    await this.open();
    for (const { sync } of this.pages) {
      sync.retry();
      const chat = sync.scope(agentScope);
      await soon(live(chat), () => chat.connection.getState());
      await soon(
        until(sync.pending, ({ length }) => length === 0),
        () => sync.pending.getState(),
      );
      await soon(
        until(chat.store, ({ overlays }) => overlays.length === 0),
        () => chat.store.getState().overlays,
      );
    }
    const letters = this.lettersOf(this.pages[0]);
    const stored = async () => [...(await this.stored()).keys()].filter((id) => !this.asked.has(id));
    await vi.waitFor(async () => expect(new Set(await stored()), 'Q1: on disk').toEqual(letters), {
      interval: 5,
      timeout: 20_000,
    });
  }

  lettersOf(on: Page | undefined): Set<string> {
    const letters = on?.sync.deadLetters.getState() ?? [];
    return new Set(letters.map(({ id }) => id).filter((id) => !this.asked.has(id)));
  }

  async end(): Promise<void> {
    this.browser.close();
    await this.server.stop();
  }
}

/** What never comes is told with how things stand. */
function soon<T>(come: Promise<T>, state: () => unknown): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`Waits for ever: ${JSON.stringify(state())}`)), 40_000);
  });
  return Promise.race([come, late]);
}

const later = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), 500));

function expectEffects(run: Run): void {
  const { server, kept, sent, pages, asked } = run;
  const events = server.world(agentScope).events;
  const done = events.map((event) => event.mutation_id).filter((id) => !id.startsWith('elsewhere'));
  expect(new Set(done).size, 'Q1: once').toBe(done.length);
  const letters = pages[0]?.sync.deadLetters.getState() ?? [];
  for (const { id, data } of kept) {
    const reached = sent.some(({ key }) => key === id);
    expect(reached || asked.has(id), 'Q1: sent').toBe(true);
    const bad = (data?.['content'] ?? data?.['name']) === 'bad';
    const letter = letters.find((each) => each.id === id);
    if (bad && !done.includes(id)) {
      expect(letter !== undefined || asked.has(id), 'Q3').toBe(true);
      expect(letter?.lastProblem?.code ?? 'text_too_long', 'Q3').toBe('text_too_long');
    } else {
      expect(letter?.lastProblem?.code ?? 'not_found', 'Q3: only what was refused').toBe('not_found');
    }
  }
  for (const on of pages) {
    expect(run.lettersOf(on), 'Q3: in each tab').toEqual(run.lettersOf(pages[0]));
  }
}

function expectOrder({ kept, sent, resent, before }: Run): void {
  const firstOf = (id: string) => sent.findIndex(({ key }) => key === id);
  for (const { id } of kept) {
    for (const earlier of before.get(id) ?? []) {
      const [first, then] = [firstOf(earlier), firstOf(id)];
      const told = first < 0 || then < 0 || resent.has(earlier) || resent.has(id);
      expect(told || first < then, 'Q2').toBe(true);
    }
  }
}

function expectShown({ server, pages }: Run): void {
  const rows = server.world(agentScope).rowsAt(server.head);
  const expected = [...rows].filter(([key]) => key.startsWith('Message')).map(([, row]) => row);
  for (const { sync } of pages) {
    const shown = sync.scope(agentScope).store.getState().models.Message.byAgent(agentId);
    expect(new Set(shown.map(({ id, content }) => `${id} ${content}`)), 'Q4').toEqual(
      new Set(expected.map((row) => `${row.id} ${(row as unknown as { content: string }).content}`)),
    );
    expect(contents(sync.scope(agentScope)), 'Q4').toHaveLength(expected.length);
  }
}

it('Q1 to Q4 hold whatever tabs crash, open or lose their net, at whatever moment', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40, size: 'max' }), async (acts) => {
      const run = await Run.start();
      try {
        for (const what of acts) {
          await run.do(what);
        }
        await run.settle();
        expectEffects(run);
        expectOrder(run);
        expectShown(run);
      } finally {
        await run.end();
      }
    }),
    { numRuns: Number(process.env['QUEUE_RUNS'] ?? 20), endOnFailure: true },
  );
}, 600_000);
