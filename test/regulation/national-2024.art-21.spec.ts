import { clinician, institution, outpatient, reasonsFor, registration, setting, shortly } from './facts';

const pack = 'national-2024';
const committedOn = (committed: string | null) => [institution(), clinician(), registration({ committed })];

describe('national-2024 art. 21: without a commitment at the site no service on the fund', () => {
  it.each([
    ['none', null, 'reject COMMITMENT_MISSING'],
    ['made the day before', '2025-06-14', 'accept ~IN_GOOD_STANDING'],
    ['made on the day', '2025-06-15', 'accept ~IN_GOOD_STANDING'],
    ['made the day after', '2025-06-16', 'reject COMMITMENT_MISSING'],
  ])('a fee of 2025-06-15, a commitment %s → %s', (_, committed, expected) => {
    expect(shortly({ line: outpatient(), registry: committedOn(committed), pack })).toBe(expected);
  });

  it('is cited', () => {
    expect(
      reasonsFor('COMMITMENT_MISSING', { line: outpatient(), registry: committedOn(null), pack }),
    ).toMatchObject([{ article: 'national-2024 art. 21', role: 'ordering' }]);
  });

  it('read the other way, none is asked for', () => {
    const values = setting(pack, { commitmentRequired: 'false' });
    expect(shortly({ line: outpatient(), registry: committedOn(null), pack, values })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
  });
});
