/** Lines and questions of Hainan, as the area map that ships decides them: the measures of 2022, and the notice beside them. */
import { DEFAULT_AREA_MAP } from '@gatekeeper/policy';
import type { RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import type { Question } from './asking';
import { inpatient, outpatient, pharmacy } from './lines';

type LineOptions = Parameters<typeof outpatient>[0];

/** Treated and insured in Haikou. */
const HAIKOU = { treatmentArea: '460105', insuranceArea: '460105' };

export const outpatientInHainan = (more: LineOptions = {}): SettlementLine =>
  outpatient({ ...HAIKOU, ...more });

export const inpatientInHainan = (more: LineOptions = {}): SettlementLine =>
  inpatient({ ...HAIKOU, ...more });

export const pharmacyInHainan = (more: LineOptions = {}): SettlementLine => pharmacy({ ...HAIKOU, ...more });

/** A line of Hainan before what the registry holds, under both texts. */
export const inHainan = (line: SettlementLine, registry: readonly RegistryRecord[]): Question => ({
  line,
  registry,
  map: DEFAULT_AREA_MAP,
});
