import { LOSS_CAUSES } from '@gatekeeper/vocabulary';
import type { LossCase, SanctionSteps } from './loss-bearing';
import { holds, lossArticle, LOSS_CASES, LOSS_TEXTS, lossCaseOf } from './loss-bearing';
import { PACKS } from './packs/all';

const EVERY_WAY: readonly SanctionSteps[] = (['by_fee', 'after_fee'] as const).flatMap((decided) =>
  (['by_fee', 'after_fee', 'not_on_file'] as const).flatMap((issued) =>
    (['by_fee', 'after_fee', 'not_on_file'] as const).flatMap((delivered) =>
      (['by_fee', 'after_fee', 'not_on_file'] as const).flatMap((maintained) =>
        (['by_fee', 'after_fee'] as const).flatMap((recorded) =>
          (['institution', 'agency'] as const).map((maintainer) => ({
            ...{ decided, issued, delivered, maintained, recorded, maintainer },
          })),
        ),
      ),
    ),
  ),
);

describe('who bears what is recovered: the table of cases', () => {
  const applying = (steps: SanctionSteps): readonly LossCase[] =>
    LOSS_CASES.filter(({ when }) => when !== 'no_sanction' && holds(when, steps));

  it('has exactly one for each way that a sanction can have come', () => {
    expect(EVERY_WAY).toHaveLength(216);
    expect(EVERY_WAY.filter((steps) => applying(steps).length !== 1)).toEqual([]);
    for (const steps of EVERY_WAY) expect(lossCaseOf(steps)).toBe(applying(steps)[0]);
  });

  it('has one for what rests on no notice, and the institution bears it', () => {
    const without = LOSS_CASES.filter(({ when }) => when === 'no_sanction');
    expect(without).toEqual([lossCaseOf(null)]);
    expect(lossCaseOf(null)).toMatchObject({ cause: 'NO_NOTICE_INVOLVED', who: 'institution' });
  });

  it('burdens the institution exactly where the notice was not delivered after the fee (CONTRACT 7, Liable)', () => {
    for (const steps of EVERY_WAY)
      expect(lossCaseOf(steps).who === 'institution').toBe(steps.delivered !== 'after_fee');
  });

  it('has each cause once, each comes about, and each has words in both languages', () => {
    expect(LOSS_CASES.map(({ cause }) => cause)).toEqual([...LOSS_CAUSES]);
    const reached = new Set([null, ...EVERY_WAY].map((steps) => lossCaseOf(steps).cause));
    expect([...reached].sort()).toEqual([...LOSS_CAUSES].sort());
    for (const cause of LOSS_CAUSES) {
      expect(LOSS_TEXTS[cause].zh).toMatch(/[。：；，\p{Script=Han}]/u);
      expect(LOSS_TEXTS[cause].en).toMatch(/^[A-Z]/);
    }
  });

  it('says in its words that it is a reading exactly where no text is cited', () => {
    for (const { cause, citations } of LOSS_CASES) {
      expect(LOSS_TEXTS[cause].en.includes('(a reading)')).toBe(citations.length === 0);
      expect(LOSS_TEXTS[cause].zh.includes('（本系统的理解）')).toBe(citations.length === 0);
    }
  });

  it.each([
    ['guangdong-2025', 'MAINTAINED_LATE', 'guangdong-2025 art. 39'],
    ['guangdong-2025', 'NOT_MAINTAINED', 'guangdong-2025 art. 39'],
    ['guangdong-2025', 'RECORDED_LATE', 'guangdong-2025 art. 38 para. 1'],
    ['guangdong-2025', 'PAID_THOUGH_RECORDED', 'guangdong-2025 art. 41'],
    ['guangdong-2025', 'NOT_ISSUED_YET', 'guangdong-2025 reading'],
    ['national-2024', 'MAINTAINED_LATE', 'national-2024 art. 46'],
    ['national-2024', 'CLAIMED_BEFORE_MAINTAINED', 'national-2024 art. 45'],
    ['national-2024', 'PAID_THOUGH_RECORDED', 'national-2024 art. 48'],
    ['national-2024', 'DELIVERY_NOT_ON_FILE', 'national-2024 reading'],
    // What they leave unsaid is their parent's.
    ['hainan-2022', 'MAINTAINED_LATE', 'national-2024 art. 46'],
    ['hainan-2022', 'NOT_DECIDED_YET', 'hainan-2022 reading'],
    ['linfen', 'RECORDED_LATE', 'national-2024 art. 45'],
    ['nhsa-2018', 'NO_NOTICE_INVOLVED', 'nhsa-2018 reading'],
  ] as const)('%s, %s: %s', (name, cause, article) => {
    const edition = PACKS.find((pack) => pack.name === name)?.editions[0];
    const row = LOSS_CASES.find((one) => one.cause === cause);
    if (edition === undefined || row === undefined) throw new Error('no such pack or cause');
    expect(lossArticle(row, name, edition)).toBe(article);
  });
});
