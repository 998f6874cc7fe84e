import type { Pack } from '../pack';
import { GUANGDONG_2025 } from './guangdong-2025';
import { LINFEN } from './linfen';
import { HAINAN_2022 } from './hainan-2022';
import { HAINAN_INSTITUTIONS_2024 } from './hainan-institutions-2024';
import { NATIONAL_2024 } from './national-2024';
import { NHSA_2018 } from './nhsa-2018';

/** The packs that ship. */
export const PACKS: readonly Pack[] = [
  NATIONAL_2024,
  GUANGDONG_2025,
  NHSA_2018,
  LINFEN,
  HAINAN_2022,
  HAINAN_INSTITUTIONS_2024,
];
