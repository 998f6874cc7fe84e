/** Fund money in whole fen (分). Integers only: no floating point touches an amount. */
export type Fen = bigint;

/** `12345n` → `123.45`; keeps the sign. */
export function formatFen(fen: Fen): string {
  // A whole number that a double holds exactly is written faster.
  const exact = Number(fen);
  if (exact >= 0 && Number.isSafeInteger(exact)) {
    const cents = exact % 100;
    return `${(exact - cents) / 100}.${cents < 10 ? '0' : ''}${cents}`;
  }
  const negative = fen < 0n;
  const digits = (negative ? -fen : fen).toString().padStart(3, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * An exact decimal as text, with as many decimals as its field has (quantity 4, price 6): `-20.0000`.
 * Kept as text because it is hashed as such; `scaledInteger` gives the number to add and compare.
 */
export type ExactDecimal = string;

/** In units of its last decimal: `-20.5000` → `-205000n`. Two of the same field can be added and compared. */
export const scaledInteger = (decimal: ExactDecimal): bigint => BigInt(decimal.replace('.', ''));

export const isNegative = (decimal: ExactDecimal): boolean => decimal.startsWith('-');
