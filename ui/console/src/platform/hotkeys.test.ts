import { expect, test } from 'vitest';
import { hotkeyOf } from './hotkeys';

const hotkeys = { c: () => {}, 'g b': () => {}, b: () => {}, 'mod+k': () => {}, '?': () => {} };

function press(init: KeyboardEventInit, previous = '', target: HTMLElement = document.body) {
  const event = new KeyboardEvent('keydown', { bubbles: true, ...init });
  target.dispatchEvent(event);
  return hotkeyOf(event, previous, hotkeys);
}

test.each([
  [{ key: 'c' }, '', 'c'],
  [{ key: 'b' }, '', 'b'],
  [{ key: 'b' }, 'g', 'g b'],
  [{ key: 'b' }, 'x', 'b'],
  [{ key: 'k', metaKey: true }, '', 'mod+k'],
  [{ key: 'K', ctrlKey: true, shiftKey: true }, '', 'mod+k'],
  [{ key: '?', shiftKey: true }, '', '?'],
  [{ key: 'c', ctrlKey: true }, '', undefined],
  [{ key: 'c', altKey: true }, '', undefined],
  [{ key: 'x' }, '', undefined],
])('%j after %j fires %s', (init, previous, name) => {
  expect(press(init, previous)).toBe(name);
});

test('who types is left alone, but for the keys with a modifier', () => {
  const input = document.body.appendChild(document.createElement('input'));
  expect(press({ key: 'c' }, '', input)).toBeUndefined();
  expect(press({ key: 'k', ctrlKey: true }, '', input)).toBe('mod+k');
  input.remove();
});
