/** How an identity number (身份证号码) stands on paper: masked, unless whoever asks hands in the clear one and says so. */

/** A number that is printed masked, or, said outright, as it is. */
export type IdentityShown =
  | { readonly kind: 'masked'; readonly number: string }
  | { readonly kind: 'clear'; readonly number: string }
  /** Not on file. */
  | null;

const KEPT_AT_EITHER_END = 4;

/** All but the first and the last four characters hidden; a number too short for that is hidden whole. */
export function maskedNumber(number: string): string {
  const characters = Array.from(number);
  const hidden = characters.length - 2 * KEPT_AT_EITHER_END;
  if (hidden < KEPT_AT_EITHER_END) return '*'.repeat(characters.length);
  return [
    ...characters.slice(0, KEPT_AT_EITHER_END),
    '*'.repeat(hidden),
    ...characters.slice(-KEPT_AT_EITHER_END),
  ].join('');
}

/** What is printed; nothing where none is on file. */
export function printedIdentity(identity: IdentityShown): string {
  if (identity === null) return '';
  return identity.kind === 'clear' ? identity.number : maskedNumber(identity.number);
}
