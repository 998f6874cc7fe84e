/** The register of every pack that ships. */
import { GUANGDONG_2025_REGISTER } from './guangdong-2025';
import { HAINAN_2022_REGISTER } from './hainan-2022';
import { HAINAN_INSTITUTIONS_2024_REGISTER } from './hainan-institutions-2024';
import { LINFEN_REGISTER } from './linfen';
import { NATIONAL_2024_REGISTER } from './national-2024';
import { NHSA_2018_REGISTER } from './nhsa-2018';
import type { PackRegister } from './registered';

export const REGISTERS: readonly PackRegister[] = [
  NATIONAL_2024_REGISTER,
  HAINAN_2022_REGISTER,
  HAINAN_INSTITUTIONS_2024_REGISTER,
  GUANGDONG_2025_REGISTER,
  NHSA_2018_REGISTER,
  LINFEN_REGISTER,
];
