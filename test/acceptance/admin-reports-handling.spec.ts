/** Monthly reports on handling (hainan-2022 art. 31; guangdong-2025 art. 33): their figures on both axes. */
import { parseTime } from '@gatekeeper/calendar';
import { restoreServed } from '../../apps/admin/scheduler/served-restorations';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { CaseTold, Process } from './admin-process';
import { openProcess } from './admin-process';

const HAIKOU = 'H46010000001';
const SANYA = 'H46020000001';
const GUANGZHOU = 'H44010000001';
const DOCTOR = 'D460100000001';
const APPELLANT = 'D460200000001';
const LATECOMER = 'D440100000001';
const UNRESTORED = 'D440100000002';

const head = (recordId: string) => ({ record_id: recordId, recorded_at: '2025-01-01 00:00:00' });
const institution = (code: string, name: string, admdvs: string) => ({
  kind: 'institution',
  ...head(code),
  ...{ fixmedins_code: code, name, type: 'hospital', admdvs },
});
const doctor = (code: string, site: string) => [
  { kind: 'clinician', ...head(code), code, name: '林某', category: 'doctor' },
  {
    kind: 'registration',
    ...head(`${code}@${site}`),
    ...{ code, fixmedins_code: site, main_site: true, from: '2025-01-01', committed_on: '2025-01-01' },
  },
];
const RECORDS = [
  institution(HAIKOU, '海口一院', '460100'),
  institution(SANYA, '三亚一院', '460200'),
  institution(GUANGZHOU, '广州一院', '440100'),
  ...doctor(DOCTOR, HAIKOU),
  ...doctor(APPELLANT, SANYA),
  ...doctor(LATECOMER, GUANGZHOU),
  ...doctor(UNRESTORED, GUANGZHOU),
  // Came by file: it is in no case.
  {
    kind: 'sanction',
    ...{ record_id: 's1', recorded_at: '2026-02-06 10:00:00' },
    ...{ document_no: '粤医保处〔2026〕7号', code: UNRESTORED, status: 'suspended', scope: 'person' },
    ...{ fixmedins_code: GUANGZHOU, cause: 'points', from: '2026-02-10', last_day: '2026-05-09' },
    ...{ decided_at: '2026-02-05', delivered_at: '2026-02-09', maintained_at: '2026-02-10' },
  },
];

interface Row {
  readonly area: string;
  readonly fixmedins_code?: string;
  readonly [figure: string]: unknown;
}
interface Told {
  readonly figures_hash: string;
  readonly known_at: string;
  readonly preliminary: boolean;
  readonly due: object;
  readonly areas: readonly Row[];
  readonly institutions: readonly Row[];
}

describeWith(['postgres'], 'the monthly report on handling', () => {
  let process: Process;
  let people: Awaited<ReturnType<typeof everybody>>;

  const everybody = async () => ({
    scorer: await process.person('scorer', { areas: ['46', '44'] }),
    reviewer: await process.person('reviewer', { areas: ['46', '44'] }),
    department: await process.person('admin_department', { areas: ['46', '44'] }),
    appellant: await process.person('clinician', { code: APPELLANT }),
    registrar: await process.person('registrar', { areas: ['46', '44'] }),
  });
  /** Sessions of before are over by then. */
  const at = async (written: string): Promise<void> => {
    process.admin.clock.at = parseTime(written)!.instant;
    people = await everybody();
  };

  const approved = async (site: string, code: string, situations: readonly object[]): Promise<CaseTold> => {
    const { scorer, reviewer } = people;
    const found = await process.open('sanction-cases', scorer, {
      ...{ fixmedins_code: site, clinician_code: code, violation: '超量开药', findings: situations },
      ...{ occasion: 'agreement_handling', occasion_on: '2026-03-02', decided_at: '2026-03-02 09:00:00' },
    });
    const scored = await process.step('sanction-cases', found, 'score', scorer);
    const measure = { measure: 'suspended', cause: 'points', scope: 'person' };
    const days = { from: '2026-03-10', last_day: '2026-06-09' };
    const proposed = await process.step('sanction-cases', scored, 'propose', scorer, { ...measure, ...days });
    return process.step('sanction-cases', proposed, 'approve', reviewer);
  };
  const issue = (file: CaseTold, issued_on: string): Promise<CaseTold> =>
    process.step('sanction-cases', file, 'issue', people.scorer, { issued_on, delivery_form: 'paper' });
  const deliver = (file: CaseTold, delivered_on: string): Promise<CaseTold> =>
    process.step('sanction-cases', file, 'deliver', people.scorer, { delivered_on });
  const maintain = (file: CaseTold, maintained_on: string): Promise<CaseTold> =>
    process.step('sanction-cases', file, 'maintain', people.registrar, { maintained_on });

  const ask = (query: string, who: Somebody = people.department) =>
    process.admin.ask('get', `/v1/reports/handling?${query}`, who.token);
  const report = async (area: string, month: string, knownAt?: string): Promise<Told> => {
    const known = knownAt === undefined ? '' : `&known_at=${encodeURIComponent(knownAt)}`;
    const answer = await ask(`area=${area}&month=${month}${known}`);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body as Told;
  };
  /** The row of an area, or of an institution, without the figures that are 0. */
  const row = ({ areas, institutions }: Told, place: string): object => {
    const found = [...areas, ...institutions].find(
      ({ area, fixmedins_code: code }) => (code ?? area) === place,
    );
    return Object.fromEntries(Object.entries(found ?? {}).filter(([, figure]) => figure !== 0));
  };

  let ordered: CaseTold;
  let drawnBefore: Told;
  const END_OF_MARCH = '2026-03-31 23:59:59';

  beforeAll(async () => {
    process = await openProcess('reports-handling', RECORDS, [
      { area: '46', prefix: '琼医保支付' },
      { area: '44', prefix: '粤医保处' },
    ]);
    await at('2026-03-02 09:00:00');
    const three = ['HI22-17-1', 'HI22-17-2', 'HI22-19-3'].map((situation) => ({ situation }));
    ordered = await issue(await approved(HAIKOU, DOCTOR, three), '2026-03-30');
    const appealed = await approved(SANYA, APPELLANT, [{ situation: 'HI22-16-1' }]);
    await deliver(await issue(appealed, '2026-03-04'), '2026-03-05');
    const late = await approved(GUANGZHOU, LATECOMER, [{ situation: 'N23-10-12-1', points: 10 }]);
    await maintain(await deliver(await issue(late, '2026-03-10'), '2026-03-16'), '2026-03-10');

    await at('2026-03-06 09:00:00');
    const filed = await process.open('appeal-cases', people.appellant, {
      ...{ fixmedins_code: SANYA, clinician_code: APPELLANT, document_no: appealed.document_no },
      ...{ reasons: '并非本人所为', signed: true, stamped: true },
    });
    const accepted = await process.step('appeal-cases', filed, 'accept', people.reviewer);
    const proposal = { upheld: true, reasons: '属实' };
    const decided = await process.step(
      'appeal-cases',
      accepted,
      'propose-decision',
      people.reviewer,
      proposal,
    );
    await process.step('appeal-cases', decided, 'confirm', people.department);

    await at('2026-04-02 09:00:00');
    drawnBefore = await report('46', '2026-03', END_OF_MARCH);
    // Delivered in March, and known in April.
    ordered = await maintain(await deliver(ordered, '2026/3/31'), '2026-04-02');
  });
  afterAll(() => process.close());

  it('adds up each institution and each area above it', async () => {
    const told = await report('46', '2026-03');
    expect(told.areas.map(({ area }) => area)).toEqual(['46', '4601', '460100', '4602', '460200']);
    const haikou = {
      ...{ cases_opened: 1, findings_opened: 3, points: 7, notices_issued: 1, notices_delivered: 1 },
      ...{ statuses_not_maintained: 1, people_suspended: 1 },
      measures: [{ measure: 'suspended', cause: 'points', count: 1 }],
    };
    expect(row(told, HAIKOU)).toEqual({
      area: '460100',
      fixmedins_code: HAIKOU,
      name: '海口一院',
      ...haikou,
    });
    expect(row(told, '4601')).toEqual({ area: '4601', ...haikou });
    expect(row(told, '460200')).toEqual({
      area: '460200',
      ...{ cases_opened: 1, findings_opened: 1, points: 6, notices_issued: 1, notices_delivered: 1 },
      ...{ appeals_filed: 1, appeals_upheld: 1, annulments: 1 },
      measures: [{ measure: 'suspended', cause: 'points', count: 1 }],
    });
    expect(row(told, '46')).toMatchObject({
      ...{ cases_opened: 2, findings_opened: 4, points: 13, notices_delivered: 2, annulments: 1 },
      ...{ people_suspended: 1, measures: [{ measure: 'suspended', cause: 'points', count: 2 }] },
    });
    expect((await report('4602', '2026-03')).areas.map(({ area }) => area)).toEqual(['4602', '460200']);
  });

  it('counts what says its day in the month of that day, as far as it was known; drawn again it is the same', async () => {
    expect(row(drawnBefore, HAIKOU)).not.toHaveProperty('notices_delivered');
    expect(await report('46', '2026-03', END_OF_MARCH)).toEqual(drawnBefore);
    const known = await report('46', '2026-03');
    expect(known.figures_hash).not.toBe(drawnBefore.figures_hash);
    expect(row(await report('46', '2026-04'), HAIKOU)).toMatchObject({
      statuses_maintained: 1,
      statuses_maintained_late: 1,
    });
  });

  it('guangdong-2025 art. 25, 39: issued after 5 working days and delivered after 3 more is late; shown on the first day is not', async () => {
    expect(row(await report('4401', '2026-03'), GUANGZHOU)).toMatchObject({
      ...{ notices_issued: 1, notices_issued_late: 1, notices_delivered: 1, notices_delivered_late: 1 },
      statuses_maintained: 1,
      people_suspended: 2,
    });
    expect(row(await report('4401', '2026-03'), GUANGZHOU)).not.toHaveProperty('statuses_maintained_late');
  });

  it.each([
    ['2026-04', { people_suspended: 2 }],
    // Over since 9 May, and nobody restored the person (guangdong-2025 art. 31).
    ['2026-05', { people_suspended: 1, people_not_restored: 1 }],
  ])('people at the end of %s', async (month, expected) => {
    const { people_suspended, people_not_restored } = row(await report('44', month), '44') as Row;
    expect({ people_suspended, people_not_restored }).toEqual({
      people_not_restored: undefined,
      ...expected,
    });
  });

  it('hainan-2022 art. 22: who was restored by itself is counted in that month, and is not suspended at its end', async () => {
    await at('2026-06-10 00:30:00');
    expect(await restoreServed(process.admin.parts)).toHaveLength(1);
    expect(row(await report('4601', '2026-05'), '4601')).toEqual({
      area: '4601',
      ...{ people_suspended: 1, measures: [] },
    });
    expect(row(await report('4601', '2026-06'), '4601')).toEqual({
      area: '4601',
      ...{ restorations: 1, measures: [] },
    });
  });

  it('as CSV: a row for each area, then one for each institution', async () => {
    const answer = await ask('area=46&month=2026-03&format=csv');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const [header = '', ...rows] = answer.text.replace('\uFEFF', '').trim().split('\n');
    const columns = header.split(',');
    const cells = rows.map((written) => written.split(','));
    const column = (name: string): readonly (string | undefined)[] =>
      cells.map((line) => line[columns.indexOf(name)]);
    expect(column('area')).toEqual(['46', '4601', '460100', '4602', '460200', '460100', '460200']);
    expect(column('name')).toEqual(['', '', '', '', '', '海口一院', '三亚一院']);
    expect(column('suspended_points')).toEqual(['2', '1', '1', '1', '1', '1', '1']);
    expect(column('points')).toEqual(['13', '7', '7', '6', '6', '7', '6']);
  });

  it.each([
    ['2026-13', 422],
    ['0000-01', 422],
    ['2026-5', 422],
  ])('a month %s is refused', async (month, status) => {
    expect((await ask(`area=46&month=${month}`)).status).toBe(status);
  });

  it('is read in the caller’s own areas alone', async () => {
    const elsewhere = await process.person('scorer', { areas: ['4602'] });
    expect((await ask('area=46&month=2026-03', elsewhere)).status).toBe(403);
    expect((await ask('area=460200&month=2026-03', elsewhere)).status).toBe(200);
  });
});
