import type { Instant } from '@gatekeeper/calendar';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import type { Asked } from './deciding';
import { answer, asked } from './deciding';
import { asInOne, writtenInTwo } from './law';
import { claim } from './lines';
import { moment, registry } from './records';

type Spanning = Extract<RegistryRecord, { readonly from: Instant; readonly until: Instant }>;

/** Kinds whose interval in two records is the interval in one. An exemption is named with its own interval. */
const KINDS = [
  'registration',
  'institution_status',
  'department_status',
  'sanction',
  'pharmacy_principal',
] as const;
const isSpanning = (record: RegistryRecord): record is Spanning =>
  (KINDS as readonly string[]).includes(record.kind);

/** Cuts each record that covers one of the moments, and that nothing corrects, into adjoining equal records. */
function split(records: readonly RegistryRecord[], cuts: readonly Instant[]): readonly RegistryRecord[] {
  const corrected = new Set(records.map(({ supersedes }) => supersedes));
  return cuts.reduce<readonly RegistryRecord[]>(
    (whole, cut, index) =>
      whole.flatMap((record): readonly RegistryRecord[] => {
        if (!isSpanning(record) || corrected.has(record.recordId)) return [record];
        if (record.from >= cut || cut >= record.until) return [record];
        return [
          { ...record, until: cut },
          { ...record, recordId: `${record.recordId}/${index}`, from: cut },
        ];
      }),
    records,
  );
}

describe('splitting an interval into adjoining equal records changes nothing', () => {
  it('in the whole answer, for registrations, statuses, sanctions and principals at once', () => {
    const splits = fc.tuple(asked(claim, registry), fc.array(moment, { minLength: 1, maxLength: 5 }));
    fc.assert(
      fc.property(splits, ([question, cuts]: [Asked, Instant[]]) => {
        expect(answer({ ...question, registry: split(question.registry, cuts) })).toEqual(answer(question));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a text written in adjoining equal parts says the same', () => {
  it('whether its values or its editions are cut, and wherever', () => {
    const written = fc.tuple(asked(claim, registry), fc.record({ editionsAt: moment, valuesAt: moment }));
    fc.assert(
      fc.property(written, ([question, cut]) => {
        const policy = question.policy.rewritten((pack) => writtenInTwo(pack, cut));
        const given = answer({ ...question, policy });
        const edition = given.edition === null ? null : asInOne(given.edition);
        expect({ ...given, edition }).toEqual(answer(question));
      }),
      { numRuns: 400 },
    );
  });
});
