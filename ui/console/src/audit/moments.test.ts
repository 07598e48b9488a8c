import { describe, expect, test } from 'vitest';
import { momentsOf, placeOf } from './moments';

const row = (created_at: string, updated_at = created_at) => ({ id: created_at, created_at, updated_at });

describe('moments', () => {
  test('are when rows came and changed, each once, in order', () => {
    expect(momentsOf([row('2', '5'), undefined, row('1'), row('2', '3')])).toEqual(['1', '2', '3', '5']);
    expect(momentsOf([])).toEqual([]);
  });

  test.each([
    ['0', 0],
    ['1', 0],
    ['2', 0],
    ['3', 1],
    ['8', 2],
    ['9', 2],
  ])('%s is at place %i of 1, 3, 8', (at, place) => {
    expect(placeOf(['1', '3', '8'], at)).toBe(place);
  });
});
