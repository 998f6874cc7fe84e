/** Exact decimals in plain notation: an optional minus, 1 to 14 integer digits, decimals of which only zeros may pass the scale. */
import type { ExactDecimal, Fen } from '@gatekeeper/vocabulary';

export const MONEY_SCALE = 2;
export const QUANTITY_SCALE = 4;
export const PRICE_SCALE = 6;

const DIGITS_OF_A_NUMBER = 15;

/** The notation at a scale. Leading zeros are digits like others; exponents, `+`, `.5`, `5.` and separators are not plain. */
export const plainNotation = (scale: number): RegExp =>
  new RegExp(`^-?[0-9]{1,14}(?:\\.[0-9]{1,${scale}}0*)?$`);

/** A text in `plainNotation(2)` as fen: `-12.5` → `-1250n`. */
export function fenOf(text: string): Fen {
  const point = text.indexOf('.');
  const digits =
    point < 0
      ? `${text}00`
      : text.slice(0, point) + text.slice(point + 1, point + 3).padEnd(MONEY_SCALE, '0');
  // A number is made faster, and holds so many digits exactly.
  return BigInt(digits.length <= DIGITS_OF_A_NUMBER ? Number(digits) : digits);
}

/** A text in `plainNotation(scale)` with exactly that many decimals and no needless zeros or sign: `-0` → `0.0000`. */
export function exactDecimalOf(text: string, scale: number): ExactDecimal {
  const negative = text.startsWith('-');
  const point = text.indexOf('.');
  const whole = text.slice(negative ? 1 : 0, point < 0 ? text.length : point).replace(/^0+(?=.)/, '');
  const decimals = (point < 0 ? '' : text.slice(point + 1, point + 1 + scale)).padEnd(scale, '0');
  const digits = `${whole}.${decimals}`;
  return negative && /[1-9]/.test(digits) ? `-${digits}` : digits;
}
