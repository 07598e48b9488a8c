import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { agentRow, Loopback, stepRow } from '../testing/loopback';
import { show } from '../testing/show';
import { AgentList } from './agent-list';

let server: Loopback;

beforeEach(() => {
  server = new Loopback();
  server.put('Agent', agentRow());
  server.put('Agent', agentRow({ id: 'b', name: 'tester' }));
  server.put('Agent', agentRow({ id: 'c', name: 'veteran', status: 'retired' }));
});

const names = (list: string) =>
  within(screen.getByRole('list', { name: list }))
    .getAllByRole('link')
    .map((link) => link.textContent);

test('shows what each agent is doing, those at work first', async () => {
  await show(server, <AgentList selectedId={undefined} query="" />);
  const now = new Date().toISOString();
  act(() => server.put('ReasoningStep', stepRow({ action: 'npm test', created_at: now, updated_at: now })));
  await waitFor(() => expect(names('Agents')[0]).toBe('fixernowRunningnpm test'));
  expect(names('Agents')[1]).toMatch(/^tester.*Nothing yet$/);
});

test('marks the selected one', async () => {
  await show(server, <AgentList selectedId="b" query="" />);
  expect(screen.getByRole('link', { current: 'page' }).textContent).toContain('tester');
});

test('keeps the retired folded away', async () => {
  await show(server, <AgentList selectedId={undefined} query="" />);
  expect(screen.queryByRole('list', { name: 'Retired agents' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: /^Retired/ }));
  expect(names('Retired agents')[0]).toContain('veteran');
});

test('finds by name, the retired too', async () => {
  await show(server, <AgentList selectedId={undefined} query="vet" />);
  expect(names('Retired agents')).toHaveLength(1);
  expect(within(screen.getByRole('list', { name: 'Agents' })).queryAllByRole('link')).toEqual([]);
});

test('says when nothing is found', async () => {
  await show(server, <AgentList selectedId={undefined} query="nobody" />);
  expect(screen.getByText(/No agent is called/)).toBeDefined();
});
