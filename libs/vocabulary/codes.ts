/** Codes of clinicians (医保医师代码 and its siblings), institutions (定点医药机构) and departments (科室). */

const ALREADY_FOLDED = /^[0-9A-Z.]*$/;

/**
 * The form in which codes are matched: full-width folded (NFKC), trimmed, upper-cased. The raw value is kept beside it.
 * Upper-casing can undo NFKC (U+0390), so it is applied again: a folded code folds to itself.
 */
export function foldCode(raw: string): string {
  return ALREADY_FOLDED.test(raw) ? raw : raw.normalize('NFKC').trim().toUpperCase().normalize('NFKC');
}

const PLACEHOLDERS = new Set(['', '/', '-', '009999', '未知', '无', 'NULL']);
const ONLY_ZEROS_OR_NINES = /^(0+|9+)$/;
const NATIONAL_CODE = /^(?:[DN]\d{12}|H[YJ]\d{12})$/;

/** Nothing was stated: an empty field or a placeholder seen in practice (READINGS 5). Takes a folded code. */
export const isMissingCode = (folded: string): boolean =>
  PLACEHOLDERS.has(folded) || ONLY_ZEROS_OR_NINES.test(folded);

/** Shaped like a national code: physicians `D`, nurses `N` + 12 digits; pharmacists `HY`, technicians `HJ` + 12. Takes a folded code. */
export const isNationalCode = (folded: string): boolean => NATIONAL_CODE.test(folded);
