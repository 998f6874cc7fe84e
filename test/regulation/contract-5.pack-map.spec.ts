import type { AreaEntry, AreaMap, InstitutionBar, Lift, Pack, PersonBar } from '@gatekeeper/policy';
import { GUANGDONG_2025, NATIONAL_2024, PACKS, WHOLE_EDITION } from '@gatekeeper/policy';
import type { BarCode } from '@gatekeeper/vocabulary';
import {
  ask,
  at,
  clinician,
  DOCTOR,
  exemption,
  HOSPITAL,
  inGoodStanding,
  institution,
  institutionStatus,
  outpatient,
  reasonsFor,
  registration,
  sanction,
  setting,
  shortly,
} from './facts';

const everywhere = (...packs: string[]): AreaMap =>
  new Map([['', packs.map((pack): AreaEntry => ({ pack, dated: null }))]]);

const citation = { pack: 'added', article: '1', summary: '', document: 'd', lastCheckedOn: '2025-01-01' };
const head = {
  citation,
  article: 'added art. 1',
  inForce: WHOLE_EDITION,
  governedBy: 'fee',
  effect: 'bars',
} as const;

/** Bars an institution in guidance, where it knows that status. */
const inGuidance: InstitutionBar = {
  ...head,
  about: 'institution',
  code: 'INSTITUTION_GUIDANCE',
  because: ({ institution: { statuses } }, { institutionStatuses }) =>
    institutionStatuses.includes('guidance')
      ? statuses.map(({ documentNo, evidence }) => ({ documentNo, evidence, sanction: null }))
      : [],
};

const onEveryPerson = (code: BarCode, more: Partial<PersonBar> = {}): PersonBar => ({
  ...head,
  about: 'person',
  code,
  because: () => [{ evidence: ['added'], documentNo: '', sanction: null }],
  ...more,
});

/** Lifts it by an exemption of the institution. */
const liftedByExemption = ({ code }: InstitutionBar | PersonBar): Lift => ({
  citation,
  article: 'added art. 2',
  inForce: WHOLE_EDITION,
  governedBy: 'fee',
  effect: 'lifts',
  code: 'EXEMPTION_GRANTED',
  lifts: [code],
  because: (_, { institution: { exemptions } }) =>
    exemptions
      .filter(({ departmentCode }) => departmentCode === null)
      .map(({ evidence, exemptionNo }) => ({ evidence, documentNo: exemptionNo, sanction: null })),
});

function added(...bars: (InstitutionBar | PersonBar)[]): readonly Pack[] {
  const lifts = bars.filter(({ code }) => code === 'INSTITUTION_GUIDANCE').map(liftedByExemption);
  const editions = NATIONAL_2024.editions.map((edition) => ({
    ...edition,
    parent: { name: 'national-2024', edition },
    articles: [...bars, ...lifts],
  }));
  return [...PACKS, { ...NATIONAL_2024, name: 'added', editions }];
}

describe('CONTRACT 5: the first pack of an entry gives pack, edition, parameters and fund scope', () => {
  const registry = [...inGoodStanding(), sanction()];
  it.each([
    [['guangdong-2025', 'national-2024'], 'pooled', 7000n, 'guangdong-2025 art. 15'],
    [['national-2024', 'guangdong-2025'], 'all', 8000n, 'national-2024 art. 16'],
  ] as const)('%s', (packs, fundScope, refused, article) => {
    const question = { line: outpatient(), registry, map: everywhere(...packs) };
    expect(ask(question)).toMatchObject({ pack: packs[0], edition: '1', fundScope, refused });
    expect(reasonsFor('CLINICIAN_SUSPENDED', question).map((reason) => reason.article)).toEqual([article]);
  });

  it.each([
    ['guangdong-2025', 'accept ~IN_GOOD_STANDING'],
    ['national-2024', 'reject COMMITMENT_MISSING'],
  ])('values set for %s alone: guangdong-2025 leads → %s', (pack, expected) => {
    const uncommitted = [institution(), clinician(), registration({ committed: null })];
    const values = setting(pack, { commitmentRequired: 'false' });
    const map = everywhere('guangdong-2025', 'national-2024');
    expect(shortly({ line: outpatient(), registry: uncommitted, map, values })).toBe(expected);
  });

  it.each([
    ['guangdong-2025', 'accept ~IN_GOOD_STANDING'],
    ['national-2024', 'reject NOT_RESTORED'],
  ])('restoration set to automatic for %s alone: guangdong-2025 leads → %s', (pack, expected) => {
    const line = outpatient({ feeOccurredAt: '2025-10-01 00:00:00' });
    const values = setting(pack, { restore: 'auto' });
    const map = everywhere('guangdong-2025', 'national-2024');
    expect(shortly({ line, registry, map, values })).toBe(expected);
  });
});

describe('CONTRACT 5: the others add their bars', () => {
  const packs = added(inGuidance);
  const guided = [...inGoodStanding(), institutionStatus({ status: 'guidance' })];
  const values = setting('added', { institutionStatuses: 'guidance' });
  const map = everywhere('guangdong-2025', 'added');

  it('a status that only they know', () => {
    expect(
      shortly({ line: outpatient(), registry: guided, packs, values, map: everywhere('guangdong-2025') }),
    ).toBe('accept ~IN_GOOD_STANDING');
    expect(shortly({ line: outpatient(), registry: guided, packs, values, map })).toBe(
      'reject INSTITUTION_GUIDANCE',
    );
    expect(shortly({ line: outpatient(), registry: guided, packs, map })).toBe('accept ~IN_GOOD_STANDING');
  });

  it('under the leading pack and its scope, cited by their own article', () => {
    const question = { line: outpatient(), registry: guided, packs, values, map };
    expect(ask(question)).toMatchObject({ pack: 'guangdong-2025', refused: 7000n });
    expect(reasonsFor('INSTITUTION_GUIDANCE', question)).toMatchObject([
      { article: 'added art. 1', role: null },
    ]);
  });

  it('which an exemption of the institution lifts by their own article; one that names more does not', () => {
    const withExemption = (named: Parameters<typeof exemption>[0]) =>
      shortly({ line: outpatient(), registry: [...guided, exemption(named)], packs, values, map });
    expect(withExemption({ fixmedinsCode: HOSPITAL })).toBe('accept INSTITUTION_GUIDANCE +EXEMPTION_GRANTED');
    expect(withExemption({ fixmedinsCode: HOSPITAL, departmentCode: 'A03.02' })).toBe(
      'reject INSTITUTION_GUIDANCE',
    );
    expect(withExemption({ fixmedinsCode: HOSPITAL, code: DOCTOR })).toBe('reject INSTITUTION_GUIDANCE');
  });

  it('in their place among the bars of the leading pack', () => {
    const registry = [...inGoodStanding(), sanction()];
    const question = { line: outpatient(), registry, packs: added(onEveryPerson('CLINICIAN_UNKNOWN')), map };
    expect(shortly(question)).toBe('reject CLINICIAN_UNKNOWN CLINICIAN_SUSPENDED');
  });

  it('also for the performing clinician, as notes', () => {
    const line = outpatient({ performingCode: DOCTOR });
    const question = {
      line,
      registry: inGoodStanding(),
      packs: added(onEveryPerson('REGISTRATION_EXPIRED')),
      map,
    };
    expect(shortly(question)).toBe('reject REGISTRATION_EXPIRED ~REGISTRATION_EXPIRED(performing)');
  });

  it.each([
    ['fee', 'the day of the fee in its last second', '2025-06-15 10:00:01', 'reject REGISTRATION_EXPIRED'],
    [
      'fee',
      'the day of the fee in its first second after',
      '2025-06-15 10:00:00',
      'accept ~IN_GOOD_STANDING',
    ],
    [
      'deciding',
      'the moment of asking in its last second',
      '2026-01-01 00:00:01',
      'reject REGISTRATION_EXPIRED',
    ],
    [
      'deciding',
      'the moment of asking in its first second after',
      '2026-01-01 00:00:00',
      'accept ~IN_GOOD_STANDING',
    ],
  ] as const)(
    'while their article is in force: governed by %s, %s (until %s) → %s',
    (governedBy, _, until, expected) => {
      const inForce = { from: at('2012-01-01'), until: at(until) };
      const bar = onEveryPerson('REGISTRATION_EXPIRED', { governedBy, inForce });
      const line = outpatient({ feeOccurredAt: '2025-06-15 10:00:00' });
      expect(shortly({ line, registry: inGoodStanding(), packs: added(bar), map })).toBe(expected);
    },
  );
});

describe('CONTRACT 2, PACK_MISSING and PACK_INCOMPLETE', () => {
  it('holds where no prefix of the map covers the area, naming no pack', () => {
    const map: AreaMap = new Map([['46', [{ pack: 'national-2024', dated: null }]]]);
    expect(ask({ line: outpatient(), registry: [], map })).toEqual({
      kind: 'hold',
      holdCode: 'PACK_MISSING',
      needs: [expect.stringContaining('440106')],
      pack: null,
      edition: null,
    });
  });

  it('chooses by the area of treatment, not of insurance', () => {
    const map: AreaMap = new Map([['46', [{ pack: 'national-2024', dated: null }]]]);
    const registry = inGoodStanding();
    expect(shortly({ line: outpatient({ insuranceArea: '460105' }), registry, map })).toBe(
      'hold PACK_MISSING',
    );
    expect(shortly({ line: outpatient({ treatmentArea: '460105' }), registry, map })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
  });

  it.each([
    ['the second before', '2025-06-14 23:59:59', 'hold PACK_MISSING'],
    ['the first second', '2025-06-15 00:00:00', 'accept ~IN_GOOD_STANDING'],
    ['the last second', '2025-06-30 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the second after', '2025-07-01 00:00:00', 'hold PACK_MISSING'],
  ])('holds outside the days of a dated map: %s (%s) → %s', (_, feeOccurredAt, expected) => {
    const dated = { from: at('2025-06-15'), until: at('2025-07-01') };
    const map: AreaMap = new Map([['', [{ pack: 'national-2024', dated }]]]);
    expect(shortly({ line: outpatient({ feeOccurredAt }), registry: inGoodStanding(), map })).toBe(expected);
  });

  it.each([
    ['leading', ['template', 'national-2024']],
    ['added', ['national-2024', 'template']],
  ])('holds while the %s pack has blanks, naming each', (_, order) => {
    const citationOfBlank = { ...citation, pack: 'template' };
    const editions = NATIONAL_2024.editions.map((edition) => ({
      ...edition,
      settings: {
        ...edition.settings,
        fundScope: { blank: true, citation: citationOfBlank } as const,
        feeAheadHours: { blank: true, citation: citationOfBlank } as const,
      },
    }));
    const template: Pack = { ...NATIONAL_2024, name: 'template', status: 'template', editions };
    const question = {
      line: outpatient(),
      registry: inGoodStanding(),
      packs: [...PACKS, template],
      map: everywhere(...order),
    };
    expect(ask(question)).toEqual({
      kind: 'hold',
      holdCode: 'PACK_INCOMPLETE',
      needs: [
        expect.stringContaining('template.fundScope'),
        expect.stringContaining('template.feeAheadHours'),
      ],
      pack: order[0],
      edition: '1',
    });
  });
});

describe('CONTRACT 2, OUTSIDE_PACK_IN_FORCE: the text was not law on the day of the fee', () => {
  const notes = (pack: string, feeOccurredAt: string, more: object = {}) =>
    reasonsFor('OUTSIDE_PACK_IN_FORCE', {
      line: outpatient({ feeOccurredAt, ...more }),
      registry: inGoodStanding(),
      pack,
    });

  it.each([
    ['national-2024', '2024-12-31 23:59:59', 1],
    ['national-2024', '2025-01-01 00:00:00', 0],
    ['national-2024', '2025-12-31 00:00:00', 0],
    ['guangdong-2025', '2025-06-15 10:00:00', 1],
  ])('%s, a fee of %s: %d note', (pack, fee, expected) => {
    expect(notes(pack, fee)).toHaveLength(expected);
  });

  it('says what the text is, and stands last', () => {
    expect(notes('guangdong-2025', '2025-06-15 10:00:00')).toEqual([
      {
        code: 'OUTSIDE_PACK_IN_FORCE',
        effect: 'notes',
        role: null,
        article: 'guangdong-2025 art. 52',
        evidence: ['pack status draft'],
      },
    ]);
    expect(GUANGDONG_2025.inForce).toBeNull();
  });

  it.each([
    ['an acceptance', {}, inGoodStanding()],
    ['an acceptance without fund money', { pooledAmount: 0n }, inGoodStanding()],
    ['a refusal', {}, []],
    ['an acceptance under a lifted bar', { rescueRecordNo: 'QJ1' }, [...inGoodStanding(), sanction()]],
  ])('is noted on %s', (_, more, registry) => {
    const answer = ask({ line: outpatient(more), registry });
    expect(answer.kind === 'verdict' && answer.reasons.at(-1)?.code).toBe('OUTSIDE_PACK_IN_FORCE');
  });

  it('ends with the day on which the text ends', () => {
    const ended = { ...NATIONAL_2024, inForce: { from: '2025-01-01', until: '2025-06-15' } };
    const noted = (feeOccurredAt: string) =>
      reasonsFor('OUTSIDE_PACK_IN_FORCE', {
        line: outpatient({ feeOccurredAt }),
        registry: inGoodStanding(),
        packs: [ended],
        pack: 'national-2024',
      }).length;
    expect([noted('2025-06-14 23:59:59'), noted('2025-06-15 00:00:00')]).toEqual([0, 1]);
  });
});
