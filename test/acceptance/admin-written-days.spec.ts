/** Codes and days of bodies: a code is of somebody on file; `YYYY/M/D` is taken in and kept as `YYYY-MM-DD`; what was kept as it was written stays readable. */
import { describeWith } from '../servers/addresses';
import type { CaseTold, Process } from './admin-process';
import { openProcess } from './admin-process';
import { deadlinesTold, doctorAt, hospital, refusalOf } from './admin-process-institutions';
import { SANCTION, approved } from './admin-process-measures';
import type { Handling } from './admin-process-measures';

const HOSPITAL = 'H44010000001';
const [NEW, OLD] = ['D440100000001', 'D440100000002'] as const;

describeWith(['postgres'], 'days of bodies', () => {
  let process: Process;
  let by: Handling;

  beforeAll(async () => {
    process = await openProcess(
      'written-days',
      [
        hospital(HOSPITAL, '440100'),
        ...[NEW, OLD].flatMap((code) => doctorAt(code, HOSPITAL, { committed_on: '2025-01-01' })),
      ],
      [{ area: '44', prefix: '粤医保处' }],
    );
    by = {
      scorer: await process.person('scorer', { areas: ['4401'] }),
      reviewer: await process.person('reviewer', { areas: ['4401'] }),
      office: await process.person('institution_office', { institutions: [HOSPITAL] }),
    };
  });
  afterAll(() => process.close());

  const ordered = (code: string): Promise<CaseTold> =>
    approved(
      process,
      by,
      { fixmedinsCode: HOSPITAL, code, points: 10, situation: 'heavy', decidedOn: '2026/2/9' },
      { from: '2026/3/2', last_day: '2026/7/1' },
    );

  it('are kept as YYYY-MM-DD in the case and in its events', async () => {
    const file = await ordered(NEW);
    const issued = await process.step(SANCTION, file, 'issue', by.scorer, {
      issued_on: '2026/2/9',
      delivery_form: 'platform',
    });
    expect(issued.data).toMatchObject({
      occasion_on: '2026-02-09',
      proposed: { from: '2026-03-02', last_day: '2026-07-01' },
      issued_on: '2026-02-09',
    });
    const inputs = await process.admin.rows(
      `SELECT input ->> 'issued_on' AS day FROM case_event WHERE case_id = $1 AND event = 'issue'`,
      [file.case_id],
    );
    expect(inputs).toEqual([{ day: '2026-02-09' }]);
  });

  it.each([
    ['that is not on file', 'D440100000009', 404, /not-on-file/],
    ['with a character that nobody sees', `${NEW}\u200B`, 422, /U\+200B, an invisible character/],
    ['in exponent form', '4.401E+11', 422, /exponent form/],
  ])('a case about a code %s is refused', async (_, code, status, named) => {
    const refused = await process.tryOpen(SANCTION, by.scorer, {
      fixmedins_code: HOSPITAL,
      clinician_code: code,
      occasion: 'penalty',
      occasion_on: '2026-02-09',
      decided_at: '2026-02-09 09:00:00',
      violation: '串换药品',
      findings: [],
    });
    expect(refused.status).toBe(status);
    expect(JSON.stringify(refused.body)).toMatch(named);
  });

  it.each(['0000-01-01', '1899-12-31', '2201-01-01', '2026-02-30'])(
    '%s is refused by its field',
    async (day) => {
      const refused = await process.tryOpen(SANCTION, by.scorer, {
        fixmedins_code: HOSPITAL,
        clinician_code: NEW,
        occasion: 'penalty',
        occasion_on: day,
        decided_at: '2026-02-09 09:00:00',
        violation: '串换药品',
        findings: [],
      });
      expect(refused).toMatchObject({
        status: 422,
        body: {
          errors: expect.arrayContaining([expect.objectContaining({ path: 'occasion_on' })]) as unknown,
        },
      });
    },
  );

  it('that were kept as they were written before are read as the days they are', async () => {
    const file = await ordered(OLD);
    const issued = await process.step(SANCTION, file, 'issue', by.scorer, {
      issued_on: '2026-02-10',
      delivery_form: 'platform',
    });
    await process.admin.rows(
      `UPDATE case_file SET data = (data::jsonb || '{"issued_on": "2026/2/10"}'::jsonb)::json WHERE case_id = $1`,
      [file.case_id],
    );
    const early = await process.tryStep(SANCTION, issued, 'deliver', by.office, {
      delivered_on: '2026-02-09',
    });
    expect(refusalOf(early)).toBe('409 delivered-before-issued');
    const delivered = await process.step(SANCTION, issued, 'deliver', by.office, {
      delivered_on: '2026-02-11',
    });
    expect(delivered.data).toMatchObject({ issued_on: '2026/2/10', delivered_on: '2026-02-11' });
    expect(deadlinesTold(await process.read(SANCTION, file.case_id, by.office))).toMatchObject({
      appeal: '2026-03-03',
    });
  });
});
