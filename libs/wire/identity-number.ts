/** Resident identity numbers (GB 11643-1999): 17 digits and a check character, with a date of birth inside. */
import { dayOf } from '@gatekeeper/calendar';

const SHAPE = /^[1-9]\d{5}(\d{4})(\d{2})(\d{2})\d{3}[\dXx]$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';

/** True for a text that has the date and the check character of an identity number; about 1 in 17,000 random 18-digit texts. */
export function looksLikeIdentityNumber(text: string): boolean {
  const match = SHAPE.exec(text);
  if (match === null) return false;
  const year = Number(match[1]);
  if (year < 1900 || year > 2099 || dayOf(year, Number(match[2]), Number(match[3])) === null) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
  return CHECK_CHARACTERS[sum % 11] === text.slice(-1).toUpperCase();
}
