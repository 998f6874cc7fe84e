import type { RegistryRecord } from '@gatekeeper/vocabulary';
import type { Question } from './facts';
import {
  ask,
  exemption,
  HOSPITAL,
  inGoodStanding,
  institution,
  institutionStatus,
  OTHER_HOSPITAL,
  registration,
  setting,
  shortly,
} from './facts';
import { inHainan, outpatientInHainan } from './hainan';

const pack = 'hainan-institutions-2024';
const PAID = 'accept ~IN_GOOD_STANDING';
const barsOf = (question: Question) => {
  const answer = ask(question);
  return answer.kind === 'hold'
    ? [answer.holdCode]
    : answer.reasons
        .filter(({ effect }) => effect === 'bars')
        .map(({ code, article }) => `${code} ${article}`);
};

describe.each([
  ['suspended', 'INSTITUTION_SUSPENDED', 'hainan-2022 art. 20 item 5'],
  ['terminated', 'INSTITUTION_TERMINATED', 'hainan-2022 art. 21 item 3'],
] as const)('hainan-institutions-2024 art. 5-3: an agreement %s', (status, code, leadingArticle) => {
  const registry: readonly RegistryRecord[] = [
    ...inGoodStanding(),
    institutionStatus({ status, until: '2025-09-10' }),
  ];

  it.each([
    ['the second before', '2025-06-09 23:59:59', PAID],
    ['the first second', '2025-06-10 00:00:00', `reject ${code}`],
    ['the last second', '2025-09-09 23:59:59', `reject ${code}`],
    ['the first second after', '2025-09-10 00:00:00', PAID],
  ])('%s (%s) → %s, with the measures on doctors and without', (_, feeOccurredAt, expected) => {
    const line = outpatientInHainan({ feeOccurredAt });
    expect(shortly(inHainan(line, registry))).toBe(expected);
    expect(shortly({ line, registry, pack })).toBe(expected);
  });

  it('is cited where this text leads; where another that knows it does, that one is, once', () => {
    const line = outpatientInHainan();
    expect(barsOf({ line, registry, pack })).toEqual([`${code} ${pack} art. 5-3`]);
    expect(barsOf(inHainan(line, registry))).toEqual([`${code} ${leadingArticle}`]);
  });

  it('is added where the leading text does not know it', () => {
    const values = setting('hainan-2022', { institutionStatuses: '' });
    expect(barsOf({ ...inHainan(outpatientInHainan(), registry), values })).toEqual([
      `${code} ${pack} art. 5-3`,
    ]);
  });

  it('is lifted by no emergency and no exemption', () => {
    const exempted = [...registry, exemption({ fixmedinsCode: HOSPITAL })];
    expect(shortly(inHainan(outpatientInHainan({ medicalCategory: '13' }), exempted))).toBe(`reject ${code}`);
  });

  it('leaves its doctors their other sites', () => {
    const elsewhere = [
      ...registry,
      institution(OTHER_HOSPITAL),
      registration({ fixmedinsCode: OTHER_HOSPITAL, mainSite: false, committed: null }),
    ];
    expect(shortly(inHainan(outpatientInHainan({ fixmedinsCode: OTHER_HOSPITAL }), elsewhere))).toBe(PAID);
  });
});

describe('hainan-institutions-2024 art. 5-3: suspended, then terminated', () => {
  const registry = [
    ...inGoodStanding(),
    institutionStatus({ until: '2025-07-10' }),
    institutionStatus({ status: 'terminated', documentNo: '机构2号', from: '2025-07-10' }),
  ];
  it.each([
    ['2025-07-09 23:59:59', 'reject INSTITUTION_SUSPENDED'],
    ['2025-07-10 00:00:00', 'reject INSTITUTION_TERMINATED'],
  ])('%s → %s', (feeOccurredAt, expected) => {
    expect(shortly(inHainan(outpatientInHainan({ feeOccurredAt }), registry))).toBe(expected);
  });
});
