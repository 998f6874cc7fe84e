import type { AreaMap } from '@gatekeeper/policy';
import type { RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import {
  ask,
  at,
  DOCTOR,
  exemption,
  HOSPITAL,
  inGoodStanding,
  inShort,
  institution,
  institutionStatus,
  clinician,
  OTHER_HOSPITAL,
  PHARMACY,
  pharmacyInGoodStanding,
  reasonsFor,
  recorded,
  registration,
  sanction,
  setting,
  shortly,
} from './facts';
import { inHainan, inpatientInHainan, outpatientInHainan, pharmacyInHainan } from './hainan';

const pack = 'hainan-institutions-2024';
const BARRED = 'reject INSTITUTION_GUIDANCE';
const PAID = 'accept ~IN_GOOD_STANDING';

/** Designated on 2025-01-10, in guidance for the 6 months until 2025-07-09. */
const guidance = institutionStatus({ status: 'guidance', from: '2025-01-10', until: '2025-07-10' });
const inGuidance = [...inGoodStanding(), guidance];
const chronic = (feeOccurredAt = '2025-06-15 10:00:00') =>
  outpatientInHainan({ medicalCategory: '14', feeOccurredAt });
const fromOutside = outpatientInHainan({ insuranceArea: '440106' });
const answer = (line: SettlementLine, registry: readonly RegistryRecord[] = inGuidance) =>
  shortly(inHainan(line, registry));
const read = (values: Readonly<Record<string, string>>, line: SettlementLine, registry = inGuidance) =>
  shortly({ ...inHainan(line, registry), values: setting(pack, values) });

describe('hainan-institutions-2024 art. 3: in guidance from 2025-01-10 to 2025-07-09', () => {
  it.each([
    ['the second before', '2025-01-09 23:59:59', PAID],
    ['the first second', '2025-01-10 00:00:00', BARRED],
    ['the second after', '2025-01-10 00:00:01', BARRED],
    ['the last second', '2025-07-09 23:59:59', BARRED],
    ['the first second after', '2025-07-10 00:00:00', PAID],
  ])('chronic outpatient care, %s (%s) → %s', (_, fee, expected) => {
    expect(answer(chronic(fee))).toBe(expected);
  });

  it.each([
    ['the last second before the extension would have ended it', '2025-07-09 23:59:59', BARRED],
    ['the first second of the 6 months more', '2025-07-10 00:00:00', BARRED],
    ['the last second of them', '2026-01-09 23:59:59', BARRED],
    ['the first second after', '2026-01-10 00:00:00', PAID],
  ])('extended after a light breach, %s (%s) → %s', (_, fee, expected) => {
    const extended = institutionStatus({
      status: 'guidance',
      documentNo: '机构2号',
      from: '2025-07-10',
      until: '2026-01-10',
    });
    const question = inHainan(chronic(fee), [...inGuidance, extended]);
    expect(shortly({ ...question, knownAt: '2026-06-01 00:00:00' })).toBe(expected);
  });

  it.each([
    ['14', BARRED],
    ['140101', BARRED],
    ['140104', BARRED],
    ['140201', BARRED],
    ['11', PAID],
    ['13', PAID],
    ['15', PAID],
    ['16', PAID],
    ['28', PAID],
    ['41', PAID],
  ])('an outpatient line of category %s → %s', (medicalCategory, expected) => {
    expect(answer(outpatientInHainan({ medicalCategory }))).toBe(expected);
  });

  it.each([
    ['Haikou', '460105', PAID],
    ['Sanya', '460200', PAID],
    ['the province itself', '469900', PAID],
    ['Yangpu', '460400', PAID],
    ['Guangzhou', '440106', BARRED],
    ['the province before in number', '459900', BARRED],
    ['the one after', '500101', BARRED],
  ])('a person insured in %s (%s) → %s, outpatient and inpatient', (_, insuranceArea, expected) => {
    expect(answer(outpatientInHainan({ insuranceArea }))).toBe(expected);
    expect(answer(inpatientInHainan({ insuranceArea }))).toBe(expected);
  });

  it('names document, period and what was not open', () => {
    const line = outpatientInHainan({ medicalCategory: '14', insuranceArea: '440106' });
    expect(reasonsFor('INSTITUTION_GUIDANCE', inHainan(line, inGuidance))).toEqual([
      {
        code: 'INSTITUTION_GUIDANCE',
        effect: 'bars',
        role: null,
        article: 'hainan-institutions-2024 art. 3',
        evidence: ['document 机构1号', '2025-01-10/2025-07-10', 'medical category 14', 'insured in 440106'],
      },
    ]);
    expect(reasonsFor('INSTITUTION_GUIDANCE', inHainan(chronic(), inGuidance))[0]?.evidence).toEqual([
      'document 机构1号',
      '2025-01-10/2025-07-10',
      'medical category 14',
    ]);
  });

  it('of this institution, not of another', () => {
    const registry = [
      ...inGoodStanding(),
      institution(OTHER_HOSPITAL),
      institutionStatus({ status: 'guidance', fixmedinsCode: OTHER_HOSPITAL }),
    ];
    expect(answer(chronic(), registry)).toBe(PAID);
  });

  it('refuses all fund money, the institution bears it; recovers what was paid; leaves what the fund does not pay', () => {
    expect(ask(inHainan(chronic(), inGuidance))).toMatchObject({
      outcome: 'reject',
      pack: 'hainan-2022',
      fundScope: 'all',
      refused: 8000n,
      liable: 'institution',
    });
    const paid = { ...chronic(), paidAt: at('2025-06-20') };
    expect(ask(inHainan(paid, inGuidance))).toMatchObject({
      outcome: 'claw_back',
      recover: 8000n,
      liable: 'institution',
    });
    expect(answer({ ...chronic(), fundAmount: 0n })).toBe('accept ~NO_FUND_MONEY');
  });

  it('is asked as it was known', () => {
    const late = institutionStatus({
      ...recorded('2025-06-20'),
      status: 'guidance',
      from: '2025-01-10',
      until: '2025-07-10',
    });
    const question = inHainan(chronic(), [...inGoodStanding(), late]);
    expect(shortly({ ...question, knownAt: '2025-06-19 23:59:59' })).toBe(PAID);
    expect(shortly({ ...question, knownAt: '2025-06-20 00:00:00' })).toBe(BARRED);
  });

  it('stands beside the bars of a person', () => {
    expect(answer(chronic(), [...inGuidance, sanction()])).toBe(
      'reject CLINICIAN_SUSPENDED INSTITUTION_GUIDANCE',
    );
    expect(answer({ ...chronic(), orderingCode: null })).toBe('reject CODE_MISSING INSTITUTION_GUIDANCE');
  });
});

describe('hainan-institutions-2024 art. 3: what is not open is read', () => {
  it.each([
    ['chronic,cross_province', BARRED, BARRED],
    ['chronic', BARRED, PAID],
    ['cross_province', PAID, BARRED],
    ['', PAID, PAID],
  ])('as "%s": chronic %s, of another province %s', (guidanceBlocks, ofChronic, ofOutside) => {
    expect(read({ guidanceBlocks }, chronic())).toBe(ofChronic);
    expect(read({ guidanceBlocks }, fromOutside)).toBe(ofOutside);
  });

  it('by this text alone: what the leading one is read to block does not count', () => {
    const values = setting('hainan-2022', { guidanceBlocks: 'pharmacy_pooled' });
    expect(shortly({ ...inHainan(chronic(), inGuidance), values })).toBe(BARRED);
  });

  it('known to this text alone', () => {
    expect(shortly({ line: chronic(), registry: inGuidance, pack: 'hainan-2022' })).toBe(PAID);
    expect(shortly({ line: chronic(), registry: inGuidance, pack: 'national-2024' })).toBe(PAID);
    expect(shortly({ line: chronic(), registry: inGuidance, pack })).toBe(BARRED);
    expect(read({ institutionStatuses: 'suspended,terminated,exit_audit' }, chronic())).toBe(PAID);
  });
});

describe('hainan-institutions-2024 art. 3: a regional medical centre is excepted', () => {
  const center = [
    institution(HOSPITAL, { regionalMedicalCenter: true }),
    clinician(),
    registration({ committed: null }),
    guidance,
  ];
  it.each([
    ['of both, as the exception follows both', 'chronic,cross_province', PAID, PAID],
    ['of other provinces only, as it stands behind them', 'cross_province', BARRED, PAID],
    ['of chronic care only', 'chronic', PAID, BARRED],
    ['of neither', '', BARRED, BARRED],
  ])('%s ("%s"): chronic %s, of another province %s', (_, guidanceExceptsCenters, ofChronic, ofOutside) => {
    expect(read({ guidanceExceptsCenters }, chronic(), center)).toBe(ofChronic);
    expect(read({ guidanceExceptsCenters }, fromOutside, center)).toBe(ofOutside);
    expect(read({ guidanceExceptsCenters }, chronic())).toBe(BARRED);
    expect(read({ guidanceExceptsCenters }, fromOutside)).toBe(BARRED);
  });

  const described = (regionalMedicalCenter: boolean, when: string, recordId: string) =>
    institution(HOSPITAL, { ...recorded(when), recordId, regionalMedicalCenter });
  const [ordinary, centre] = [described(false, '2025-02-01', 'a'), described(true, '2025-03-01', 'b')];
  it.each([
    ['the later record says it is one', ordinary, centre, PAID],
    ['the later record says it is none', described(false, '2025-04-01', 'a'), centre, BARRED],
    ['both at once: the record named last', described(false, '2025-03-01', 'c'), centre, BARRED],
    ['both at once, named the other way', described(false, '2025-03-01', 'a'), centre, PAID],
  ])('described twice, %s: in any order of the records', (_, one, other, expected) => {
    for (const records of [
      [one, other],
      [other, one],
    ])
      expect(answer(chronic(), [...records, clinician(), registration(), guidance])).toBe(expected);
  });

  it('takes both, unless it is read otherwise', () => {
    expect([chronic(), fromOutside].map((line) => answer(line, center))).toEqual([PAID, PAID]);
  });
});

describe('hainan-institutions-2024 art. 3: of a pharmacy applications are refused, no line', () => {
  const registry = [
    ...pharmacyInGoodStanding(),
    ...inGoodStanding(),
    institutionStatus({ status: 'guidance', fixmedinsCode: PHARMACY }),
  ];
  it.each([
    ['of medicine', {}, PAID, BARRED],
    ['of medicine, nothing of it pooled', { pooledAmount: 0n }, PAID, PAID],
    ['of medicine, one fen of it pooled', { pooledAmount: 1n }, PAID, BARRED],
    ['of chronic care', { medicalCategory: '14' }, PAID, BARRED],
    ['of another province', { insuranceArea: '440106' }, PAID, BARRED],
    ['of an unknown category', { medicalCategory: '77' }, PAID, BARRED],
  ])('a line %s → %s; read the other way → %s', (_, more, expected, otherwise) => {
    expect(answer(pharmacyInHainan(more), registry)).toBe(expected);
    const guidanceBlocks = 'chronic,cross_province,pharmacy_pooled';
    expect(read({ guidanceBlocks }, pharmacyInHainan(more), registry)).toBe(otherwise);
  });

  it('read the other way, a hospital is no pharmacy', () => {
    expect(read({ guidanceBlocks: 'pharmacy_pooled' }, outpatientInHainan())).toBe(PAID);
    expect(read({ guidanceBlocks: 'pharmacy_pooled' }, pharmacyInHainan(), registry)).toBe(BARRED);
  });

  it('names what it is then barred for', () => {
    const values = setting(pack, { guidanceBlocks: 'pharmacy_pooled' });
    const [reason] = reasonsFor('INSTITUTION_GUIDANCE', {
      ...inHainan(pharmacyInHainan(), registry),
      values,
    });
    expect(reason?.evidence.at(-1)).toBe('pooled fund at a pharmacy');
  });
});

describe('hainan-institutions-2024 art. 3: a category the table does not know is held where it could change the answer', () => {
  const HELD = 'hold MED_TYPE_UNKNOWN';
  const unknown = (more: Parameters<typeof outpatientInHainan>[0] = {}) =>
    outpatientInHainan({ medicalCategory: '77', ...more });
  const center = [institution(HOSPITAL, { regionalMedicalCenter: true }), clinician(), registration()];

  it.each<[string, SettlementLine, readonly RegistryRecord[], string]>([
    ['in guidance', unknown(), inGuidance, HELD],
    ['the second before guidance', unknown({ feeOccurredAt: '2025-01-09 23:59:59' }), inGuidance, PAID],
    ['its first second', unknown({ feeOccurredAt: '2025-01-10 00:00:00' }), inGuidance, HELD],
    ['its last second', unknown({ feeOccurredAt: '2025-07-09 23:59:59' }), inGuidance, HELD],
    ['the first second after', unknown({ feeOccurredAt: '2025-07-10 00:00:00' }), inGuidance, PAID],
    ['not in guidance', unknown(), inGoodStanding(), PAID],
    ['a category that is known', outpatientInHainan(), inGuidance, PAID],
    ['barred as of another province', unknown({ insuranceArea: '440106' }), inGuidance, BARRED],
    [
      'barred by the code, which nothing lifts',
      unknown({ orderingCode: null }),
      inGuidance,
      'reject CODE_MISSING',
    ],
    ['barred by a suspension, which emergency would lift', unknown(), [...inGuidance, sanction()], HELD],
    [
      'the suspension lifted by a rescue record',
      unknown({ rescueRecordNo: 'QJ1' }),
      [...inGuidance, sanction()],
      HELD,
    ],
    [
      'the suspension lifted by an exemption',
      unknown(),
      [...inGuidance, sanction(), exemption({ code: DOCTOR })],
      HELD,
    ],
    ['the institution exempted', unknown(), [...inGuidance, exemption({ fixmedinsCode: HOSPITAL })], PAID],
    [
      'barred by an exit audit beside it',
      unknown(),
      [...inGuidance, institutionStatus({ status: 'exit_audit', documentNo: '机构3号' })],
      'reject INSTITUTION_EXIT_AUDIT',
    ],
    ['a regional medical centre', unknown(), [...center, guidance], PAID],
    ['without fund money', unknown({ fundAmount: 0n }), inGuidance, 'accept ~NO_FUND_MONEY'],
  ])('%s', (_, line, registry, expected) => {
    expect(answer(line, registry)).toBe(expected);
  });

  it('not where chronic care is read to be open', () => {
    expect(read({ guidanceBlocks: 'cross_province' }, unknown())).toBe(PAID);
    expect(read({ guidanceExceptsCenters: 'cross_province' }, unknown(), [...center, guidance])).toBe(HELD);
  });
});

describe('hainan-institutions-2024 art. 3: what lifts it', () => {
  it.each([
    ['the institution alone', { fixmedinsCode: HOSPITAL }, true],
    ['another institution', { fixmedinsCode: OTHER_HOSPITAL }, false],
    ['a department of it', { fixmedinsCode: HOSPITAL, departmentCode: 'A03.02' }, false],
    ['a person in it', { fixmedinsCode: HOSPITAL, code: DOCTOR }, false],
    ['a person', { code: DOCTOR }, false],
    ['nobody', {}, false],
  ])('an exemption that names %s', (_, named, lifts) => {
    const line = { ...chronic(), departmentCode: 'A03.02' };
    expect(answer(line, [...inGuidance, exemption(named)])).toBe(
      lifts ? 'accept INSTITUTION_GUIDANCE +EXEMPTION_GRANTED' : BARRED,
    );
  });

  it.each([
    ['the second before', '2025-03-31 23:59:59', BARRED],
    ['its first second', '2025-04-01 00:00:00', 'accept INSTITUTION_GUIDANCE +EXEMPTION_GRANTED'],
    ['its last second', '2025-04-30 23:59:59', 'accept INSTITUTION_GUIDANCE +EXEMPTION_GRANTED'],
    ['the first second after', '2025-05-01 00:00:00', BARRED],
  ])('an exemption for April, %s (%s) → %s', (_, fee, expected) => {
    const april = exemption({ fixmedinsCode: HOSPITAL, from: '2025-04-01', until: '2025-05-01' });
    expect(answer(chronic(fee), [...inGuidance, april])).toBe(expected);
  });

  it('an exemption of the institution lifts nothing of a person', () => {
    expect(answer(chronic(), [...inGuidance, sanction(), exemption({ fixmedinsCode: HOSPITAL })])).toBe(
      'reject CLINICIAN_SUSPENDED INSTITUTION_GUIDANCE +EXEMPTION_GRANTED',
    );
  });

  it('is cited as its own reading', () => {
    const registry = [...inGuidance, exemption({ fixmedinsCode: HOSPITAL })];
    expect(reasonsFor('EXEMPTION_GRANTED', inHainan(chronic(), registry))).toEqual([
      {
        code: 'EXEMPTION_GRANTED',
        effect: 'lifts',
        role: null,
        article: 'hainan-institutions-2024 reading',
        evidence: ['exemption 免1号', '2025-01-01/2026-01-01'],
      },
    ]);
  });

  it.each([
    ['a rescue record', { rescueRecordNo: 'QJ1', medicalCategory: '14' }],
    ['the category', { medicalCategory: '13', insuranceArea: '440106' }],
    ['the flag', { emergencyFlag: '1', medicalCategory: '14' }],
  ] as const)('emergency by %s does not', (_, more) => {
    expect(answer(outpatientInHainan(more))).toBe(BARRED);
  });
});

describe('hainan-institutions-2024 from its date, 2024-11-18', () => {
  const registry = [...inGoodStanding(), institutionStatus({ status: 'guidance', from: '2024-10-01' })];
  const dated: AreaMap = new Map([
    [
      '46',
      [
        { pack: 'hainan-2022', dated: null },
        { pack, dated: { from: at('2024-11-18'), until: at('2099-01-01') } },
      ],
    ],
  ]);
  it.each([
    ['the second before', '2024-11-17 23:59:59', 1, PAID],
    ['the first second', '2024-11-18 00:00:00', 0, BARRED],
    ['the second after', '2024-11-18 00:00:01', 0, BARRED],
  ])(
    '%s (%s): the map chose it all the same; where it leads, %i note; where the map dates it, %s',
    (_, feeOccurredAt, notes, whenDated) => {
      const line = chronic(feeOccurredAt);
      expect(answer(line, registry)).toBe(BARRED);
      const leading = { line, registry, pack };
      expect(inShort(ask(leading))).toBe(BARRED);
      expect(reasonsFor('OUTSIDE_PACK_IN_FORCE', leading)).toHaveLength(notes);
      expect(shortly({ line, registry, map: dated })).toBe(whenDated);
    },
  );

  it('the note says which text and what it is', () => {
    const leading = { line: chronic('2024-11-17 23:59:59'), registry, pack };
    expect(reasonsFor('OUTSIDE_PACK_IN_FORCE', leading)).toMatchObject([
      { article: 'hainan-institutions-2024 reading', evidence: ['pack status in-force'] },
    ]);
  });
});
