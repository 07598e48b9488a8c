/** How many digits of an amount are minor units, as the server will say; what it does not know has none. */
export function decimalsOf(currency: string): number {
  if (currency === 'SAT') return 0;
  try {
    return (
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2
    );
  } catch {
    return 2;
  }
}
