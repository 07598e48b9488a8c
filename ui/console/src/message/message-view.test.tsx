import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { useTimeline } from '../sync/rows';
import { AGENT_ID, agentRow, Loopback, messageRow } from '../testing/loopback';
import { show } from '../testing/show';
import { MessageView } from './message-view';

let server: Loopback;

beforeEach(() => {
  server = new Loopback();
  server.put('Agent', agentRow());
  server.put('Message', messageRow());
  server.put('Message', messageRow({ id: 'm2', role: 'assistant', content: 'Hello yourself' }));
});

function Chat() {
  return useTimeline(AGENT_ID).map((entry) =>
    entry.model === 'Message' ? (
      <MessageView key={entry.row.id} message={entry.row} continues={false} />
    ) : null,
  );
}

const own = () => within(screen.getByRole('article', { name: /^User message/ }));

describe('a message of the user', () => {
  test('can be changed in its place', async () => {
    await show(server, <Chat />);
    await userEvent.click(own().getByRole('button', { name: 'Edit message' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Edit message' }), ', agent{Enter}');
    expect(await own().findByText('Hello, agent')).toBeDefined();
    expect(own().getByText('edited')).toBeDefined();
    await waitFor(() => expect(server.find('Message', 'm1')?.['content']).toBe('Hello, agent'));
  });

  test('stays as it was after Escape', async () => {
    await show(server, <Chat />);
    await userEvent.click(own().getByRole('button', { name: 'Edit message' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Edit message' }), ' not{Escape}');
    expect(own().getByText('Hello')).toBeDefined();
    expect(server.find('Message', 'm1')?.['content']).toBe('Hello');
  });

  test('is what it was when the change is refused', async () => {
    await show(server, <Chat />);
    server.refuseNext = { status: 422, code: 'text_too_long', detail: 'Too long.', retryable: false };
    await userEvent.click(own().getByRole('button', { name: 'Edit message' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Edit message' }), '!{Enter}');
    expect(await own().findByText('Hello')).toBeDefined();
  });

  test('is deleted once that is confirmed', async () => {
    await show(server, <Chat />);
    await userEvent.click(own().getByRole('button', { name: 'Delete message' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Delete this message?' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(screen.queryByRole('article', { name: /^User message/ })).toBeNull());
    expect(server.find('Message', 'm1')).toBeUndefined();
  });
});

test('a message of the assistant can be copied and traced, not changed', async () => {
  await show(server, <Chat />);
  const theirs = within(screen.getByRole('article', { name: /^Assistant message/ }));
  expect(theirs.getAllByRole('button').map((button) => button.getAttribute('aria-label'))).toEqual([
    'Copy message',
    'History of assistant message',
  ]);
});
