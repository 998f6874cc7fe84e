import type { Decision } from '@gatekeeper/vocabulary';
import { Desk, under } from './desk';
import {
  clinician,
  COLLEAGUE,
  inGoodStanding,
  inpatient,
  outpatient,
  reasonsFor,
  registration,
  restoration,
  sanction,
  setting,
  shortly,
} from './facts';

const NOTED = 'accept ~INPATIENT_BEFORE_STATUS_CHANGE ~IN_GOOD_STANDING';
const PLAIN = 'accept ~IN_GOOD_STANDING';

describe('CONTRACT 7, Stay across a change: noted of the ordering clinician, for a change that was still to come', () => {
  const line = inpatient({ feeOccurredAt: '2025-06-09 10:00:00', settledAt: '2025-06-20 09:00:00' });
  it.each([
    ['to come', [sanction()], NOTED],
    [
      'come and gone before the stay',
      [sanction({ from: '2025-03-01', until: '2025-04-01' }), restoration('2025-04-01')],
      PLAIN,
    ],
    [
      'one gone, one to come',
      [
        sanction({ documentNo: '文0', from: '2025-03-01', until: '2025-04-01' }),
        restoration('2025-04-01', { documentNo: '文0' }),
        sanction(),
      ],
      NOTED,
    ],
    ['undone in its first moment', [sanction(), restoration('2025-06-10')], PLAIN],
  ])('%s', (_, changes, expected) => {
    expect(shortly({ line, registry: [...inGoodStanding(), ...changes] })).toBe(expected);
  });

  it('not of one who performed, checked or not', () => {
    const registry = [
      ...inGoodStanding(),
      clinician(COLLEAGUE),
      registration({ code: COLLEAGUE }),
      sanction({ code: COLLEAGUE }),
    ];
    const performed = { ...line, performingCode: COLLEAGUE };
    const values = setting('guangdong-2025', { checkedRoles: 'ordering+performing' });
    expect(shortly({ line: performed, registry, values })).toBe(PLAIN);
    expect(shortly({ line: performed, registry })).toBe(PLAIN);
  });

  it('not of a line that says no day of admission', () => {
    expect(
      shortly({ line: { ...line, admittedAt: null }, registry: [...inGoodStanding(), sanction()] }),
    ).toBe(PLAIN);
  });
});

describe('CONTRACT 7: what good standing rests on', () => {
  const restsOn = (...changes: Parameters<typeof shortly>[0]['registry'][number][]) =>
    reasonsFor('IN_GOOD_STANDING', {
      line: outpatient({ feeOccurredAt: '2025-06-15 10:00:00' }),
      registry: [...inGoodStanding(), ...changes],
    }).flatMap(({ evidence }) => evidence.slice(2));
  const served = sanction({ from: '2025-03-01', until: '2025-04-01' });
  it.each([
    ['no sanction', [], []],
    [
      'a restoration, without which a served period would bar',
      [served, restoration('2025-04-01')],
      'restored',
    ],
    ['a restoration in the very second of the fee', [served, restoration('2025-06-15 10:00:00')], 'restored'],
    ['not a sanction still to come', [sanction({ from: '2025-07-01' })], []],
    [
      'not one to come that is restored later',
      [sanction({ from: '2025-07-01' }), restoration('2025-08-01')],
      [],
    ],
  ] as const)('%s', (_, changes, expected) => {
    const found = restsOn(...changes);
    if (expected === 'restored')
      expect(found).toEqual(['document 粤医保处〔2025〕1号', expect.stringMatching(/^restored from 2025-0/)]);
    else expect(found).toEqual(expected);
  });
});

describe('CONTRACT 2, OUTSIDE_PACK_IN_FORCE: said of each line by itself, whoever was asked about before', () => {
  const codes = (decision: Decision | null) => decision?.verdict.reasons.map(({ code }) => code);
  const before = outpatient({ lineNo: 'L1', feeOccurredAt: '2024-12-31 23:59:59' });
  const since = outpatient({ lineNo: 'L2', feeOccurredAt: '2025-01-01 00:00:00' });
  it.each([
    ['before, then since', [before, since]],
    ['since, then before', [since, before]],
  ])('the text is law since 2025-01-01: a fee %s', (_, lines) => {
    const desk = new Desk(inGoodStanding(), '2025-12-31 00:00:00', under('national-2024'));
    for (const line of lines)
      expect(codes(desk.settle(line).decision)).toEqual(
        line === before ? ['IN_GOOD_STANDING', 'OUTSIDE_PACK_IN_FORCE'] : ['IN_GOOD_STANDING'],
      );
  });
});
