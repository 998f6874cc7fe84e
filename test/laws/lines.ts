/** Generates settlement lines about the persons and sites of the generated registries, and now and then about anything. */
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { EMERGENCY_FLAGS, TRANSACTIONS } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import { DEPARTMENTS, moment, PERSONS, SITES } from './records';

const code = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(PERSONS[0], PERSONS[0], ...PERSONS) },
  { weight: 2, arbitrary: fc.constantFrom('/', '009999', '10086', 'd440106000001', 'D440106000099') },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
);
const maybe = <Value>(of: fc.Arbitrary<Value>, freq = 3) => fc.option(of, { nil: null, freq });
const fen = fc.oneof(
  fc.bigInt({ min: 0n, max: 10_000n }),
  fc.constantFrom(0n, 1n, -1n),
  fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }),
);

export const line: fc.Arbitrary<SettlementLine> = fc.record({
  transaction: fc.constantFrom('2301', ...TRANSACTIONS),
  fixmedinsCode: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...SITES) },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 30 }) },
  ),
  visitId: fc.constant('V1'),
  chargeBatch: fc.constantFrom('', '1'),
  lineNo: fc.constantFrom('1', '2', '3'),
  originalLineNo: maybe(fc.constantFrom('1', '2', '3', '9')),
  insuredPersonToken: fc.constant('p'),
  medicalCategory: fc.constantFrom('11', '11', '11', '13', '1301', '21', '24', '777'),
  insuranceType: fc.constant('310'),
  treatmentArea: fc.constantFrom('440106', '440106', '440106', '110101', '110101', '460105'),
  insuranceArea: fc.constant('440106'),
  feeOccurredAt: moment,
  admittedAt: fc.option(moment, { nil: null, freq: 1 }),
  orderingCode: maybe(code, 8),
  orderingName: fc.constant(null),
  performingCode: fc.option(code, { nil: null, freq: 1 }),
  performingName: fc.constant(null),
  departmentCode: maybe(fc.constantFrom(...DEPARTMENTS)),
  departmentName: fc.constant(null),
  nationalItemCode: fc.constant(null),
  localItemCode: fc.constant(null),
  quantity: fc.constantFrom('1.0000', '1.0000', '1.0000', '-1.0000', '0.0000'),
  unitPrice: fc.constant('1.000000'),
  lineAmount: fen,
  fundAmount: fen,
  pooledAmount: fen,
  accountAmount: maybe(fen),
  approvalFlag: maybe(fc.constantFrom('1', '2')),
  emergencyFlag: maybe(fc.constantFrom(...EMERGENCY_FLAGS)),
  rescueRecordNo: fc.option(fc.constant('QJ1'), { nil: null, freq: 1 }),
  settlementId: fc.constant(null),
  settledAt: maybe(moment),
  paidAt: fc.option(moment, { nil: null, freq: 1 }),
});

/** A line that is no refund and claims money of both scopes. */
export const claim: fc.Arbitrary<SettlementLine> = line.map((drawn) => ({
  ...drawn,
  quantity: '1.0000',
  lineAmount: 10_000n,
  fundAmount: 8_000n,
  pooledAmount: 7_000n,
}));
