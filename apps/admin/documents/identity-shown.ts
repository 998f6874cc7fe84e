/** How an identity number (身份证号码) stands on paper: masked, unless whoever asks hands in the clear one and says so. */
import { maskIdentityNumber } from '../access/identity-cipher';

/** A number that is printed masked, or, said outright, as it is. */
export type IdentityShown =
  | { readonly kind: 'masked'; readonly number: string }
  | { readonly kind: 'clear'; readonly number: string }
  /** Not on file. */
  | null;

const SHORTEST_KEPT_IN_PART = 8;

/** Masked as everywhere in the app; a number too short for that is hidden whole. */
export const maskedNumber = (number: string): string =>
  number.length < SHORTEST_KEPT_IN_PART ? '*'.repeat(number.length) : maskIdentityNumber(number);

/** What is printed; nothing where none is on file. */
export function printedIdentity(identity: IdentityShown): string {
  if (identity === null) return '';
  return identity.kind === 'clear' ? identity.number : maskedNumber(identity.number);
}
