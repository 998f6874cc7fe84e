import { instantOf } from '@gatekeeper/calendar';
import type { LoadedEdition, Parameters, SanctionOnFile } from '@gatekeeper/policy';
import { GUANGDONG_2025, NATIONAL_2024 } from '@gatekeeper/policy';
import type { BarCode } from '@gatekeeper/vocabulary';
import type { BarOnLine } from './bars';
import { borneBy, liableFor } from './liability';

type Step = 'decidedAt' | 'issuedAt' | 'deliveredAt' | 'maintainedAt' | 'knownFrom';
/** The fee arose at 10; a step that is left out was taken at 5. */
const FEE = instantOf(10);

const bar = (
  steps: Readonly<Partial<Record<Step, number | null>>> | null,
  documentNo = '文1',
  code: BarCode = 'CLINICIAN_SUSPENDED',
): BarOnLine => {
  const at = (step: Step) => (steps?.[step] === null ? null : instantOf(steps?.[step] ?? 5));
  const sanction = {
    decidedAt: at('decidedAt') ?? FEE,
    issuedAt: at('issuedAt'),
    deliveredAt: at('deliveredAt'),
    maintainedAt: at('maintainedAt'),
    knownFrom: at('knownFrom') ?? FEE,
  };
  return {
    code,
    finding: { documentNo, evidence: [], sanction: steps === null ? null : (sanction as SanctionOnFile) },
  } as unknown as BarOnLine;
};

const under = (pack: typeof GUANGDONG_2025): LoadedEdition =>
  ({ pack, written: pack.editions[0] }) as unknown as LoadedEdition;

const told = (
  bars: readonly BarOnLine[],
  pack = GUANGDONG_2025,
  statusMaintainer: Parameters['statusMaintainer'] = 'institution',
) =>
  borneBy(bars, FEE, under(pack), { statusMaintainer }).map(
    ({ code, documentNo, who, because, article }) =>
      `${code} ${documentNo ?? '-'}: ${who}, ${because}, ${article}`,
  );

describe('who bears what is recovered of a fee of 10, by when each step was taken', () => {
  it.each([
    [
      'decided the moment after, reaching back',
      { decidedAt: 11, issuedAt: 12, deliveredAt: 13, maintainedAt: 14, knownFrom: 15 },
      'fund, NOT_DECIDED_YET, guangdong-2025 reading',
    ],
    [
      'decided in the moment, issued after',
      { decidedAt: 10, issuedAt: 11, deliveredAt: 12, maintainedAt: 13, knownFrom: 14 },
      'agency, NOT_ISSUED_YET, guangdong-2025 reading',
    ],
    [
      'issued in the moment, delivered after',
      { issuedAt: 10, deliveredAt: 11, maintainedAt: 12, knownFrom: 13 },
      'agency, NOT_DELIVERED_YET, guangdong-2025 reading',
    ],
    [
      'no day of issue, delivered after',
      { issuedAt: null, deliveredAt: 11 },
      'agency, NOT_DELIVERED_YET, guangdong-2025 reading',
    ],
    [
      'no day of delivery',
      { deliveredAt: null },
      'institution, DELIVERY_NOT_ON_FILE, guangdong-2025 reading',
    ],
    [
      'no day of delivery, decided after',
      { decidedAt: 11, deliveredAt: null },
      'institution, DELIVERY_NOT_ON_FILE, guangdong-2025 reading',
    ],
    [
      'delivered in the moment, maintained after',
      { deliveredAt: 10, maintainedAt: 11, knownFrom: 12 },
      'institution, MAINTAINED_LATE, guangdong-2025 art. 39',
    ],
    [
      'delivered before, never maintained',
      { maintainedAt: null },
      'institution, NOT_MAINTAINED, guangdong-2025 art. 39',
    ],
    [
      'maintained in the moment, recorded here after',
      { maintainedAt: 10, knownFrom: 11 },
      'institution, RECORDED_LATE, guangdong-2025 art. 38 para. 1',
    ],
    [
      'maintained late, recorded here in time',
      { maintainedAt: 11, knownFrom: 9 },
      'institution, MAINTAINED_LATE, guangdong-2025 art. 39',
    ],
    [
      'recorded here in the moment, and paid all the same',
      { knownFrom: 10 },
      'institution, PAID_THOUGH_RECORDED, guangdong-2025 art. 41',
    ],
  ] as const)('%s: %o', (_, steps, expected) => {
    const bars = [bar(steps)];
    expect(told(bars)).toEqual([`CLINICIAN_SUSPENDED 文1: ${expected}`]);
    expect(liableFor('claw_back', bars, FEE)).toBe(
      expected.startsWith('institution') ? 'institution' : 'none',
    );
  });

  it('under the national scheme by its own articles', () => {
    expect(told([bar({ maintainedAt: 11 })], NATIONAL_2024)).toEqual([
      'CLINICIAN_SUSPENDED 文1: institution, MAINTAINED_LATE, national-2024 art. 46',
    ]);
  });

  it('where the agency maintains, the institution for claiming what it had notice of', () => {
    expect(told([bar({ maintainedAt: 11 })], NATIONAL_2024, 'agency')).toEqual([
      'CLINICIAN_SUSPENDED 文1: institution, CLAIMED_BEFORE_MAINTAINED, national-2024 art. 45',
    ]);
  });

  it('bar by bar; the institution is liable where it bears one of them', () => {
    const bars = [bar({ deliveredAt: 11 }), bar({ maintainedAt: 12 }, '文2', 'NOT_RESTORED')];
    expect(told(bars)).toEqual([
      'CLINICIAN_SUSPENDED 文1: agency, NOT_DELIVERED_YET, guangdong-2025 reading',
      'NOT_RESTORED 文2: institution, MAINTAINED_LATE, guangdong-2025 art. 39',
    ]);
    expect(liableFor('claw_back', bars, FEE)).toBe('institution');
  });

  it('what rests on no notice is the institution’s; what is the same twice is told once', () => {
    const missing = bar(null, '', 'CODE_MISSING');
    expect(told([missing, missing, bar(null, '停1', 'INSTITUTION_SUSPENDED')])).toEqual([
      'CODE_MISSING -: institution, NO_NOTICE_INVOLVED, guangdong-2025 reading',
      'INSTITUTION_SUSPENDED 停1: institution, NO_NOTICE_INVOLVED, guangdong-2025 reading',
    ]);
  });
});
