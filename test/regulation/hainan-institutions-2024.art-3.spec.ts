import type { AreaMap } from '@gatekeeper/policy';
import {
  ask,
  at,
  inGoodStanding,
  inShort,
  institution,
  institutionStatus,
  OTHER_HOSPITAL,
  reasonsFor,
  recorded,
  sanction,
  setting,
  shortly,
} from './facts';
import { pack, BARRED, PAID, inGuidance, chronic, fromOutside, answer, read } from './guidance';
import { inHainan, inpatientInHainan, outpatientInHainan } from './hainan';

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
    expect(answer({ ...chronic(), fundAmount: 0n, pooledAmount: 0n })).toBe('accept ~NO_FUND_MONEY');
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
