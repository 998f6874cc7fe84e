/**
 * The law's comparison words as functions, so that nobody guesses a sign.
 * 以上, 以下, 达到, 不超过 include the number (Civil Code art. 1259); 超过, 不满, 以外, 早于, 晚于 do not.
 */

/** 超过: strictly more. */
export const exceeds = (value: number, limit: number): boolean => value > limit;
/** 达到, 以上: the number itself counts. */
export const reaches = (value: number, limit: number): boolean => value >= limit;
/** 早于: strictly before. */
export const isBefore = (value: number, limit: number): boolean => value < limit;
/** 晚于: strictly after. */
export const isAfter = (value: number, limit: number): boolean => value > limit;
