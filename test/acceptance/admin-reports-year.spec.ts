/** An institution's year (hainan-2022 art. 30) and title reviews (art. 29), with a text that regulates neither beside it. */
import { parseTime } from '@gatekeeper/calendar';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { Process } from './admin-process';
import { openProcess } from './admin-process';

const HOSPITAL = 'H46010000001';
const LATE_HOSPITAL = 'H46010000002';
const SMALL = 'H46010000003';
const GUANGZHOU = 'H44010000001';

const head = (recordId: string) => ({ record_id: recordId, recorded_at: '2024-01-01 00:00:00' });
const institution = (code: string, name: string, admdvs: string) => ({
  kind: 'institution',
  ...head(code),
  ...{ fixmedins_code: code, name, type: 'hospital', admdvs },
});
/** A code of one of the hospital's doctors. */
const doctorOf = (site: string, number: number): string =>
  `D${site.slice(1, 7)}${site.slice(-1)}${String(number).padStart(5, '0')}`;
const person = (code: string, site: string, category = 'doctor') => [
  { kind: 'clinician', ...head(code), code, name: `姓名${code.slice(-1)}`, category },
  {
    kind: 'registration',
    ...head(`${code}@${site}`),
    ...{ code, fixmedins_code: site, main_site: true, from: '2024-01-01' },
  },
];
const sanction = (documentNo: string, code: string, site: string, more: object) => ({
  kind: 'sanction',
  ...{ record_id: documentNo, recorded_at: '2025-03-01 00:00:00', document_no: documentNo, code },
  ...{ status: 'suspended', scope: 'person', fixmedins_code: site, cause: 'points' },
  ...{ decided_at: '2025-02-20 09:00:00', from: '2025-03-01', last_day: '2025-05-31' },
  ...more,
});
const deregistered = (code: string, from: string) => ({
  kind: 'deregistration',
  ...head(`${code} left`),
  ...{ code, fixmedins_code: HOSPITAL, reason: 'left', from },
});

/** Of 5 doctors of the year one left in it; 1 nurse, and 1 doctor who left before it. */
const RECORDS = [
  institution(HOSPITAL, '海口一院', '460100'),
  institution(LATE_HOSPITAL, '海口二院', '460100'),
  institution(SMALL, '海口三院', '460100'),
  institution(GUANGZHOU, '广州一院', '440100'),
  ...[1, 2, 3, 4, 5, 6].flatMap((number) => person(doctorOf(HOSPITAL, number), HOSPITAL)),
  ...person(doctorOf(HOSPITAL, 7), HOSPITAL, 'nurse'),
  deregistered(doctorOf(HOSPITAL, 5), '2025-06-01'),
  deregistered(doctorOf(HOSPITAL, 6), '2024-12-31'),
  ...[1, 2, 3, 4].flatMap((number) => person(doctorOf(SMALL, number), SMALL)),
  ...person(doctorOf(LATE_HOSPITAL, 1), LATE_HOSPITAL),
  ...person(doctorOf(GUANGZHOU, 1), GUANGZHOU),
  sanction('一号', doctorOf(HOSPITAL, 1), HOSPITAL, {}),
  // Six months to the day.
  sanction('二号', doctorOf(SMALL, 1), SMALL, { from: '2025-03-01', last_day: '2025-08-31' }),
  // A day short of them.
  sanction('三号', doctorOf(SMALL, 2), LATE_HOSPITAL, {
    ...{ scope: 'site', cause: 'institution', from: '2025-03-01', last_day: '2025-08-30' },
  }),
  sanction('四号', doctorOf(SMALL, 3), SMALL, { status: 'terminated', last_day: '2026-02-28' }),
  // Decided in 2024, and running in 2025 as well.
  sanction('五号', doctorOf(HOSPITAL, 5), HOSPITAL, {
    ...{ decided_at: '2024-11-01', from: '2024-11-01', last_day: '2025-10-31' },
  }),
  sanction('六号', doctorOf(SMALL, 4), SMALL, { last_day: '2026-02-28' }),
  {
    kind: 'annulment',
    ...{ record_id: 'a6', recorded_at: '2025-04-01', document_no: '六号', code: doctorOf(SMALL, 4) },
    decided_at: '2025-04-01 09:00:00',
  },
  sanction('七号', doctorOf(GUANGZHOU, 1), GUANGZHOU, { last_day: '2026-02-28' }),
];

interface YearTold {
  readonly staff_counted: number;
  readonly suspended_counted: number;
  readonly may_be_rated_excellent: boolean | null;
  readonly barred_by: readonly string[];
  readonly [figure: string]: unknown;
}

describeWith(['postgres'], 'what a year means for an institution', () => {
  let process: Process;
  let department: Somebody;

  const at = async (written: string): Promise<void> => {
    process.admin.clock.at = parseTime(written)!.instant;
    department = await process.person('admin_department', { areas: ['46', '44'] });
  };
  beforeAll(async () => {
    process = await openProcess('reports-year', RECORDS, [{ area: '46', prefix: '琼医保支付' }]);
    await at('2026-03-02 09:00:00');
  });
  afterAll(() => process.close());

  const ask = (path: string, who = department) =>
    process.admin.ask('get', `/v1/institutions/${path}`, who.token);
  const yearOf = async (site: string, year: number, query = ''): Promise<YearTold> => {
    const answer = await ask(`${site}/assessment-years/${year}${query}`);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body as YearTold;
  };
  const barredOf = async (site: string, year: number) => {
    const { body } = await ask(`${site}/title-review/${year}`);
    return body as {
      readonly barred: readonly { readonly code: string; readonly measures: readonly object[] }[];
    };
  };

  describe('hainan-2022 art. 30 (2): the share of doctors suspended reaches 25 %', () => {
    it.each([
      // 2 of 5 doctors: the nurse and who left before count neither above nor below.
      [HOSPITAL, 2025, 5, 2, false],
      // Suspended at another site of its own: it does not reach this one. Terminated and annulled are none. 1 of 4 is 25 %.
      [SMALL, 2025, 4, 1, false],
      [LATE_HOSPITAL, 2025, 1, 0, true],
      // Only who left in 2025 was suspended in 2024: 1 of 6.
      [HOSPITAL, 2024, 6, 1, true],
      [HOSPITAL, 2026, 4, 0, true],
    ])('%s in %s: of %s doctors %s', async (site, year, staff_counted, suspended_counted, excellent) => {
      expect(await yearOf(site, year)).toMatchObject({
        ...{ fixmedins_code: site, year, year_over: year < 2026, pack: 'hainan-2022', ratio_percent: 25 },
        ...{ article: 'hainan-2022 art. 30', staff_counted, suspended_counted },
        ...{ may_be_rated_excellent: excellent, barred_by: excellent ? [] : ['suspended_share'] },
      });
    });

    it('is told as it was known: before the suspension was on file, nobody', async () => {
      expect(await yearOf(SMALL, 2025, '?known_at=2025-02-28')).toMatchObject({ suspended_counted: 0 });
    });
  });

  describe('hainan-2022 art. 30 (1): a finding of its own reported after 5 working days', () => {
    const found = async (site: string, found_on: string): Promise<void> => {
      const office = await process.person('institution_office', { institutions: [site] });
      await process.open('sanction-cases', office, {
        ...{ fixmedins_code: site, clinician_code: doctorOf(site, 1), occasion: 'agreement_handling' },
        ...{ occasion_on: '2026-03-09', decided_at: '2026-03-09', found_on, violation: '超量开药' },
        findings: [],
      });
    };

    it.each([
      // From Monday 2 March, five working days end with Monday 9 March.
      [
        '2026-03-09 23:59:59',
        '2026-03-02',
        { findings_reported_in_time: 1, findings_reported_late: 0 },
        true,
      ],
      ['2026-03-10 00:00:00', '2026/3/2', { findings_reported_in_time: 1, findings_reported_late: 1 }, false],
    ])('reported at %s what was found on %s', async (reported, foundOn, expected, excellent) => {
      await at(reported);
      await found(LATE_HOSPITAL, foundOn);
      expect(await yearOf(LATE_HOSPITAL, 2026)).toMatchObject({
        ...{ ...expected, may_be_rated_excellent: excellent, year_over: false },
        barred_by: excellent ? [] : ['finding_reported_late'],
      });
    });

    it('what was found in another year bears on that one', async () => {
      expect(await yearOf(LATE_HOSPITAL, 2025)).toMatchObject({ findings_reported_late: 0 });
    });
  });

  it('guangdong-2025 sets no ratio, and the answer says so', async () => {
    expect(await yearOf(GUANGZHOU, 2025)).toMatchObject({
      ...{ pack: 'guangdong-2025', ratio_percent: null, may_be_rated_excellent: null, barred_by: [] },
      text_en: 'The text sets no ratio of suspended persons and bars no rating by it',
    });
    expect(await barredOf(GUANGZHOU, 2025)).toMatchObject({ bar_months: null, barred: [] });
  });

  describe('hainan-2022 art. 29: suspended for 6 months or longer, or terminated, in the year of the decision', () => {
    it.each([
      [SMALL, 2025, [doctorOf(SMALL, 1), doctorOf(SMALL, 3)]],
      [SMALL, 2026, []],
      [HOSPITAL, 2024, [doctorOf(HOSPITAL, 5)]],
      [HOSPITAL, 2025, []],
    ])('%s in %s', async (site, year, codes) => {
      const told = await barredOf(site, year);
      expect(told).toMatchObject({ bar_months: 6, article: 'hainan-2022 art. 29' });
      expect(told.barred.map(({ code }) => code)).toEqual(codes);
    });

    it('names the measure, as it was decided', async () => {
      const { barred } = await barredOf(SMALL, 2025);
      expect(barred[0]).toEqual({
        ...{ code: doctorOf(SMALL, 1), name: '姓名1' },
        measures: [
          {
            ...{ document_no: '二号', status: 'suspended', decided_at: '2025-02-20T09:00:00+08:00' },
            ...{ from: '2025-03-01', last_day: '2025-08-31' },
          },
        ],
      });
    });

    it.each([
      [doctorOf(SMALL, 1), { year: 2025, barred: true, article: 'hainan-2022 art. 29' }],
      [doctorOf(SMALL, 2), { year: 2025, barred: false, article: 'hainan-2022 art. 29' }],
      [doctorOf(HOSPITAL, 7), null],
      [doctorOf(GUANGZHOU, 1), null],
    ])('the file of %s says so', async (code, title_review) => {
      const answer = await process.admin.ask(
        'get',
        `/v1/clinicians/${code}/file?effective_at=2025-12-31`,
        department.token,
      );
      expect(answer.body).toMatchObject({ title_review });
    });

    it('clinicians see it of themselves for the year that runs', async () => {
      const doctor = await process.person('clinician', { code: doctorOf(SMALL, 1) });
      const { body } = await process.admin.ask('get', '/v1/me/clinician', doctor.token);
      expect(body).toMatchObject({ title_review: { year: 2026, barred: false } });
    });
  });

  it('hainan-2022 art. 29: the public list of an institution is of those registered there, with their status', async () => {
    const { body } = await process.admin.ask('get', `/v1/public/institutions/${HOSPITAL}/clinicians`);
    const { items } = body as {
      readonly items: readonly { readonly code: string; readonly status: string }[];
    };
    expect(items.map(({ code, status }) => [code, status])).toEqual(
      [1, 2, 3, 4, 7].map((number) => [doctorOf(HOSPITAL, number), 'normal']),
    );
  });

  it('an office reads its own institution alone; a year to come, an unknown institution and no year are refused', async () => {
    const office = await process.person('institution_office', { institutions: [HOSPITAL] });
    expect((await ask(`${HOSPITAL}/assessment-years/2025`, office)).status).toBe(200);
    expect((await ask(`${SMALL}/assessment-years/2025`, office)).status).toBe(403);
    expect((await ask(`${HOSPITAL}/title-review/2027`)).body).toMatchObject({
      status: 409,
      type: expect.stringContaining('year-to-come'),
    });
    const province = await process.person('admin_department', { areas: [''] });
    expect((await ask('H99999999999/assessment-years/2025', province)).status).toBe(404);
    expect((await ask(`${HOSPITAL}/assessment-years/twenty`)).status).toBe(422);
  });
});
