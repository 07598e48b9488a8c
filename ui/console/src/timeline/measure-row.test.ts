import { expect, test } from 'vitest';
import { measureRow } from './measure-row';

type List = Parameters<typeof measureRow>[2];

function listOf(...heights: number[]) {
  const rows = document.createElement('div');
  let reads = 0;
  for (const height of heights) {
    const row = rows.appendChild(document.createElement('div'));
    Object.defineProperty(row, 'offsetHeight', {
      get: () => {
        reads += 1;
        return height;
      },
    });
  }
  const itemSizeCache = new Map<number, number>();
  const indexFromElement = (row: HTMLElement) => [...rows.children].indexOf(row);
  const list = { options: { getItemKey: (index: number) => index }, indexFromElement, itemSizeCache };
  const measured = () =>
    [...rows.children].map((row) => measureRow(row as HTMLElement, undefined, list as unknown as List));
  return { reads: () => reads, itemSizeCache, measured };
}

test('the heights of all rows are read at once, and anew in the next rendering', async () => {
  const { reads, measured } = listOf(20, 30, 40);
  expect(measured()).toEqual([20, 30, 40]);
  expect(reads()).toBe(3);
  await Promise.resolve();
  expect(measured()).toEqual([20, 30, 40]);
  expect(reads()).toBe(6);
});

test('a height that is known is not read', () => {
  const { reads, itemSizeCache, measured } = listOf(20);
  itemSizeCache.set(0, 25);
  expect(measured()).toEqual([25]);
  expect(reads()).toBe(0);
});
