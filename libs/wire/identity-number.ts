/** Resident identity numbers (GB 11643-1999): 17 digits and a check character, with a date of birth inside. */
import { dayOf } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';

export type Sex = 'male' | 'female';

/** What a number says of its holder. */
export interface StatedByNumber {
  readonly bornOn: Day;
  readonly sex: Sex;
}

const SHAPE = /^[1-9]\d{5}(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dXx]$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';

/**
 * The day of birth (characters 7 to 14) and the sex (character 17, odd is male) of a number with a date that exists and the right
 * check character; `null` for any other text, so for numbers of passports and other documents.
 */
export function readIdentityNumber(text: string): StatedByNumber | null {
  const match = SHAPE.exec(text);
  if (match === null) return null;
  const [year, month, dayOfMonth, order] = match.slice(1).map(Number) as [number, number, number, number];
  if (year < 1900 || year > 2099) return null;
  const bornOn = dayOf(year, month, dayOfMonth);
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
  if (bornOn === null || CHECK_CHARACTERS[sum % 11] !== text.slice(-1).toUpperCase()) return null;
  return { bornOn, sex: order % 2 === 1 ? 'male' : 'female' };
}

/** True for a text that has the date and the check character of an identity number; about 1 in 17,000 random 18-digit texts. */
export const looksLikeIdentityNumber = (text: string): boolean => readIdentityNumber(text) !== null;
