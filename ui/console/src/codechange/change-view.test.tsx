import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { useTimeline } from '../sync/rows';
import { AGENT_ID, agentRow, changeRow, Loopback } from '../testing/loopback';
import { show } from '../testing/show';
import { ChangeView } from './change-view';

let server: Loopback;

beforeEach(() => {
  server = new Loopback();
  server.put('Agent', agentRow());
});

function Changes() {
  return useTimeline(AGENT_ID).map((entry) =>
    entry.model === 'CodeChange' ? <ChangeView key={entry.row.id} change={entry.row} /> : null,
  );
}

async function showChange(fields: Parameters<typeof changeRow>[0] = {}) {
  server.put('CodeChange', changeRow(fields));
  await show(server, <Changes />);
  return within(screen.getByRole('article', { name: 'Code change: Mend the clock' }));
}

const buttons = (view: Awaited<ReturnType<typeof showChange>>) =>
  view
    .getAllByRole('button')
    .map(({ textContent }) => textContent)
    .filter(Boolean);

describe('a code change', () => {
  test('shows its files, its origin and its diff with highlighted syntax', async () => {
    const view = await showChange({ base_revision: '0123456789abcdef' });
    expect(view.getByText('0123456789ab')).toBeDefined();
    const file = within(await view.findByRole('region', { name: 'clock.py' }));
    expect(file.getByText('clock.py').parentElement?.textContent).toBe(
      'clock.pyadded lines: +1removed lines: −1',
    );
    expect(file.getByText('import').className).toContain('keyword');
    expect(file.getAllByRole('row').map(({ textContent }) => textContent)).toEqual([
      '@@ -1,2 +1,2 @@',
      '11import time',
      '2now = 0',
      '2now = time.time()',
    ]);
  });

  test('of several files lists them first', async () => {
    const files = ['a.py', 'b.py'].map((path) => ({ path, added: 1, removed: 2 }));
    const view = await showChange({ files });
    const items = within(view.getByRole('list', { name: 'Files' })).getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual(
      files.map(({ path }) => `${path}added lines: +1removed lines: −2`),
    );
    expect(view.getByText('2 files')).toBeDefined();
  });

  test('is accepted and applied at once, and offers what comes next', async () => {
    const view = await showChange();
    expect(buttons(view)).toEqual(['Accept', 'Reject…']);
    await userEvent.click(view.getByRole('button', { name: 'Accept' }));
    expect(view.getByText('Accepted')).toBeDefined();
    await userEvent.click(view.getByRole('button', { name: 'Apply' }));
    expect(view.getByText('Applied')).toBeDefined();
    expect(buttons(view)).toEqual(['Revert…']);
  });

  test('is rejected for a reason, which is shown', async () => {
    const view = await showChange();
    await userEvent.click(view.getByRole('button', { name: 'Reject…' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Reject' }).disabled).toBe(true);
    await userEvent.type(dialog.getByRole('textbox', { name: 'Why' }), 'Too slow.');
    await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
    expect(await view.findByText('Too slow.')).toBeDefined();
    expect(view.queryByRole('button', { name: 'Accept' })).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('whose step is refused says why until that is dismissed', async () => {
    const view = await showChange();
    server.refuseNext = { status: 409, code: 'illegal_step', detail: 'It is rejected.', retryable: false };
    await userEvent.click(view.getByRole('button', { name: 'Accept' }));
    expect((await view.findByRole('alert')).textContent).toBe('Not accepted. It is rejected.');
    expect(view.getByText('Proposed')).toBeDefined();
    await userEvent.click(view.getByRole('button', { name: 'Dismiss' }));
    expect(view.queryByRole('alert')).toBeNull();
  });

  test('that is long shows its beginning first', async () => {
    const lines = Array.from({ length: 100 }, (_, at) => `+line ${at}`).join('\n');
    const view = await showChange({ diff: `--- /dev/null\n+++ b/long.txt\n@@ -0,0 +1,100 @@\n${lines}\n` });
    await view.findByRole('region', { name: 'long.txt' });
    expect(view.queryByText('line 99')).toBeNull();
    await userEvent.click(view.getByRole('button', { name: 'Show all 103 lines' }));
    expect(view.getByText('line 99')).toBeDefined();
    await userEvent.click(view.getByRole('button', { name: 'Show less' }));
    expect(view.queryByText('line 99')).toBeNull();
  });
});
