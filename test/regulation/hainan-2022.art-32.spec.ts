import { HAINAN_2022 } from '@gatekeeper/policy';
import { inGoodStanding, outpatient, reasonsFor, sanction, shortly } from './facts';
import { inHainan, outpatientInHainan } from './hainan';

const pack = 'hainan-2022';
const NOTE = [
  {
    code: 'OUTSIDE_PACK_IN_FORCE',
    effect: 'notes',
    role: null,
    article: 'hainan-2022 art. 32',
    evidence: ['pack status draft'],
  },
];

describe('hainan-2022 art. 32: the day of coming into force is left blank, so it never was law', () => {
  it.each(['2021-12-31', '2022-01-01', '2022-12-31', '2025-03-31', '2025-04-01', '2025-12-31'])(
    'a fee of %s is decided by it all the same, and says so',
    (day) => {
      const question = {
        line: outpatient({ feeOccurredAt: `${day} 10:00:00` }),
        registry: inGoodStanding(),
        pack,
      };
      expect(shortly(question)).toBe('accept ~IN_GOOD_STANDING');
      expect(reasonsFor('OUTSIDE_PACK_IN_FORCE', question)).toEqual(NOTE);
    },
  );

  it.each([
    ['refused', outpatient(), 'reject CLINICIAN_SUSPENDED'],
    [
      'lifted by emergency',
      outpatient({ medicalCategory: '13' }),
      'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT',
    ],
    ['without fund money', outpatient({ fundAmount: 0n, pooledAmount: 0n }), 'accept ~NO_FUND_MONEY'],
  ])('%s: noted too', (_, line, expected) => {
    const question = { line, registry: [...inGoodStanding(), sanction()], pack };
    expect(shortly(question)).toBe(expected);
    expect(reasonsFor('OUTSIDE_PACK_IN_FORCE', question)).toEqual(NOTE);
  });

  it('under the area map that ships, too, though the notice beside it is in force', () => {
    expect(reasonsFor('OUTSIDE_PACK_IN_FORCE', inHainan(outpatientInHainan(), inGoodStanding()))).toEqual(
      NOTE,
    );
  });

  it('is a draft, replaced by the rules that carry out the national scheme from 2025-04-01', () => {
    expect(HAINAN_2022).toMatchObject({
      status: 'draft',
      inForce: null,
      superseded: { from: '2025-04-01' },
    });
  });
});

describe('hainan-2022: the remaining reasons cite what they rest on', () => {
  it.each([
    ['CODE_MISSING', 'reading', outpatient({ orderingCode: null }), inGoodStanding()],
    ['CODE_INVALID', 'art. 2', outpatient({ orderingCode: '10086' }), inGoodStanding()],
    ['NO_FUND_MONEY', 'art. 22 para. 2', outpatient({ fundAmount: 0n, pooledAmount: 0n }), []],
  ] as const)('%s: %s', (code, article, line, registry) => {
    expect(reasonsFor(code, { line, registry, pack }).map((reason) => reason.article)).toEqual([
      `hainan-2022 ${article}`,
    ]);
  });
});
