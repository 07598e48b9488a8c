import { expect, it, vi } from 'vitest';
import { lazyModels } from '../src/lazy.js';
import { contents, live, until } from './client.js';
import { browser, chatOf, say, server } from './stage.js';

const lazy = lazyModels(() => ['Message']);

it('a lazy model is on disk from when it was first read, and the page opens offline with as much', async () => {
  say('one');
  const first = browser.open(server.url, { lazy });
  await live(chatOf(first));
  await vi.waitFor(() => expect(first.storage.state.getState().bytes).toBeGreaterThan(0));
  first.crash();

  server.react = () => 'cut';
  server.cutSockets();
  const second = browser.open(server.url, { lazy });
  const chat = chatOf(second);
  await until(chat.store, ({ ready }) => ready);
  expect(chat.store.getState().models.Agent.size).toBeGreaterThan(0);
  expect(contents(chat)).toEqual([]);
  expect(chat.store.getState().missing).toEqual(['Message']);
  say('two');
  const bytes = second.storage.state.getState().bytes;
  server.react = () => undefined;
  await until(chat.store, ({ missing }) => missing.length === 0);
  expect(contents(chat)).toEqual(['one', 'two']);
  await vi.waitFor(() => expect(second.storage.state.getState().bytes).toBeGreaterThan(bytes));
  second.crash();

  server.react = () => 'cut';
  server.cutSockets();
  const third = chatOf(browser.open(server.url, { lazy }));
  await until(third.store, ({ ready }) => ready);
  expect(third.store.getState().missing).toEqual([]);
  expect(contents(third)).toEqual(['one', 'two']);
});
