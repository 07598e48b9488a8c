import type { StorageState } from '@openagents/sync/indexed-db';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createStore } from 'zustand';
import { KeptContext } from './kept';
import { NotKept } from './not-kept';

afterEach(cleanup);

test('says nothing while the device keeps things, and why it does not once it fails', () => {
  const state = createStore<StorageState>()(() => ({ open: true, bytes: 0, problem: null }));
  render(
    <KeptContext value={state}>
      <NotKept />
    </KeptContext>,
  );
  expect(screen.queryByRole('status')).toBeNull();
  const detail = 'Nothing can be kept on this device: the disk is full.';
  act(() => state.setState({ problem: { code: 'storage_unavailable', detail, retryable: true, status: 0 } }));
  const note = screen.getByRole('status', { name: 'Storage' });
  expect(note.title).toBe(detail);
  expect(note.textContent).toContain('Nothing is kept on this device');
});
