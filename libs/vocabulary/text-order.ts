/** Orders texts by UTF-16 code units: the same on every machine, whatever its language. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Orders texts by the bytes of their UTF-8 form, which is the order of code points: as files are sorted. Only where a
 * character outside the basic plane meets one of the last 8,192 inside it does it differ from `compareText`.
 */
export function compareBytes(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let n = 0; n < shared; n += 1) {
    const one = a.charCodeAt(n);
    const other = b.charCodeAt(n);
    if (one !== other) return asCodePoints(one) - asCodePoints(other);
  }
  return a.length - b.length;
}

/** Halves of characters outside the basic plane go behind everything in it. */
const asCodePoints = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
