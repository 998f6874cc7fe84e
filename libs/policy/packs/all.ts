import type { Pack } from '../pack';
import { GUANGDONG_2025 } from './guangdong-2025';
import { NATIONAL_2024 } from './national-2024';

/** The packs that ship. */
export const PACKS: readonly Pack[] = [NATIONAL_2024, GUANGDONG_2025];
