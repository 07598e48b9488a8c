import { describe, expect, test } from 'vitest';
import { countLines, previewOf } from './preview';

const limit = { headLinesMax: 3, tailLinesMax: 2, headCharsMax: 100 };
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}`).join('\n');

test.each([
  ['', 0],
  ['a', 1],
  ['a\n', 1],
  ['a\nb', 2],
  ['\n\n', 2],
])('%j has %i lines', (text, count) => {
  expect(countLines(text)).toBe(count);
});

describe('previewOf', () => {
  test('shows whole what is hardly longer than the preview', () => {
    expect(previewOf(numbered(9), limit)).toEqual({ head: numbered(9), tail: '', cut: false, lineCount: 9 });
  });

  test('shows the beginning and the end of what is longer', () => {
    expect(previewOf(numbered(300), limit)).toEqual({
      head: '1\n2\n3',
      tail: '299\n300',
      cut: true,
      lineCount: 300,
    });
  });

  test('a line feed at the very end is not a line', () => {
    expect(previewOf(`${numbered(300)}\n`, limit).tail).toBe('299\n300');
  });

  test('cuts an endless line by characters, never through an emoji', () => {
    const preview = previewOf(`${'x'.repeat(99)}${'😀'.repeat(100)}`, limit);
    expect(preview).toEqual({ head: 'x'.repeat(99), tail: '', cut: true, lineCount: 1 });
  });

  test('leaves out an end whose lines are endless', () => {
    expect(previewOf(`${numbered(300)}\n${'x'.repeat(500)}`, limit).tail).toBe('');
  });
});
