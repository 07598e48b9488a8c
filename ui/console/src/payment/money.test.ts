import { describe, expect, test } from 'vitest';
import { decimalsOf, formatMoney, majorUnits, parseAmount } from './money';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('money', () => {
  test.each([
    [123456, 'USD', '$1,234.56'],
    [5, 'USD', '$0.05'],
    [-5, 'USD', '−$0.05'],
    [1234, 'JPY', '¥1,234'],
    [1234, 'KWD', 'KWD 1.234'],
    [12345, 'CLF', 'CLF 1.2345'],
    [1000, 'SAT', 'SAT 1,000'],
    // Browsers take decimals of these from another table than ISO 4217.
    [1500, 'IQD', 'IQD 1.500'],
    [150, 'HUF', 'HUF 1.50'],
    [Number.MAX_SAFE_INTEGER, 'USD', '$90,071,992,547,409.91'],
  ])('%j of %s is %s', (amount, currency, text) => {
    expect(plain(formatMoney(amount, currency))).toBe(text);
  });

  test('says which way it went when asked', () => {
    expect(formatMoney(250, 'USD', { signed: true })).toBe('+$2.50');
    expect(formatMoney(-250, 'USD', { signed: true })).toBe('−$2.50');
  });

  test.each([
    ['12.34', 'USD', 1234],
    [' 12 ', 'USD', 1200],
    ['12.', 'USD', 1200],
    ['0.5', 'USD', 50],
    ['12', 'SAT', 12],
    ['90071992547409.91', 'USD', Number.MAX_SAFE_INTEGER],
  ])('%j in %s is %j', (text, currency, amount) => {
    expect(parseAmount(text, currency)).toEqual({ amount });
  });

  test.each([
    ['', 'USD', 'Write it as 1234.56.'],
    ['1,5', 'USD', 'Write it as 1234.56.'],
    ['-1', 'JPY', 'Write it as 123456.'],
    ['1.234', 'USD', 'USD has 2 decimals.'],
    ['1.2', 'SAT', 'SAT has no decimals.'],
    ['0.00', 'USD', 'It must be more than nothing.'],
    ['90071992547409.92', 'USD', 'That is more than can be paid.'],
  ])('%j in %s is refused', (text, currency, wrong) => {
    expect(parseAmount(text, currency)).toEqual({ wrong });
  });

  test('what is shown can be written', () => {
    for (const currency of ['USD', 'JPY', 'KWD', 'SAT']) {
      for (const amount of [1, 99, 100, 123456]) {
        expect(parseAmount(majorUnits(amount, currency), currency)).toEqual({ amount });
      }
      expect(decimalsOf(currency)).toBeGreaterThanOrEqual(0);
    }
  });
});
