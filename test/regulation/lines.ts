/** Settlement lines in the field's words: ordinary ones unless said. */
import type { Instant } from '@gatekeeper/calendar';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { DOCTOR, HOSPITAL, PHARMACY } from './record-head';
import { at } from './times';

type LineOptions = Partial<Omit<SettlementLine, 'feeOccurredAt' | 'admittedAt' | 'settledAt' | 'paidAt'>> & {
  feeOccurredAt?: string;
  admittedAt?: string | null;
  settledAt?: string | null;
  paidAt?: string | null;
};

const whenSaid = (written: string | null | undefined): Instant | null =>
  written == null ? null : at(written);

/** An ordinary outpatient line of 100.00, of which 80.00 fund money and 70.00 pooled. */
export const outpatient = ({
  feeOccurredAt = '2025-06-15 10:00:00',
  admittedAt,
  settledAt,
  paidAt,
  ...more
}: LineOptions = {}): SettlementLine => ({
  transaction: '2204',
  fixmedinsCode: HOSPITAL,
  sentFixmedinsCode: more.fixmedinsCode ?? HOSPITAL,
  visitId: 'V1',
  chargeBatch: '',
  lineNo: 'L1',
  originalLineNo: null,
  insuredPersonToken: 'p1',
  medicalCategory: '11',
  insuranceType: '310',
  treatmentArea: '440106',
  insuranceArea: '440106',
  orderingCode: DOCTOR,
  orderingName: null,
  performingCode: null,
  performingName: null,
  departmentCode: null,
  departmentName: null,
  nationalItemCode: null,
  localItemCode: null,
  quantity: '1.0000',
  unitPrice: '100.000000',
  lineAmount: 10000n,
  fundAmount: 8000n,
  pooledAmount: 7000n,
  accountAmount: 1000n,
  approvalFlag: '1',
  emergencyFlag: null,
  rescueRecordNo: null,
  settlementId: null,
  feeOccurredAt: at(feeOccurredAt),
  admittedAt: whenSaid(admittedAt),
  settledAt: whenSaid(settledAt),
  paidAt: whenSaid(paidAt),
  ...more,
});

export const inpatient = (more: LineOptions = {}): SettlementLine =>
  outpatient({ transaction: '2301', medicalCategory: '21', admittedAt: '2025-06-01 08:00:00', ...more });

export const pharmacy = (more: LineOptions = {}): SettlementLine =>
  outpatient({
    transaction: '2102',
    medicalCategory: '41',
    fixmedinsCode: PHARMACY,
    orderingCode: null,
    ...more,
  });

export const refundOf = (original: string | null, more: LineOptions = {}): SettlementLine =>
  outpatient({
    lineNo: 'R1',
    originalLineNo: original,
    quantity: '-1.0000',
    lineAmount: -10000n,
    fundAmount: -8000n,
    pooledAmount: -7000n,
    accountAmount: -1000n,
    ...more,
  });
