import { describe, expect, test } from 'vitest';
import { parseTerminal, settleTerminal } from './ansi';

const ESC = '\u001b';
const parse = (text: string) => parseTerminal(settleTerminal(text));

describe('colours', () => {
  test('text without escapes stays whole', () => {
    expect(parse('one\ntwo')).toEqual([[{ text: 'one' }], [{ text: 'two' }]]);
  });

  test('named colours follow the theme through variables', () => {
    expect(parse(`${ESC}[1;31mfailed${ESC}[0m ok`)).toEqual([
      [{ text: 'failed', color: 'var(--ansi-red)', className: 'font-semibold' }, { text: ' ok' }],
    ]);
  });

  test('the 256 palette and true colours become rgb', () => {
    expect(parse(`${ESC}[38;5;208ma${ESC}[0m${ESC}[48;5;244mb${ESC}[0m${ESC}[38;2;1;2;3mc`)).toEqual([
      [
        { text: 'a', color: 'color-mix(in oklab, rgb(255, 135, 0) 55%, var(--ink))' },
        { text: 'b', background: 'rgb(128, 128, 128)' },
        { text: 'c', color: 'color-mix(in oklab, rgb(1, 2, 3) 55%, var(--ink))' },
      ],
    ]);
  });

  test('inverse swaps the colours of the page', () => {
    expect(parse(`${ESC}[7mx`)).toEqual([[{ text: 'x', color: 'var(--sunken)', background: 'var(--ink)' }]]);
  });

  test('text on a named background can be read in every theme', () => {
    expect(parse(`${ESC}[44;90mx`)).toEqual([[{ text: 'x', color: '#ffffff', background: '#2b5fd0' }]]);
  });

  test('a colour goes on over the end of a line', () => {
    expect(parse(`${ESC}[32mone\ntwo${ESC}[0m`)).toEqual([
      [{ text: 'one', color: 'var(--ansi-green)' }],
      [{ text: 'two', color: 'var(--ansi-green)' }],
    ]);
  });

  test('empty lines are kept', () => {
    expect(parse(`${ESC}[32ma${ESC}[0m\n\nb`)).toHaveLength(3);
  });
});

describe('settling', () => {
  test('a progress bar shows its last state', () => {
    expect(settleTerminal('10%\r55%\r100%\ndone')).toBe('100%\ndone');
  });

  test('Windows line ends are line ends', () => {
    expect(settleTerminal('a\r\nb\r\r\nc')).toBe('a\nb\nc');
  });

  test('cursor movement, titles and bells leave nothing behind', () => {
    expect(settleTerminal(`${ESC}]0;title\u0007a${ESC}[2K${ESC}[3Ab${ESC}(Bc\u0007`)).toBe('abc');
  });

  test('a link keeps its words', () => {
    expect(settleTerminal(`${ESC}]8;;https://example.com${ESC}\\words${ESC}]8;;${ESC}\\`)).toBe('words');
  });

  test('markup, emoji and tabs are text like any other', () => {
    const text = '<b>&amp;</b>\t👩‍👩‍👧‍👦 日本語';
    expect(settleTerminal(text)).toBe(text);
    expect(parse(text)).toEqual([[{ text }]]);
  });
});
