import type { Instant } from '@gatekeeper/calendar';
import { foldCode } from '@gatekeeper/vocabulary';
import type { SettlementLine } from '@gatekeeper/vocabulary';

/** What a probe is about. */
export interface ProbeSubject {
  readonly fixmedinsCode: string;
  readonly isPharmacy: boolean;
  readonly orderingCode: string | null;
  readonly area: string;
  readonly feeOccurredAt: Instant;
}

/**
 * A line that asks about standing and nothing else: an ordinary outpatient fee (medical category 11), or a purchase at a
 * pharmacy (41), unpaid, without any claim of emergency, with money in every fund scope. It is decided, never recorded.
 */
export const probeLine = ({
  fixmedinsCode,
  isPharmacy,
  orderingCode,
  area,
  feeOccurredAt,
}: ProbeSubject): SettlementLine => ({
  transaction: isPharmacy ? '2102' : '2204',
  fixmedinsCode: foldCode(fixmedinsCode),
  sentFixmedinsCode: fixmedinsCode,
  visitId: 'eligibility',
  chargeBatch: '',
  lineNo: '1',
  originalLineNo: null,
  insuredPersonToken: 'eligibility',
  medicalCategory: isPharmacy ? '41' : '11',
  insuranceType: '310',
  treatmentArea: area,
  insuranceArea: area,
  feeOccurredAt,
  admittedAt: null,
  orderingCode,
  orderingName: null,
  performingCode: null,
  performingName: null,
  departmentCode: null,
  departmentName: null,
  nationalItemCode: null,
  localItemCode: null,
  quantity: '1.0000',
  unitPrice: '0.010000',
  lineAmount: 1n,
  fundAmount: 1n,
  pooledAmount: 1n,
  accountAmount: null,
  approvalFlag: null,
  emergencyFlag: null,
  rescueRecordNo: null,
  settlementId: null,
  settledAt: null,
  paidAt: null,
});
