import { describe, expect, test } from 'vitest';
import { parseBlocks, parseInline } from './markdown';

describe('blocks', () => {
  test('pasted text keeps its lines, gaps and indentation', () => {
    const text = 'first\n\n  indented\n\tand a tab';
    expect(parseBlocks(text)).toEqual([{ kind: 'text', text }]);
  });

  test('a fence is code, with its language, whatever stands in it', () => {
    expect(parseBlocks('see\n```python\n# not a heading\n- x\n```\nafter')).toEqual([
      { kind: 'text', text: 'see' },
      { kind: 'code', language: 'python', text: '# not a heading\n- x' },
      { kind: 'text', text: 'after' },
    ]);
  });

  test('a fence that is never closed runs to the end', () => {
    expect(parseBlocks('```\na\nb')).toEqual([{ kind: 'code', language: '', text: 'a\nb' }]);
  });

  test('headings, items and quotes', () => {
    expect(parseBlocks('## Plan\n- one\n  2. two\n> said\n> twice')).toEqual([
      { kind: 'heading', text: 'Plan' },
      { kind: 'item', marker: '-', indent: 0, text: 'one' },
      { kind: 'item', marker: '2.', indent: 1, text: 'two' },
      { kind: 'quote', text: 'said\ntwice' },
    ]);
  });

  test.each(['#hashtag', '-flag', '>>> print(1)', '1.5 seconds', '____', '---'])(
    '%s is plain text',
    (text) => {
      expect(parseBlocks(text)).toEqual([{ kind: 'text', text }]);
    },
  );

  test('nothing gives no blocks', () => {
    expect(parseBlocks('\n \n')).toEqual([]);
  });
});

describe('inline', () => {
  test('code, strong and links between text', () => {
    expect(parseInline('run `pytest -q`, **twice**, see https://example.com/a_b?c=1.')).toEqual([
      { kind: 'text', text: 'run ' },
      { kind: 'code', text: 'pytest -q' },
      { kind: 'text', text: ', ' },
      { kind: 'strong', text: 'twice' },
      { kind: 'text', text: ', see ' },
      { kind: 'link', text: 'https://example.com/a_b?c=1', href: 'https://example.com/a_b?c=1' },
      { kind: 'text', text: '.' },
    ]);
  });

  test.each(['f(*args, **kwargs)', '__init__', '2 ** 3 ** 4', 'a ` alone', 'javascript:alert(1)'])(
    '%s stays as written',
    (text) => {
      expect(parseInline(text)).toEqual([{ kind: 'text', text }]);
    },
  );
});
