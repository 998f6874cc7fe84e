import { ask, inGoodStanding, outpatient, sanction, setting, shortly } from './facts';

const pack = 'hainan-2022';
const registry = [...inGoodStanding(), sanction()];

describe('hainan-2022 art. 1: the fund is all of it, work injury included', () => {
  it.each([
    ['employees', '310'],
    ['residents', '390'],
    ['work injury', '410'],
    ['maternity', '510'],
  ])('insurance of %s (%s): all fund money is refused', (_, insuranceType) => {
    expect(ask({ line: outpatient({ insuranceType }), registry, pack })).toMatchObject({
      outcome: 'reject',
      refused: 8000n,
      fundScope: 'all',
    });
  });

  it.each([
    ['no fund money', 0n, 'accept ~NO_FUND_MONEY'],
    ['one fen of it', 1n, 'reject CLINICIAN_SUSPENDED'],
    ['all of the line', 10000n, 'reject CLINICIAN_SUSPENDED'],
  ])('%s → %s', (_, fundAmount, expected) => {
    expect(shortly({ line: outpatient({ fundAmount, pooledAmount: 0n }), registry, pack })).toBe(expected);
  });

  it.each([
    ['as written', 'all', 8000n],
    ['read the other way', 'pooled', 7000n],
  ] as const)('%s: %s money, refused %s', (_, fundScope, refused) => {
    const values = setting(pack, { fundScope });
    expect(ask({ line: outpatient(), registry, pack, values })).toMatchObject({ refused, fundScope });
  });
});
