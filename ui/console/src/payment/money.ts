/*
 * Amounts are whole numbers of minor units. How many of them make one of a currency is ISO 4217's; browsers follow
 * another table for some currencies, so it is kept here.
 */
const WHOLE = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
/** Satoshi are the smallest part already; metals, funds and test codes have no minor unit. */
const WITHOUT_MINOR_UNIT = 'SAT XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX';
const THREE = 'BHD IQD JOD KWD LYD OMR TND';
const FOUR = 'CLF UYW';

const AMOUNT_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** How many decimals the amounts of a currency have. */
export function decimalsOf(currency: string): number {
  if (`${WHOLE} ${WITHOUT_MINOR_UNIT}`.includes(currency)) return 0;
  if (THREE.includes(currency)) return 3;
  return FOUR.includes(currency) ? 4 : 2;
}

/** `$12.34`, `JPY` without decimals, `SAT 1,000`. With `signed`, also what comes in has its sign. */
export function formatMoney(amount: number, currency: string, { signed = false } = {}): string {
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: decimalsOf(currency),
    maximumFractionDigits: decimalsOf(currency),
    signDisplay: signed ? 'exceptZero' : 'auto',
  });
  // As a text it keeps its last digits, which a floating-point number of that size would not.
  return format.format(majorUnits(amount, currency) as Intl.StringNumericLiteral).replace('-', '−');
}

/** `12.34` of 1234 cents. */
export function majorUnits(amount: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals);
  return `${amount < 0 ? '-' : ''}${whole}${decimals === 0 ? '' : `.${fraction}`}`;
}

export type ParsedAmount = { amount: number; wrong?: undefined } | { amount?: undefined; wrong: string };

/** What somebody wrote, in minor units; or what is wrong with it. */
export function parseAmount(text: string, currency: string): ParsedAmount {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return { wrong: `Write it as ${majorUnits(123456, currency)}.` };
  const decimals = decimalsOf(currency);
  if (fraction.length > decimals)
    return {
      wrong: decimals === 0 ? `${currency} has no decimals.` : `${currency} has ${decimals} decimals.`,
    };
  const units = BigInt(whole + fraction.padEnd(decimals, '0'));
  if (units === 0n) return { wrong: 'It must be more than nothing.' };
  return units > AMOUNT_MAX ? { wrong: 'That is more than can be paid.' } : { amount: Number(units) };
}
