/** A hospital of Hainan in its guidance period, and what is asked of it under the area map that ships. */
import type { RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import { setting, shortly } from './asking';
import { inHainan, outpatientInHainan } from './hainan';
import { institutionStatus } from './institutions';
import { inGoodStanding } from './persons';

export const pack = 'hainan-institutions-2024';
export const BARRED = 'reject INSTITUTION_GUIDANCE';
export const PAID = 'accept ~IN_GOOD_STANDING';

/** Designated on 2025-01-10, in guidance for the 6 months until 2025-07-09. */
export const guidance = institutionStatus({ status: 'guidance', from: '2025-01-10', until: '2025-07-10' });
export const inGuidance: readonly RegistryRecord[] = [...inGoodStanding(), guidance];

/** Outpatient care of a chronic disease. */
export const chronic = (feeOccurredAt = '2025-06-15 10:00:00'): SettlementLine =>
  outpatientInHainan({ medicalCategory: '14', feeOccurredAt });
/** A patient insured in Guangzhou. */
export const fromOutside = outpatientInHainan({ insuranceArea: '440106' });

export const answer = (line: SettlementLine, registry = inGuidance): string =>
  shortly(inHainan(line, registry));

/** The same with values of the notice set by hand. */
export const read = (
  values: Readonly<Record<string, string>>,
  line: SettlementLine,
  registry = inGuidance,
): string => shortly({ ...inHainan(line, registry), values: setting(pack, values) });
