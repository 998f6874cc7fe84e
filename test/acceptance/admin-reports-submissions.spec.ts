/** That monthly reports on handling were sent, in time or late, and which are owed (hainan-2022 art. 31; guangdong-2025 art. 33). */
import { instantOf, parseTime } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { Process } from './admin-process';
import { openProcess } from './admin-process';
import { doctorAt } from './admin-process-institutions';

const HAIKOU = 'H46010000001';

const institution = (code: string, admdvs: string) => ({
  kind: 'institution',
  ...{
    record_id: code,
    recorded_at: '2025-01-01 00:00:00',
    fixmedins_code: code,
    name: '医院',
    type: 'hospital',
  },
  admdvs,
});
const RECORDS = [
  institution(HAIKOU, '460100'),
  institution('H46020000001', '460200'),
  institution('H44010000001', '440100'),
  ...doctorAt('D460100000001', HAIKOU),
];

interface Report {
  readonly known_at: string;
  readonly figures_hash: string;
}

describeWith(['postgres'], 'that a report on handling was sent', () => {
  let process: Process;
  let people: Awaited<ReturnType<typeof everybody>>;

  const everybody = async () => ({
    scorer: await process.person('scorer', { areas: ['46', '44'] }),
    reviewer: await process.person('reviewer', { areas: ['46', '44'] }),
    department: await process.person('admin_department', { areas: ['46', '44'] }),
  });
  /** Sessions of before are over by then. */
  const at = async (moment: Instant): Promise<void> => {
    process.admin.clock.at = moment;
    people = await everybody();
  };

  beforeAll(async () => {
    process = await openProcess('reports-submissions', RECORDS, []);
    await at(parseTime('2026-03-02 09:00:00')!.instant);
    await process.open('sanction-cases', people.scorer, {
      ...{ fixmedins_code: HAIKOU, clinician_code: 'D460100000001', violation: '超量开药', findings: [] },
      ...{ occasion: 'agreement_handling', occasion_on: '2026-03-02', decided_at: '2026-03-02 09:00:00' },
    });
    await at(parseTime('2026-04-12 09:00:00')!.instant);
  });
  afterAll(() => process.close());

  const read = async (area: string, knownAt: string | null): Promise<Report> => {
    const known = knownAt === null ? '' : `&known_at=${encodeURIComponent(knownAt)}`;
    const path = `/v1/reports/handling?area=${area}&month=2026-03${known}`;
    return (await process.admin.ask('get', path, people.department.token)).body as Report;
  };
  const submit = async (
    area: string,
    body: object = {},
    {
      who = people.reviewer,
      knownAt = '2026-04-04 09:00:00',
    }: { readonly who?: Somebody; readonly knownAt?: string | null } = {},
  ) => {
    const { figures_hash, known_at } = await read(area, knownAt);
    return process.admin.ask('post', '/v1/reports/handling/submissions', who.token, {
      ...{ area, month: '2026-03', known_at, figures_hash },
      ...body,
    });
  };
  const list = async (area: string) => {
    const path = `/v1/reports/handling/submissions?area=${area}`;
    return (await process.admin.ask('get', path, people.department.token)).body as {
      readonly items: readonly object[];
      readonly owed: readonly object[];
    };
  };

  it('before, the months that are over are owed, each by its day', async () => {
    expect(await list('4601')).toEqual({
      items: [],
      next: null,
      owed: [
        {
          ...{ month: '2026-03', pack: 'hainan-2022', edition: expect.any(String), due_on: '2026-04-05' },
          ...{ article: 'hainan-2022 art. 31', text_zh: expect.any(String), overdue: true },
          text_en: 'Due by 2026-04-05, that day included',
        },
      ],
    });
    expect((await list('46')).owed).toMatchObject([{ due_on: '2026-04-10' }]);
    expect((await list('4401')).owed).toEqual([]);
  });

  it.each([
    ['4601', '2026-04-04', 'in_time', '2026-04-05'],
    // 5 April 2026 is a Sunday: a day of the month is not moved.
    ['460100', '2026-04-05', 'in_time', '2026-04-05'],
    ['4602', '2026-04-06', 'late', '2026-04-05'],
    ['46', '2026-04-10', 'in_time', '2026-04-10'],
    ['44', '2026-04-12', 'no_limit', null],
  ])('of %s on %s is %s', async (area, sent_on, timeliness, due_on) => {
    const { status, body } = await submit(area, { sent_on });
    expect([status, body]).toMatchObject([
      201,
      { area, month: '2026-03', sent_on, due_on, timeliness, recorded_at: '2026-04-12T09:00:00+08:00' },
    ]);
  });

  it('is listed with those of the areas below, and no longer owed', async () => {
    const { items, owed } = await list('46');
    expect(items).toMatchObject([
      { area: '46' },
      { area: '4601' },
      { area: '460100' },
      { area: '4602', recorded_by: people.reviewer.userId },
    ]);
    expect(owed).toEqual([]);
    expect((await list('460200')).owed).toMatchObject([{ month: '2026-03', overdue: true }]);
  });

  it.each([
    ['recorded-before', {}],
    ['month-not-over', { month: '2026-04' }],
    ['month-not-over', { known_at: '2026-03-31 23:59:59' }],
    ['not-known-yet', { known_at: '2099-12-31' }],
    ['day-impossible', { sent_on: '2026-03-31' }],
    // The figures were drawn on the 4th: they cannot have been sent before.
    ['day-impossible', { sent_on: '2026-04-03' }],
    ['day-impossible', { sent_on: '2026-04-13' }],
    ['other-figures', { figures_hash: `sha256:${'0'.repeat(64)}` }],
  ])('is refused as %s for %j', async (name, body) => {
    expect((await submit('4601', body)).body).toMatchObject({
      status: 409,
      type: expect.stringContaining(name),
    });
  });

  it('is recorded for good, with an entry in the audit log', async () => {
    await expect(process.admin.rows('UPDATE handling_submission SET sent_on = due_on')).rejects.toThrow(
      'append-only',
    );
    const entries = await process.admin.rows<{ entry: object }>(
      `SELECT entry FROM audit_entry WHERE entry ->> 'action' = 'handling_report.sent' AND entry ->> 'subject' = '46 2026-03'`,
    );
    expect(entries).toMatchObject([
      {
        entry: { actor: people.reviewer.userId, details: { sent_on: '2026-04-10', timeliness: 'in_time' } },
      },
    ]);
  });

  it('is recorded by a reviewer of the area alone', async () => {
    expect((await submit('4601', {}, { who: people.scorer })).status).toBe(403);
    const elsewhere = await process.person('reviewer', { areas: ['4602'] });
    expect((await submit('4601', {}, { who: elsewhere })).status).toBe(403);
  });

  it('as it was read, without naming when it was known', async () => {
    await at(instantOf(Date.now()));
    const { status, body } = await submit('460200', {}, { knownAt: null });
    expect([status, body]).toMatchObject([201, { area: '460200', month: '2026-03', timeliness: 'late' }]);
  });
});
