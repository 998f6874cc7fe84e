/** Generates settlement lines about the persons and sites of the generated registries, and now and then about anything. */
import { MS_PER_DAY, plusMs } from '@gatekeeper/calendar';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { EMERGENCY_FLAGS, foldCode, TRANSACTIONS } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import { AREAS, UNCOVERED } from './law';
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

/** From how long before the fee the stay began, some before anything on file, some (a fee moved) after the fee. */
const stayed = fc.option(
  fc.integer({ min: -8, max: 40 }).map((halves) => (halves * MS_PER_DAY) / 2),
  { nil: null, freq: 3 },
);

const drawn = fc.record({
  transaction: fc.constantFrom('2301', ...TRANSACTIONS),
  sentFixmedinsCode: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...SITES) },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 30 }) },
  ),
  visitId: fc.constant('V1'),
  chargeBatch: fc.constantFrom('', '1'),
  lineNo: fc.constantFrom('1', '2', '3'),
  originalLineNo: maybe(fc.constantFrom('1', '2', '3', '9')),
  insuredPersonToken: fc.constant('p'),
  medicalCategory: fc.constantFrom('11', '11', '13', '1301', '14', '140101', '21', '24', '777'),
  insuranceType: fc.constant('310'),
  treatmentArea: fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...AREAS) },
    { weight: 1, arbitrary: fc.constant(UNCOVERED) },
  ),
  insuranceArea: fc.constantFrom('440106', '460105', '110101'),
  feeOccurredAt: moment,
  orderingCode: maybe(code, 8),
  orderingName: fc.constant(null),
  performingCode: fc.option(code, { nil: null, freq: 2 }),
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
  rescueRecordNo: fc.option(fc.constant('QJ1'), { nil: null, freq: 2 }),
  settlementId: fc.constant(null),
  settledAt: maybe(moment),
  paidAt: fc.option(moment, { nil: null, freq: 2 }),
});

export const line: fc.Arbitrary<SettlementLine> = fc.tuple(drawn, stayed).map(([rest, before]) => ({
  ...rest,
  fixmedinsCode: foldCode(rest.sentFixmedinsCode),
  admittedAt: before === null ? null : plusMs(rest.feeOccurredAt, -before),
}));

/** A line that is no refund and claims money of both scopes. */
export const claim: fc.Arbitrary<SettlementLine> = line.map((any) => ({
  ...any,
  quantity: '1.0000',
  lineAmount: 10_000n,
  fundAmount: 8_000n,
  pooledAmount: 7_000n,
}));
