/** Says what came without saying who: personal data never reaches a log, a header or a set-aside file's error list. */
import { isLosslessNumber } from 'lossless-json';

const LONGEST_SHOWN = 60;
const LONGEST_SEARCHED = 1000;
/** 15 or more digits, also when grouped by spaces or hyphens: an identity number, a bank card, a long token. */
const LONG_DIGIT_RUN = /\p{Nd}(?:[ -]?\p{Nd}){14,}/gu;
const PERSONAL_FIELDS = new Set([
  'psn_token',
  'bilg_dr_codg',
  'bilg_dr_name',
  'orders_dr_code',
  'orders_dr_name',
  'bilg_dept_name',
  'code',
  'name',
]);

/** A text with long runs of digits hidden, cut to 60 characters. */
export function shortened(text: string): string {
  // Cut generously before masking, so that a megabyte is not searched; exactly after it.
  const masked = text.slice(0, LONGEST_SEARCHED).replace(LONG_DIGIT_RUN, '***');
  const characters = Array.from(masked);
  const cut = characters.length > LONGEST_SHOWN || text.length > LONGEST_SEARCHED;
  return cut ? `${characters.slice(0, LONGEST_SHOWN - 1).join('')}…` : masked;
}

/** What stood at `path`, for the `got` of a problem. The last step of the path decides whether it is personal. */
export function describeGot(path: string, value: unknown): string {
  const isPersonal = PERSONAL_FIELDS.has(path.slice(path.lastIndexOf('.') + 1));
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') {
    if (isPersonal) return `masked text of ${value.length} characters`;
    return shortened(JSON.stringify(value.slice(0, LONGEST_SEARCHED)));
  }
  if (isLosslessNumber(value)) return isPersonal ? 'masked number' : shortened(value.toString());
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'an array' : 'an object';
}
