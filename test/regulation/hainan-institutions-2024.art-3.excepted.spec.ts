import {
  DOCTOR,
  exemption,
  HOSPITAL,
  inGoodStanding,
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
} from './facts';
import { pack, BARRED, PAID, guidance, inGuidance, chronic, fromOutside, answer, read } from './guidance';
import { inHainan, outpatientInHainan, pharmacyInHainan } from './hainan';

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
