/** Classes of medical categories (医疗类别, READINGS 4.4). */
export const CATEGORY_CLASSES = [
  'outpatient',
  'emergency',
  'chronic',
  'inpatient',
  'inpatient_from_emergency',
  'day_surgery',
  'pharmacy',
  'maternity',
  'other',
] as const;
export type CategoryClass = (typeof CATEGORY_CLASSES)[number];

/**
 * The national table of medical categories (医疗类别) with the local extensions seen in practice (READINGS 4.4).
 * Exact codes only: a code that is not here is unknown, and is never guessed from its first digits, because the same
 * meaning carries different codes in different editions of the table (19 and 81).
 */
export const NATIONAL_MEDICAL_CATEGORIES: Readonly<Record<string, CategoryClass>> = {
  '11': 'outpatient',
  '12': 'outpatient',
  '13': 'emergency',
  '1301': 'emergency',
  '14': 'chronic',
  '140101': 'chronic',
  '140104': 'chronic',
  '140201': 'chronic',
  '15': 'outpatient',
  '16': 'outpatient',
  '19': 'outpatient',
  '21': 'inpatient',
  '2101': 'inpatient',
  '2102': 'inpatient',
  '2105': 'inpatient',
  '2106': 'inpatient',
  '2107': 'inpatient',
  '2114': 'inpatient',
  '22': 'inpatient',
  '23': 'inpatient',
  '24': 'inpatient_from_emergency',
  '25': 'inpatient',
  '26': 'inpatient',
  '27': 'inpatient',
  '28': 'day_surgery',
  '3101': 'other',
  '41': 'pharmacy',
  '51': 'maternity',
  '52': 'maternity',
  '5212': 'maternity',
  '53': 'maternity',
  '81': 'outpatient',
  '9901': 'outpatient',
  '9902': 'inpatient',
  '9903': 'outpatient',
  '9904': 'inpatient',
  '9906': 'outpatient',
  '9907': 'inpatient',
  '9921': 'inpatient',
  '9922': 'other',
  '9925': 'inpatient',
  '9929': 'other',
};
