import type { AgentRow, MessageRow, ReasoningStepRow } from '@openagents/sync';
import { describe, expect, test } from 'vitest';
import { changeRow } from '../testing/loopback';
import { activityOf, firstLine, lastActiveAt, RUNNING_MS, THINKING_MS } from './activity';

const start = Date.parse('2025-03-10T12:00:00Z');
const iso = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const soon = start + 20_000;

const agent: AgentRow = {
  id: 'a',
  org_id: 'o',
  name: 'fixer',
  status: 'active',
  created_at: iso(-60),
  updated_at: iso(-60),
};

function message(role: MessageRow['role'], at = 0): MessageRow {
  return {
    id: 'm',
    agent_id: 'a',
    org_id: 'o',
    role,
    content: 'x',
    created_at: iso(at),
    updated_at: iso(at),
  };
}

function step(texts: Partial<ReasoningStepRow>, at = 0, observedAt = at): ReasoningStepRow {
  const row = { id: 's', agent_id: 'a', org_id: 'o', thought: '', action: '', observation: null };
  return { ...row, ...texts, created_at: iso(at), updated_at: iso(observedAt) };
}

describe('an agent', () => {
  test('that handed in a change shows what became of it, until it does something else', () => {
    const change = changeRow({ created_at: iso(1), updated_at: iso(1) });
    const activity = { pulse: 'idle', label: 'Proposed', text: 'Mend the clock', at: iso(1) };
    expect(activityOf(agent, message('user'), step({}), soon, change)).toEqual(activity);
    const rejected = { ...change, status: 'rejected' as const, updated_at: iso(9) };
    expect(activityOf(agent, undefined, undefined, soon, rejected).label).toBe('Rejected:');
    expect(activityOf(agent, message('assistant', 2), undefined, soon, change).label).toBe('Wrote');
    expect(lastActiveAt(agent, undefined, undefined, change)).toBe(iso(1));
  });

  test('that did nothing yet is new', () => {
    expect(activityOf(agent, undefined, undefined, soon)).toEqual({
      pulse: 'new',
      label: 'Nothing yet',
      at: agent.created_at,
    });
  });

  test('that is retired says so, whatever it did last', () => {
    const retired = { ...agent, status: 'retired' as const, updated_at: iso(5) };
    expect(activityOf(retired, message('user'), undefined, soon)).toEqual({
      pulse: 'retired',
      label: 'Retired',
      at: iso(5),
    });
  });

  test('runs a command until there is an observation', () => {
    const running = step({ action: '\npytest tests/ -q\necho done\n' });
    expect(activityOf(agent, undefined, running, soon)).toEqual({
      pulse: 'working',
      label: 'Running',
      command: 'pytest tests/ -q',
      at: iso(0),
    });
    expect(activityOf(agent, undefined, running, start + RUNNING_MS)).toMatchObject({
      pulse: 'idle',
      label: 'No answer from',
    });
  });

  test('thinks for a while after an observation, even an empty one', () => {
    const ran = step({ action: 'ls', observation: '' }, 0, 10);
    expect(activityOf(agent, undefined, ran, soon)).toEqual({
      pulse: 'working',
      label: 'Thinking…',
      at: iso(10),
    });
    expect(activityOf(agent, undefined, ran, start + 10_000 + THINKING_MS)).toEqual({
      pulse: 'idle',
      label: 'Ran',
      command: 'ls',
      at: iso(10),
    });
  });

  test('thinks when a step has no action', () => {
    expect(activityOf(agent, undefined, step({ thought: 'hm' }), soon)).toMatchObject({ label: 'Thinking…' });
  });

  test.each([
    ['assistant', 'idle', 'Wrote', 'Wrote'],
    ['user', 'working', 'Reading a message…', 'Was told'],
    ['system', 'working', 'Was given instructions', 'Was given instructions'],
    ['tool', 'working', 'Thinking…', 'Used a tool'],
  ] as const)('after a message of %s', (role, pulse, fresh, later) => {
    expect(activityOf(agent, message(role), undefined, soon)).toMatchObject({ pulse, label: fresh });
    expect(activityOf(agent, message(role), undefined, start + THINKING_MS)).toMatchObject({
      pulse: 'idle',
      label: later,
    });
  });

  test('is described by the later of message and step, an observation counting when it came', () => {
    const ran = step({ action: 'ls', observation: 'x' }, 0, 10);
    expect(activityOf(agent, message('assistant', 5), ran, soon).label).toBe('Thinking…');
    expect(activityOf(agent, message('assistant', 11), ran, soon).label).toBe('Wrote');
  });
});

test('the last activity is the latest of all times', () => {
  expect(lastActiveAt(agent, undefined, undefined)).toBe(agent.created_at);
  expect(lastActiveAt(agent, message('user', 5), step({ observation: 'x' }, 0, 9))).toBe(iso(9));
  expect(lastActiveAt(agent, message('user', 15), step({ observation: 'x' }, 0, 9))).toBe(iso(15));
});

test('what was written is shown by its first line', () => {
  const written = { ...message('assistant'), content: '\nDone.\n\nThe fix is in.' };
  expect(activityOf(agent, written, undefined, soon)).toMatchObject({ label: 'Wrote', text: 'Done.' });
});

test.each([
  ['ls -la', 'ls -la'],
  ['\n\n  edit 1:1\nimport os\nend_of_edit', 'edit 1:1'],
  ['', ''],
])('the line shown of %j is %j', (action, line) => {
  expect(firstLine(action)).toBe(line);
});
