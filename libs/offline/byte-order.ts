/**
 * Compares texts as their UTF-8 bytes sort, which is the order of code points; JavaScript compares UTF-16, where
 * U+FF21 (a full-width letter) comes behind U+20000 (a rare character).
 * @returns below, at or above 0
 */
export function inByteOrder(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const [left, right] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (left !== right) return rank(left) - rank(right);
  }
  return one.length - other.length;
}

/** Surrogates stand for code points beyond every other unit. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
