import type { SettlementLine } from '@gatekeeper/vocabulary';
import {
  clinician,
  DOCTOR,
  inGoodStanding,
  institution,
  outpatient,
  reasonsFor,
  registration,
  sanction,
  setting,
  shortly,
} from './facts';

const orderedBy = (orderingCode: string | null): SettlementLine => outpatient({ orderingCode });

describe('guangdong-2025 art. 12 and 38 para. 2: every line carries the code of a registered person', () => {
  it.each([
    ['absent', null, 'CODE_MISSING'],
    ['a slash', '/', 'CODE_MISSING'],
    ['a full-width slash', '／', 'CODE_MISSING'],
    ['a dash', '-', 'CODE_MISSING'],
    ['the placeholder 009999', '009999', 'CODE_MISSING'],
    ['unknown, in Chinese', '未知', 'CODE_MISSING'],
    ['none, in Chinese', '无', 'CODE_MISSING'],
    ['NULL', 'NULL', 'CODE_MISSING'],
    ['null in small letters', 'null', 'CODE_MISSING'],
    ['one zero', '0', 'CODE_MISSING'],
    ['thirteen zeros', '0000000000000', 'CODE_MISSING'],
    ['only nines', '999', 'CODE_MISSING'],
    ['full-width nines', '９９９', 'CODE_MISSING'],
    ['zeros and nines', '0099', 'CODE_INVALID'],
    ['a local job number', '10086', 'CODE_INVALID'],
    ['a physician code one digit short', 'D44010600000', 'CODE_INVALID'],
    ['a physician code one digit long', 'D4401060000010', 'CODE_INVALID'],
    ['a physician code with a letter inside', 'D44010600000A', 'CODE_INVALID'],
    ['a pharmacist code one digit short', 'HY44010600000', 'CODE_INVALID'],
    ['a pharmacist code one digit long', 'HY4401060000031', 'CODE_INVALID'],
    ['twelve digits with no letter', '440106000001', 'CODE_INVALID'],
    ['another letter before twelve digits', 'P440106000001', 'CODE_INVALID'],
    ['H alone before twelve digits', 'H440106000001', 'CODE_INVALID'],
    ['something before a national code', 'XD440106000001', 'CODE_INVALID'],
    ['a name', '系统管理员', 'CODE_INVALID'],
    ['a physician code nobody holds', 'D440106000099', 'CLINICIAN_UNKNOWN'],
    ['a nurse code nobody holds', 'N440106000099', 'CLINICIAN_UNKNOWN'],
    ['a pharmacist code nobody holds', 'HY440106000099', 'CLINICIAN_UNKNOWN'],
    ['a technician code nobody holds', 'HJ440106000099', 'CLINICIAN_UNKNOWN'],
    ['a physician code nobody holds, in small letters', 'd440106000099', 'CLINICIAN_UNKNOWN'],
  ])('%s (%s) → %s', (_, code, expected) => {
    expect(shortly({ line: orderedBy(code), registry: inGoodStanding() })).toBe(`reject ${expected}`);
  });

  it.each([
    ['as registered', DOCTOR],
    ['in small letters', DOCTOR.toLowerCase()],
    ['full-width', 'Ｄ４４０１０６０００００１'],
    ['between spaces', `  ${DOCTOR} `],
    ['between ideographic spaces', `\u3000${DOCTOR}\u3000`],
  ])('matches a code %s', (_, code) => {
    expect(shortly({ line: orderedBy(code), registry: inGoodStanding() })).toBe('accept ~IN_GOOD_STANDING');
  });

  it('takes a code of another shape that is registered as it stands', () => {
    const registry = [institution(), clinician('GZ-7'), registration({ code: 'GZ-7' })];
    expect(shortly({ line: orderedBy('gz-7'), registry })).toBe('accept ~IN_GOOD_STANDING');
  });

  it('knows a person by a clinician record only: a registration alone names no one', () => {
    const registry = [institution(), registration()];
    expect(shortly({ line: orderedBy(DOCTOR), registry })).toBe('reject CLINICIAN_UNKNOWN');
  });

  it('lists nothing further of a person whom no code names', () => {
    const registry = [institution(), registration({ committed: null }), sanction()];
    expect(shortly({ line: orderedBy(DOCTOR), registry })).toBe('reject CLINICIAN_UNKNOWN');
    expect(shortly({ line: orderedBy('/'), registry })).toBe('reject CODE_MISSING');
    expect(shortly({ line: orderedBy('10086'), registry })).toBe('reject CODE_INVALID');
  });

  it('never decides by a name', () => {
    const line = outpatient({ orderingName: '系统管理员' });
    expect(shortly({ line, registry: inGoodStanding() })).toBe('accept ~IN_GOOD_STANDING');
    const nameless = outpatient({ orderingCode: null, orderingName: '张三' });
    expect(shortly({ line: nameless, registry: inGoodStanding() })).toBe('reject CODE_MISSING');
  });

  it.each([
    ['CODE_MISSING', '/', 'guangdong-2025 art. 38 para. 2', ['/']],
    ['CODE_MISSING', null, 'guangdong-2025 art. 38 para. 2', []],
    ['CODE_INVALID', '10086', 'guangdong-2025 art. 12', ['10086']],
    ['CLINICIAN_UNKNOWN', 'd440106000099', 'guangdong-2025 art. 12', ['D440106000099']],
  ] as const)('%s of %s cites %s', (code, orderingCode, article, evidence) => {
    expect(reasonsFor(code, { line: orderedBy(orderingCode), registry: inGoodStanding() })).toEqual([
      { code, effect: 'bars', role: 'ordering', article, evidence },
    ]);
  });

  it('is a parameter for a missing code: read the other way, nobody is checked', () => {
    const values = setting('guangdong-2025', { onMissingCode: 'accept' });
    expect(shortly({ line: orderedBy(null), registry: inGoodStanding(), values })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
    expect(shortly({ line: orderedBy('10086'), registry: inGoodStanding(), values })).toBe(
      'reject CODE_INVALID',
    );
  });
});
