import type { RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import {
  DOCTOR,
  exemption,
  HOSPITAL,
  inGoodStanding,
  institution,
  institutionStatus,
  clinician,
  registration,
  sanction,
} from './facts';
import { BARRED, PAID, guidance, inGuidance, answer, read } from './guidance';
import { outpatientInHainan } from './hainan';

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
    [
      'without fund money',
      unknown({ fundAmount: 0n, pooledAmount: 0n }),
      inGuidance,
      'accept ~NO_FUND_MONEY',
    ],
  ])('%s', (_, line, registry, expected) => {
    expect(answer(line, registry)).toBe(expected);
  });

  it('not where chronic care is read to be open', () => {
    expect(read({ guidanceBlocks: 'cross_province' }, unknown())).toBe(PAID);
    expect(read({ guidanceExceptsCenters: 'cross_province' }, unknown(), [...center, guidance])).toBe(HELD);
  });
});
