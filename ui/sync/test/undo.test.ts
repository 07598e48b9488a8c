import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentSync } from '../src/agent-sync.js';
import type { ScopeHandle } from '../src/handle.js';
import { undoOf } from '../src/undo.js';
import { agentId, connect, contents, live, until } from './client.js';
import { refusal } from './engine.js';
import { TestServer } from './server.js';
import { agentScope } from './world.js';

let server: TestServer;
let sync: AgentSync;
let chat: ScopeHandle;

beforeEach(async () => {
  server = await TestServer.start();
  sync = connect(server.url);
  undoOf(sync);
  chat = sync.scope(agentScope);
  chat.open();
  await live(chat);
});

afterEach(async () => {
  sync.close();
  await server.stop();
});

const undo = (id?: string) => undoOf(sync).undo(id);
const post = (content: string) => sync.mutate.postMessage({ agent_id: agentId, content });
const name = () => chat.store.getState().models.Agent.get(agentId)?.name;

describe('undo', () => {
  it('goes back one by one, by commands of its own, which it does not undo in turn', async () => {
    const message = await post('one');
    await sync.mutate.editMessage({ id: message.id, content: 'two' });
    await sync.mutate.renameAgent({ id: agentId, name: 'Grace' });
    expect(undoOf(sync).last.getState()).toMatchObject({ name: 'renameAgent', problem: null });
    await expect(undo()).resolves.toMatchObject({ name: 'renameAgent' });
    expect(name()).toBe('Ada');
    await undo();
    expect(contents(chat)).toEqual(['one']);
    await undo();
    expect(contents(chat)).toEqual([]);
    await expect(undo()).rejects.toMatchObject({ code: 'not_undoable', detail: 'There is nothing to undo.' });
  });

  it('is undone in turn, until something else is done', async () => {
    await sync.mutate.renameAgent({ id: agentId, name: 'Grace' });
    const message = await post('one');
    await undo();
    await undo();
    expect([name(), contents(chat)]).toEqual(['Ada', []]);
    await expect(undoOf(sync).redo()).resolves.toMatchObject({ name: 'renameAgent' });
    await undoOf(sync).redo();
    expect([name(), contents(chat)]).toEqual(['Grace', ['one']]);
    expect(chat.store.getState().models.Message.has(message.id)).toBe(false);
    expect(undoOf(sync).next.getState()).toBeNull();
    await undo();
    expect(contents(chat)).toEqual([]);
    expect(undoOf(sync).next.getState()).toMatchObject({ name: 'postMessage' });
    await post('two');
    await expect(undoOf(sync).redo()).rejects.toMatchObject({ code: 'not_undoable' });
  });

  it('takes back what was never sent, so that nobody ever hears of it', async () => {
    server.react = ({ method }) => (method === 'GET' ? undefined : 'cut');
    post('sent').catch(() => undefined);
    const unsent = post('not sent');
    const lost = unsent.catch((problem) => problem.code);
    await undo();
    expect(await lost).toBe('discarded');
    expect(contents(chat)).toEqual(['sent']);
    server.react = () => undefined;
    await until(chat.store, ({ overlays }) => overlays.length === 0);
    expect(server.calls.filter(({ body }) => body['content'] === 'not sent')).toEqual([]);
  });

  it('says why it can not, and goes on with the one before', async () => {
    await post('one');
    await sync.mutate.retireAgent({ id: agentId });
    expect(undoOf(sync).last.getState()?.problem).toMatch(/retired/);
    await expect(undo()).rejects.toMatchObject({ code: 'not_undoable', detail: /retired/ });
    await expect(undo()).resolves.toMatchObject({ name: 'postMessage' });
  });

  it('leaves alone what others changed since, and what was erased', async () => {
    const message = await post('mine');
    await sync.mutate.editMessage({ id: message.id, content: 'mine, again' });
    server.change({
      model: 'Message',
      id: message.id,
      action: 'update',
      fields: { content: '[erased]', agent_id: agentId },
    });
    await until(chat.store, () => contents(chat).join() === '[erased]');
    await expect(undo()).rejects.toMatchObject({ detail: 'It was changed since.' });
    expect(contents(chat)).toEqual(['[erased]']);
  });

  it('forgets what was refused', async () => {
    await post('good');
    server.react = ({ body }) => (body['content'] === 'bad' ? refusal(422, 'text_too_long') : undefined);
    await expect(post('bad')).rejects.toMatchObject({ code: 'text_too_long' });
    expect(undoOf(sync).last.getState()).toMatchObject({ name: 'postMessage' });
    await undo();
    expect(contents(chat)).toEqual([]);
  });

  it('of a certain one leaves those after it', async () => {
    await post('one');
    const { id } = undoOf(sync).last.getState() ?? {};
    await post('two');
    await undo(id);
    expect(contents(chat)).toEqual(['two']);
  });
});
