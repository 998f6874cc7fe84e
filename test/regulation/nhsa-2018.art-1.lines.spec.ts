import { inGoodStanding, institutionStatus, outpatient, reasonsFor, setting, shortly } from './facts';

const pack = 'nhsa-2018';
const everywhere = (...packs: string[]) =>
  new Map([['', packs.map((name) => ({ pack: name, dated: null }))]]);
const terminated = [...inGoodStanding(), institutionStatus({ status: 'terminated', until: '2025-09-10' })];

describe('nhsa-2018 art. 1: an institution whose agreement was terminated may not claim', () => {
  it.each([
    ['the second before', '2025-06-09 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the first second', '2025-06-10 00:00:00', 'reject INSTITUTION_TERMINATED'],
    ['the last second', '2025-09-09 23:59:59', 'reject INSTITUTION_TERMINATED'],
    ['the second after', '2025-09-10 00:00:00', 'accept ~IN_GOOD_STANDING'],
  ])('from 2025-06-10 until 2025-09-10, %s (%s) → %s', (_, feeOccurredAt, expected) => {
    expect(shortly({ line: outpatient({ feeOccurredAt }), registry: terminated, pack })).toBe(expected);
  });

  it('is its own article where it leads, and the leading text’s where it does not', () => {
    const question = { line: outpatient(), registry: terminated };
    const cited = (map: ReturnType<typeof everywhere>) =>
      reasonsFor('INSTITUTION_TERMINATED', { ...question, map }).map(({ article }) => article);
    expect(cited(everywhere(pack))).toEqual(['nhsa-2018 art. 1']);
    expect(cited(everywhere('guangdong-2025', pack))).toEqual(['guangdong-2025 art. 8']);
  });

  it('bars also where the leading text is told not to know terminated institutions', () => {
    const values = setting('guangdong-2025', { institutionStatuses: 'suspended' });
    const question = { line: outpatient(), registry: terminated, values };
    expect(shortly({ ...question, map: everywhere('guangdong-2025') })).toBe('accept ~IN_GOOD_STANDING');
    expect(shortly({ ...question, map: everywhere('guangdong-2025', pack) })).toBe(
      'reject INSTITUTION_TERMINATED',
    );
  });
});
