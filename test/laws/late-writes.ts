/**
 * Histories of registry writes on a stage so small that everything meets: three persons, three sites (one that no record
 * names), two documents, eight days. Records adjoin, restate, correct, withdraw and annul each other, also before what they name.
 */
import type { Instant } from '@gatekeeper/calendar';
import { dayAt, instantOf, MS_PER_DAY, MS_PER_HOUR, OPEN_END, plusMs } from '@gatekeeper/calendar';
import type { RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import { INSTITUTION_STATUSES } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import { outpatient } from '../regulation/lines';
import { AREAS } from './law';

const FIRST = instantOf(Date.UTC(2025, 4, 31, 16));
export const dayOfStage = (day: number): Instant => plusMs(FIRST, day * MS_PER_DAY);
/** When all that is drawn lies in the past. */
export const LATER = dayOfStage(60);
const DAYS = 8;
const claim = outpatient();

const PERSONS = ['D440106000001', 'HY440106000002', 'LOCAL-3'] as const;
const SITES = ['H44010600001', 'P44010600002'] as const;
const UNNAMED_SITE = 'H44010600009';
const DEPARTMENTS = ['A03', 'A04'] as const;

// Drawn evenly throughout: what is wanted is meetings, not extremes.
const day = fc.constantFrom(...[...Array(DAYS).keys()].map(dayOfStage));
const interval = fc
  .tuple(day, fc.option(day, { nil: OPEN_END, freq: 2 }))
  .map(([a, b]) => (a <= b ? { from: a, until: b } : { from: b, until: a }));
const person = fc.constantFrom(PERSONS[0], PERSONS[0], PERSONS[0], ...PERSONS);
const site = fc.constantFrom(...SITES);
const document = fc.constantFrom('文1', '文1', '文2');
const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null, freq: 1 });
const kindOf = <const Kind extends string>(kind: Kind) => fc.constant(kind);

/** Filled in when the record takes its place in a history. */
const head = {
  recordId: fc.constant(''),
  recordedAt: fc.constant(FIRST),
  receivedAt: fc.constant(null),
  knownFrom: fc.constant(FIRST),
  supersedes: fc.constant<string | null>(null),
};
const during = <Fields extends object>(fields: fc.Arbitrary<Fields>) =>
  fc.tuple(fields, interval).map(([rest, { from, until }]) => ({ ...rest, from, until }));

const institution = fc.record({
  ...head,
  kind: kindOf('institution'),
  fixmedinsCode: site,
  name: fc.constantFrom('甲', '乙'),
  type: kindOf('hospital'),
  area: kindOf('440106'),
  regionalMedicalCenter: fc.boolean(),
});
const clinician = fc.record({
  ...head,
  kind: kindOf('clinician'),
  code: person,
  name: fc.constantFrom('甲', '乙'),
  category: kindOf('doctor'),
});
const registration = during(
  fc.record({
    ...head,
    kind: kindOf('registration'),
    code: person,
    fixmedinsCode: site,
    mainSite: fc.constantFrom(true, true, false),
    committedOn: fc.constantFrom(null, dayAt(FIRST), dayAt(FIRST), dayAt(dayOfStage(4))),
    certificateUntil: fc.constantFrom(OPEN_END, OPEN_END, dayOfStage(5)),
  }),
);
const principal = during(
  fc.record({ ...head, kind: kindOf('pharmacy_principal'), fixmedinsCode: site, code: person }),
);
const sanction = during(
  fc.record({
    ...head,
    kind: kindOf('sanction'),
    documentNo: document,
    code: person,
    status: fc.constantFrom('suspended', 'suspended', 'terminated'),
    scope: fc.constantFrom('person', 'site'),
    fixmedinsCode: site,
    cause: fc.constantFrom('points', 'points', 'discipline', 'institution'),
    points: fc.constant(null),
    decidedAt: day,
    issuedAt: fc.constant(null),
    deliveredAt: maybe(day),
    maintainedAt: fc.constant(null),
  }),
);
const reference = { ...head, documentNo: document, code: maybe(person) };
const restoration = fc.record({
  ...reference,
  kind: kindOf('restoration'),
  effectiveFrom: day,
  approvedAt: day,
});
const revision = fc.record({ ...reference, kind: kindOf('revision'), until: day, approvedAt: day });
const annulment = fc.record({ ...reference, kind: kindOf('annulment'), decidedAt: day });
const deregistration = fc.record({
  ...head,
  kind: kindOf('deregistration'),
  code: person,
  fixmedinsCode: maybe(site),
  reason: fc.constantFrom('left', 'deceased'),
  from: day,
});
const institutionStatus = during(
  fc.record({
    ...head,
    kind: kindOf('institution_status'),
    fixmedinsCode: site,
    status: fc.constantFrom('guidance', ...INSTITUTION_STATUSES),
    documentNo: document,
  }),
);
const departmentStatus = during(
  fc.record({
    ...head,
    kind: kindOf('department_status'),
    fixmedinsCode: site,
    departmentCode: fc.constantFrom(...DEPARTMENTS),
    status: kindOf('suspended'),
    documentNo: document,
  }),
);
const exemption = during(
  fc
    .tuple(
      fc.oneof(
        fc.record({ code: person, fixmedinsCode: maybe(site) }),
        fc.record({ code: fc.constant(null), fixmedinsCode: site }),
      ),
      fc.record({
        ...head,
        kind: kindOf('exemption'),
        exemptionNo: fc.constantFrom('免1', '免2'),
        departmentCode: maybe(fc.constantFrom(...DEPARTMENTS)),
        reason: fc.constant(''),
        approvedAt: day,
      }),
    )
    .map(([names, rest]) => ({ ...rest, ...names })),
);

const anyRecord: fc.Arbitrary<RegistryRecord> = fc.oneof(
  { weight: 2, arbitrary: clinician },
  { weight: 2, arbitrary: institution },
  { weight: 6, arbitrary: registration },
  { weight: 2, arbitrary: principal },
  { weight: 6, arbitrary: sanction },
  { weight: 3, arbitrary: restoration },
  { weight: 3, arbitrary: revision },
  { weight: 2, arbitrary: annulment },
  { weight: 3, arbitrary: deregistration },
  { weight: 3, arbitrary: institutionStatus },
  { weight: 2, arbitrary: departmentStatus },
  { weight: 3, arbitrary: exemption },
);

/** Kinds that turn each other: with nothing else in a history, they meet all the time. */
const WITH_EACH_OTHER: readonly fc.Arbitrary<RegistryRecord>[] = [
  fc.oneof(sanction, sanction, restoration, revision, annulment),
  fc.oneof(sanction, sanction, exemption),
  fc.oneof(sanction, restoration, clinician),
  fc.oneof(registration, deregistration),
  fc.oneof(principal, registration, sanction),
  fc.oneof(institution, institutionStatus, departmentStatus, exemption),
];

/** What a record does to one that was stated before it: the one `which` names, counted from the latest. */
type Towards = 'none' | 'corrects' | 'restates' | 'corrects and restates' | 'moves' | 'edits' | 'withdraws';
/** What one field of a record may say instead. */
const edited = fc.record({
  reason: fc.constantFrom('left', 'deceased'),
  status: fc.constantFrom('suspended', 'terminated'),
  scope: fc.constantFrom('person', 'site'),
  cause: fc.constantFrom('points', 'discipline', 'institution'),
  deliveredAt: maybe(day),
  documentNo: document,
  fixmedinsCode: site,
  departmentCode: fc.constantFrom(...DEPARTMENTS),
  exemptionNo: fc.constantFrom('免1', '免2'),
  committedOn: fc.constantFrom(null, dayAt(FIRST), dayAt(dayOfStage(4))),
  certificateUntil: fc.constantFrom(OPEN_END, dayOfStage(5)),
  regionalMedicalCenter: fc.boolean(),
});
const EDITED = [
  'reason',
  'status',
  'scope',
  'cause',
  'deliveredAt',
  'documentNo',
  'fixmedinsCode',
  'departmentCode',
  'exemptionNo',
  'committedOn',
  'certificateUntil',
  'regionalMedicalCenter',
] as const;
const stepWith = (record: fc.Arbitrary<RegistryRecord>) =>
  fc.record({
    record,
    towards: fc.constantFrom<Towards>(
      'none',
      'none',
      'none',
      'corrects',
      'restates',
      'corrects and restates',
      'moves',
      'edits',
      'edits',
      'withdraws',
      'withdraws',
    ),
    which: fc.noBias(fc.nat(12)),
    moved: interval,
    edit: edited,
    field: fc.noBias(fc.nat(EDITED.length - 1)),
  });
type Step = ReturnType<typeof stepWith> extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** One write: its records share the moment at which they were received. */
export interface Write {
  readonly at: Instant;
  readonly records: readonly RegistryRecord[];
}

/** Everyone is on file and registered at every named site from the first day: what else is drawn then decides. */
const ground: readonly RegistryRecord[] = [
  ...SITES.map((fixmedinsCode): RegistryRecord => ({
    ...headAt('', FIRST, null),
    kind: 'institution',
    fixmedinsCode,
    name: '',
    type: 'hospital',
    area: '440106',
    regionalMedicalCenter: false,
  })),
  ...PERSONS.flatMap((code): readonly RegistryRecord[] => [
    { ...headAt('', FIRST, null), kind: 'clinician', code, name: '', category: 'doctor' },
    ...SITES.map((fixmedinsCode): RegistryRecord => ({
      ...headAt('', FIRST, null),
      kind: 'registration',
      code,
      fixmedinsCode,
      mainSite: true,
      from: FIRST,
      until: OPEN_END,
      committedOn: dayAt(FIRST),
      certificateUntil: OPEN_END,
    })),
  ]),
];

function headAt(recordId: string, at: Instant, supersedes: string | null) {
  return { recordId, recordedAt: at, receivedAt: at, knownFrom: at, supersedes };
}

/** What a step states, given all that was stated before it. */
function stated(
  { record, towards, which, moved, edit, field }: Step,
  earlier: readonly RegistryRecord[],
  recordId: string,
  at: Instant,
): RegistryRecord {
  const named = earlier.at(-1 - (which % Math.max(earlier.length, 1)));
  const { recordId: namedId } = named ?? { recordId: null };
  const heading = headAt(recordId, at, null);
  if (named === undefined || towards === 'none') return { ...record, ...heading };
  switch (towards) {
    case 'corrects':
      return { ...record, ...heading, supersedes: namedId };
    case 'restates':
      return named.kind === 'withdrawal' ? { ...record, ...heading } : { ...named, ...heading };
    case 'corrects and restates':
      return named.kind === 'withdrawal'
        ? { ...record, ...heading }
        : { ...named, ...heading, supersedes: namedId };
    case 'moves':
      return 'from' in named && 'until' in named
        ? { ...named, ...moved, ...heading, supersedes: which % 2 === 0 ? namedId : null }
        : { ...record, ...heading };
    case 'edits': {
      const fields = EDITED.filter((name) => name in named);
      const name = fields[field % Math.max(fields.length, 1)];
      return name === undefined
        ? { ...record, ...heading }
        : { ...named, [name]: edit[name], ...heading, supersedes: namedId };
    }
    case 'withdraws':
      return { ...heading, kind: 'withdrawal', supersedes: namedId, reason: '', approvedAt: at };
  }
}

/** Writes in the order in which they were received, half a day apart; the first days of the stage lie before them all. */
const historyOf = (
  grounded: fc.Arbitrary<boolean>,
  record: fc.Arbitrary<RegistryRecord>,
): fc.Arbitrary<readonly Write[]> =>
  fc
    .tuple(
      grounded,
      fc.array(fc.array(stepWith(record), { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 7 }),
    )
    .map(([grounded, drawn]) => {
      const records: RegistryRecord[] = [];
      const writes: Write[] = [];
      for (const [index, steps] of [...(grounded ? [null] : []), ...drawn].entries()) {
        const at = plusMs(dayOfStage(1), index * 12 * MS_PER_HOUR + 1);
        const first = records.length;
        if (steps === null) {
          records.push(...ground.map((each, place) => ({ ...each, ...headAt(`g${place}`, at, null) })));
        } else for (const each of steps) records.push(stated(each, records, `r${records.length}`, at));
        writes.push({ at, records: records.slice(first) });
      }
      return writes;
    });

export const history: fc.Arbitrary<readonly Write[]> = fc.oneof(
  { weight: WITH_EACH_OTHER.length, arbitrary: historyOf(fc.boolean(), anyRecord) },
  ...WITH_EACH_OTHER.map((record) => ({ weight: 1, arbitrary: historyOf(fc.constant(true), record) })),
);

/** Where a text notes stays that cross a change. */
const STAYS_NOTED_AT = '440106';

/** A line with what else decides it. */
export interface DrawnLine {
  readonly line: SettlementLine;
  readonly paymentNoticed: boolean;
}

/** Takes one of the values by what is left of a number, and leaves the rest. */
class Choices {
  constructor(private left: number) {}
  of<Value>(values: readonly [Value, ...Value[]]): Value {
    const chosen = values[this.left % values.length] ?? values[0];
    this.left = Math.floor(this.left / values.length);
    return chosen;
  }
}

const FEES = [...Array(DAYS + 2).keys()].flatMap((index) => {
  const start = dayOfStage(index - 1);
  return [plusMs(start, -1), start, plusMs(start, 12 * MS_PER_HOUR)];
}) as [Instant, ...Instant[]];
const CODES = [PERSONS[0], PERSONS[0], PERSONS[0], PERSONS[0], PERSONS[1], PERSONS[2], null] as const;

/** A line for each number: claims of the persons and sites of the stage, at, just before and between its days. */
export const drawnLine: fc.Arbitrary<DrawnLine> = fc.noBias(fc.maxSafeNat()).map((number) => {
  const choices = new Choices(number);
  const feeOccurredAt = choices.of(FEES);
  const fixmedinsCode = choices.of([SITES[0], SITES[0], SITES[1], SITES[1], UNNAMED_SITE]);
  const orderingCode = choices.of([...CODES]);
  const transaction = choices.of(['2301', '2301', '2204', '2102', '2102'] as const);
  const treatmentArea = choices.of([STAYS_NOTED_AT, STAYS_NOTED_AT, ...AREAS]);
  const admitted = choices.of([null, 0, -3, -9]);
  const settled = choices.of([null, ...[...Array(DAYS).keys()].map(dayOfStage)]);
  const line: SettlementLine = {
    ...claim,
    fixmedinsCode,
    sentFixmedinsCode: fixmedinsCode,
    feeOccurredAt,
    orderingCode,
    transaction,
    treatmentArea,
    admittedAt: admitted === null ? null : plusMs(feeOccurredAt, admitted * MS_PER_DAY),
    settledAt: settled,
    performingCode: choices.of([null, null, ...PERSONS]),
    departmentCode: choices.of([null, ...DEPARTMENTS]),
    medicalCategory: choices.of(['11', '11', '13', '140101', '24', '777']),
    insuranceArea: choices.of(['440106', '110101']),
    rescueRecordNo: choices.of([null, null, null, 'QJ1']),
    emergencyFlag: choices.of([null, null, '1']),
    accountAmount: choices.of([1000n, 1000n, 1000n, 1000n, 1000n, 1000n, -1000n]),
    paidAt: choices.of([null, FIRST]),
  };
  return { line, paymentNoticed: choices.of([false, true]) };
});

/** A stay of the first person, not settled yet, under a text that notes what it crosses. */
export const openStay: fc.Arbitrary<DrawnLine> = drawnLine.map(({ line, paymentNoticed }) => ({
  line: {
    ...line,
    transaction: '2301',
    orderingCode: PERSONS[0],
    treatmentArea: STAYS_NOTED_AT,
    admittedAt: plusMs(line.feeOccurredAt, -MS_PER_DAY),
    settledAt: null,
  },
  paymentNoticed,
}));
