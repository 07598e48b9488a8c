import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { useTimeline } from '../sync/rows';
import { AGENT_ID, agentRow, Loopback } from '../testing/loopback';
import { show } from '../testing/show';
import { Composer } from './composer';
import { MessageView } from './message-view';

let server: Loopback;
let sent = 0;

beforeEach(() => {
  server = new Loopback();
  server.put('Agent', agentRow());
  sent = 0;
});

function Chat() {
  return useTimeline(AGENT_ID).map((entry) =>
    entry.model === 'Message' ? (
      <MessageView key={entry.row.id} message={entry.row} continues={false} />
    ) : null,
  );
}

async function showComposer(agent = agentRow()) {
  const onSent = () => {
    sent++;
  };
  await show(
    server,
    <>
      <Chat />
      <Composer agent={agent} onSent={onSent} />
    </>,
  );
}

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });

describe('the composer', () => {
  test('sends with Enter and keeps Shift+Enter for new lines', async () => {
    await showComposer();
    await userEvent.type(box(), 'one{Shift>}{Enter}{/Shift}two');
    expect(box().value).toBe('one\ntwo');
    await userEvent.type(box(), '{Enter}');
    expect(box().value).toBe('');
    expect(sent).toBe(1);
    expect(await screen.findByRole('article', { name: /^User message/ })).toBeDefined();
  });

  test('does not send nothing', async () => {
    await showComposer();
    await userEvent.type(box(), '  {Enter}');
    expect(sent).toBe(0);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(true);
    await userEvent.clear(box());
  });

  test('keeps a refused message with the reason, to be sent again', async () => {
    await showComposer();
    server.refuseNext = { status: 429, code: 'overloaded', detail: 'Too much at once.', retryable: false };
    await userEvent.type(box(), 'again{Enter}');
    expect(await screen.findByText('Not sent. Too much at once.')).toBeDefined();
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
    expect(box().value).toBe('again');
    await userEvent.type(box(), '{Enter}');
    expect(await screen.findByRole('article', { name: /^User message/ })).toBeDefined();
    expect(screen.queryByText(/Not sent/)).toBeNull();
  });

  test('forgets a refused message when told to', async () => {
    await showComposer();
    server.refuseNext = { status: 422, code: 'text_too_long', detail: 'Too long.', retryable: false };
    await userEvent.type(box(), 'never{Enter}');
    await userEvent.click(await screen.findByRole('button', { name: 'Discard' }));
    expect(screen.queryByText(/never/)).toBeNull();
  });

  test('has no box for a retired agent', async () => {
    await showComposer(agentRow({ status: 'retired' }));
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.getByText(/is retired/)).toBeDefined();
  });
});

test('a draft waits for its writer to come back', async () => {
  await showComposer();
  await userEvent.type(box(), 'not yet');
  cleanup();
  await showComposer();
  expect(box().value).toBe('not yet');
  await userEvent.clear(box());
});
