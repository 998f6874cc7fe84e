/** Generates registries on a small stage, so that records meet: few persons, sites, documents and days. */
import type { Instant } from '@gatekeeper/calendar';
import { dayOf, instantOf, MS_PER_DAY, MS_PER_HOUR, OPEN_END, startOfDay } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { DEREGISTRATION_REASONS, INSTITUTION_STATUSES, SANCTION_CAUSES } from '@gatekeeper/vocabulary';
import fc from 'fast-check';

export const PERSONS = ['D440106000001', 'D440106000002', 'HY440106000003', 'LOCAL-4'] as const;
export const SITES = ['H44010600001', 'P44010600002'] as const;
export const DEPARTMENTS = ['A03', 'A03.02'] as const;
const DOCUMENTS = ['文1', '文2', '文3'] as const;

const FIRST_DAY = dayOf(2025, 5, 1) ?? (0 as Day);
const DAYS = 60;

/** Moments of sixty days: mostly 00:00:00, now and then noon. */
export const moment: fc.Arbitrary<Instant> = fc
  .tuple(fc.integer({ min: 0, max: DAYS }), fc.constantFrom(0, 0, 0, 12 * MS_PER_HOUR))
  .map(([day, ofDay]) => instantOf(startOfDay(FIRST_DAY) + day * MS_PER_DAY + ofDay));

/** When a question is asked: among those days, or when all is known. */
export const askedAt: fc.Arbitrary<Instant> = fc.oneof(
  { weight: 1, arbitrary: moment },
  { weight: 2, arbitrary: fc.constant(instantOf(startOfDay(FIRST_DAY) + 2 * DAYS * MS_PER_DAY)) },
);

const interval = fc
  .tuple(moment, fc.option(moment, { nil: OPEN_END, freq: 3 }))
  .map(([a, b]) => (a <= b ? { from: a, until: b } : { from: b, until: a }));

const head = {
  recordId: fc.uuid(),
  recordedAt: moment,
  receivedAt: fc.constant(null),
  knownFrom: fc.oneof(
    { weight: 2, arbitrary: fc.constant(startOfDay(FIRST_DAY)) },
    { weight: 1, arbitrary: moment },
  ),
  supersedes: fc.constant<string | null>(null),
};
const person = fc.constantFrom(PERSONS[0], PERSONS[0], ...PERSONS);
const site = fc.constantFrom(...SITES);
const document = fc.constantFrom(...DOCUMENTS);
const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null });
const kindOf = <const Kind extends string>(kind: Kind) => fc.constant(kind);
/** A record with an interval. */
const during = <Fields extends object>(fields: fc.Arbitrary<Fields>) =>
  fc.tuple(fields, interval).map(([rest, { from, until }]) => ({ ...rest, from, until }));

const institution = fc.record({
  ...head,
  kind: kindOf('institution'),
  fixmedinsCode: site,
  name: fc.constant(''),
  type: fc.constantFrom('hospital' as const, 'pharmacy' as const),
  area: fc.constant('440106'),
  regionalMedicalCenter: fc.boolean(),
});
const clinician = fc.record({
  ...head,
  kind: kindOf('clinician'),
  code: person,
  name: fc.constant(''),
  category: fc.constant('doctor' as const),
});
const registration = during(
  fc.record({
    ...head,
    kind: kindOf('registration'),
    code: person,
    fixmedinsCode: site,
    mainSite: fc.boolean(),
    committedOn: maybe(fc.integer({ min: 0, max: DAYS }).map((day) => (FIRST_DAY + day) as Day)),
    certificateUntil: fc.option(moment, { nil: OPEN_END }),
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
    status: fc.constantFrom('suspended' as const, 'terminated' as const),
    scope: fc.constantFrom('person' as const, 'site' as const),
    fixmedinsCode: site,
    cause: fc.constantFrom(...SANCTION_CAUSES),
    points: fc.constant(null),
    decidedAt: moment,
    issuedAt: maybe(moment),
    deliveredAt: maybe(moment),
    maintainedAt: maybe(moment),
  }),
);
const institutionStatus = during(
  fc.record({
    ...head,
    kind: kindOf('institution_status'),
    fixmedinsCode: site,
    status: fc.constantFrom(...INSTITUTION_STATUSES),
    documentNo: document,
  }),
);
const departmentStatus = during(
  fc.record({
    ...head,
    kind: kindOf('department_status'),
    fixmedinsCode: site,
    departmentCode: fc.constantFrom(...DEPARTMENTS),
    status: fc.constant('suspended' as const),
    documentNo: document,
  }),
);
const reference = { ...head, documentNo: document, code: maybe(person) };
const restoration = fc.record({
  ...reference,
  kind: kindOf('restoration'),
  effectiveFrom: moment,
  approvedAt: moment,
});
const revision = fc.record({ ...reference, kind: kindOf('revision'), until: moment, approvedAt: moment });
const annulment = fc.record({ ...reference, kind: kindOf('annulment'), decidedAt: moment });
const deregistration = fc.record({
  ...head,
  kind: kindOf('deregistration'),
  code: person,
  fixmedinsCode: maybe(site),
  reason: fc.constantFrom(...DEREGISTRATION_REASONS),
  from: moment,
});
/** What an exemption may name: a person (and where), a department of an institution, an institution. */
const named = fc.oneof(
  fc.record({
    code: person,
    fixmedinsCode: maybe(site),
    departmentCode: maybe(fc.constantFrom(...DEPARTMENTS)),
  }),
  fc.record({
    code: fc.constant(null),
    fixmedinsCode: site,
    departmentCode: maybe(fc.constantFrom(...DEPARTMENTS)),
  }),
);
const exemption = during(
  fc
    .tuple(
      named,
      fc.record({
        ...head,
        kind: kindOf('exemption'),
        exemptionNo: fc.constantFrom('免1', '免2'),
        reason: fc.constant(''),
        approvedAt: moment,
      }),
    )
    .map(([names, rest]) => ({ ...rest, ...names })),
);

export const record: fc.Arbitrary<RegistryRecord> = fc.oneof(
  { weight: 2, arbitrary: institution },
  { weight: 3, arbitrary: clinician },
  { weight: 6, arbitrary: registration },
  { weight: 2, arbitrary: principal },
  { weight: 6, arbitrary: sanction },
  { weight: 3, arbitrary: institutionStatus },
  { weight: 2, arbitrary: departmentStatus },
  { weight: 2, arbitrary: restoration },
  { weight: 2, arbitrary: revision },
  { weight: 1, arbitrary: annulment },
  { weight: 2, arbitrary: deregistration },
  { weight: 3, arbitrary: exemption },
);

/** What a registry stands on: where, whether committed, and until when certified. */
interface Ground {
  readonly regionalMedicalCenter: boolean;
  readonly committedOn: Day | null;
  readonly certificateUntil: Instant;
}

/** Everyone and every site on file and registered since long ago: what else is generated then decides. */
const inGoodStanding = ({
  regionalMedicalCenter,
  committedOn,
  certificateUntil,
}: Ground): readonly RegistryRecord[] =>
  SITES.flatMap((fixmedinsCode): readonly RegistryRecord[] => {
    const known = {
      recordedAt: startOfDay(FIRST_DAY),
      receivedAt: null,
      knownFrom: startOfDay(FIRST_DAY),
      supersedes: null,
    };
    const from = startOfDay(FIRST_DAY);
    return [
      {
        ...known,
        kind: 'institution',
        recordId: fixmedinsCode,
        fixmedinsCode,
        name: '',
        type: 'hospital',
        area: '440106',
        regionalMedicalCenter,
      },
      {
        ...known,
        kind: 'pharmacy_principal',
        recordId: `p${fixmedinsCode}`,
        fixmedinsCode,
        code: PERSONS[2],
        from,
        until: OPEN_END,
      },
      ...PERSONS.flatMap((code): readonly RegistryRecord[] => [
        {
          ...known,
          kind: 'clinician',
          recordId: `c${code}${fixmedinsCode}`,
          code,
          name: '',
          category: 'doctor',
        },
        {
          ...known,
          kind: 'registration',
          recordId: `r${code}${fixmedinsCode}`,
          code,
          fixmedinsCode,
          mainSite: true,
          from,
          until: OPEN_END,
          committedOn,
          certificateUntil,
        },
      ]),
    ];
  });

const ground: fc.Arbitrary<Ground> = fc.record({
  regionalMedicalCenter: fc.boolean(),
  committedOn: fc.oneof(
    { weight: 5, arbitrary: fc.constant(FIRST_DAY) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  certificateUntil: fc.option(moment, { nil: OPEN_END, freq: 2 }),
});

/** A registry, mostly on the ground of everyone registered everywhere; some records correct others. */
export const registry: fc.Arbitrary<readonly RegistryRecord[]> = fc
  .tuple(
    fc.option(ground, { nil: null, freq: 4 }),
    fc.array(
      fc.tuple(
        record,
        fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat() }),
      ),
      {
        minLength: 2,
        maxLength: 30,
        size: 'large',
      },
    ),
  )
  .map(([grounded, drawn]) => {
    const records = drawn.map(([each]) => each);
    const corrected = drawn.map(([each, which], index) => {
      const target = which === null ? undefined : records[which % records.length];
      return target === undefined || target === records[index]
        ? each
        : { ...each, supersedes: target.recordId };
    });
    return grounded === null ? corrected : [...inGoodStanding(grounded), ...corrected];
  });
