/** Where the texts contradict themselves or each other, or are silent where one must decide (READINGS 1.1.3, 1.2.2, 1.6). */
import { BETWEEN_TEXTS } from './contradictions-between-texts';
import { WITHIN_GUANGDONG } from './contradictions-within-guangdong';
import { WITHIN_HAINAN } from './contradictions-within-hainan';
import type { Contradiction } from './contradiction';

export const CONTRADICTIONS: readonly Contradiction[] = [
  ...WITHIN_HAINAN,
  ...WITHIN_GUANGDONG,
  ...BETWEEN_TEXTS,
];
