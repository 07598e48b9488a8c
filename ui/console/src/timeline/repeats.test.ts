import type { MessageRole, ReasoningStepRow, TimelineEntry } from '@openagents/sync';
import { describe, expect, test } from 'vitest';
import { messageRow, stepRow } from '../testing/loopback';
import { isRepeated, repeatedStep } from './repeats';

const message = (role: MessageRole, content: string): TimelineEntry => ({
  model: 'Message',
  row: messageRow({ role, content }),
});
const step = (fields: Partial<ReasoningStepRow>): TimelineEntry => ({
  model: 'ReasoningStep',
  row: stepRow(fields),
});

const listing = step({ thought: 'Let us look.\n', action: 'ls -F\n', observation: 'a.py\r\nb.py\r\n' });

describe('a message before a step repeats it', () => {
  test.each([
    ['Let us look.'],
    ['Let us look.\n```\nls -F\n```'],
    ['Let us look.\n<command>\nls -F\n</command>'],
  ])('when it says %j', (content) => {
    expect(repeatedStep([message('assistant', content), listing], 0)).toBe(1);
  });

  test.each([
    ['assistant', 'Let us look. And then I shall tell you all that I have found out about it.'],
    ['assistant', 'I look.'],
    ['user', 'Let us look.'],
  ] as const)('but not when %s says %j', (role, content) => {
    expect(repeatedStep([message(role, content), listing], 0)).toBeUndefined();
  });

  test('but not a step without a thought', () => {
    expect(repeatedStep([message('assistant', ''), step({ action: 'ls' })], 0)).toBeUndefined();
  });
});

describe('a message after a step repeats it', () => {
  const state = '(Open file: n/a)\n(Current directory: /src)\nbash-$';

  test.each([
    ['tool', 'a.py\nb.py'],
    ['user', `a.py\r\nb.py\n${state}`],
  ] as const)('when %s says %j', (role, content) => {
    expect(repeatedStep([listing, message(role, content)], 1)).toBe(0);
  });

  test('when there was no output and a shell says so', () => {
    const silent = step({ action: 'rm a.py', observation: '' });
    expect(repeatedStep([silent, message('user', `Nothing was printed.\n${state}`)], 1)).toBe(0);
    expect(repeatedStep([silent, message('user', 'Nothing was printed.')], 1)).toBeUndefined();
  });

  test.each([
    ['user', 'a.py\nb.py is the one, take that'],
    ['user', 'Thank you'],
    ['assistant', 'a.py\nb.py'],
    ['system', 'a.py\nb.py'],
  ] as const)('but not when %s says %j', (role, content) => {
    expect(repeatedStep([listing, message(role, content)], 1)).toBeUndefined();
  });

  test('but not while there is no observation', () => {
    expect(repeatedStep([step({ action: 'ls' }), message('user', '')], 1)).toBeUndefined();
  });

  test('also when others spoke in between, unless they were many', () => {
    const output = message('tool', 'a.py\nb.py');
    const talk = message('user', 'Go on');
    expect(repeatedStep([listing, talk, talk, output], 3)).toBe(0);
    expect(repeatedStep([listing, talk, talk, talk, output], 4)).toBeUndefined();
  });
});

test('a step knows that it is repeated, before or after', () => {
  expect(isRepeated([message('assistant', 'Let us look.'), listing], 1)).toBe(true);
  expect(isRepeated([listing, message('tool', 'a.py\nb.py')], 0)).toBe(true);
  expect(isRepeated([message('user', 'Look!'), listing, message('user', 'Thanks')], 1)).toBe(false);
});
