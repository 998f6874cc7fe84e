/** hainan-2022 art. 24 to 31: appeal, dispute and review; grade, list of doctors, titles, the institution's year; reports. */
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { CaseTold } from './admin-process';
import { openEnforcedProcess } from './admin-process-enforced';
import type { EnforcedProcess } from './admin-process-enforced';
import { doctorAt, hospital, refusalOf, setClock } from './admin-process-institutions';

const HOSPITAL = 'H46010000001';
const [DOCTOR, ...COLLEAGUES] = [1, 2, 3, 4].map((n) => `D46010000000${n}`) as [string, ...string[]];

describeWith(['postgres', 'redis', 'kafka'], 'hainan-2022: what follows from a handling', () => {
  let process: EnforcedProcess;
  let office: Somebody;
  let scorer: Somebody;
  let reviewer: Somebody;
  let secondReviewer: Somebody;
  let department: Somebody;
  let secondOfDepartment: Somebody;
  let documentNo: string;

  const enter = async (day: string): Promise<void> => {
    setClock(process, day);
    office = await process.person('institution_office', { institutions: [HOSPITAL] });
    scorer = await process.person('scorer', { areas: ['4601'] });
    reviewer = await process.person('reviewer', { areas: ['4601'] });
    secondReviewer = await process.person('reviewer', { areas: ['46'] });
    department = await process.person('admin_department', { areas: ['4601'] });
    secondOfDepartment = await process.person('admin_department', { areas: ['46'] });
  };

  beforeAll(async () => {
    process = await openEnforcedProcess(
      'process-hainan-oversight',
      [hospital(HOSPITAL, '460100'), ...[DOCTOR, ...COLLEAGUES].flatMap((code) => doctorAt(code, HOSPITAL))],
      [{ area: '46', prefix: '琼医保支付' }],
    );
    await enter('2026-03-02');
  });
  afterAll(() => process.close());

  const line = (day: string): Promise<string> =>
    process.decided({ code: DOCTOR, at: HOSPITAL, area: '460100' }, day);
  const read = async (path: string, who: Somebody = department): Promise<object> => {
    const answer = await process.admin.ask('get', `/v1/${path}`, who.token);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body as object;
  };
  const about = (reasons: string) => ({
    fixmedins_code: HOSPITAL,
    clinician_code: DOCTOR,
    document_no: documentNo,
    reasons,
  });

  it('art. 16, 18, 20, 24: 6 + 2 points are six months; the written notice reaches the institution, and through it the person', async () => {
    const found = await process.open('sanction-cases', scorer, {
      fixmedins_code: HOSPITAL,
      clinician_code: DOCTOR,
      occasion: 'penalty',
      occasion_on: '2026-03-02',
      decided_at: '2026-03-02 09:00:00',
      violation: '受行政处罚、拒绝监督检查',
      findings: [{ situation: 'HI22-16-1' }, { situation: 'HI22-18-2' }],
    });
    const scored = await process.step('sanction-cases', found, 'score', scorer);
    expect(scored.data).toMatchObject({ score: { year_total: 8, months: 6, grade: 'D' } });
    const proposed = await process.step('sanction-cases', scored, 'propose', scorer, {
      measure: 'suspended',
      cause: 'points',
      scope: 'person',
      from: '2026-03-03',
      last_day: '2026-09-02',
    });
    const approved = await process.step('sanction-cases', proposed, 'approve', reviewer);
    const issued = await process.step('sanction-cases', approved, 'issue', scorer, {
      issued_on: '2026-03-02',
      delivery_form: 'paper',
    });
    await process.step('sanction-cases', issued, 'deliver', office, { delivered_on: '2026-03-02' });
    documentNo = String(approved.document_no);
    expect(await line('2026-03-03')).toBe('reject CLINICIAN_SUSPENDED');
  });

  it('art. 28, 29: the file shows the grade D and no title review this year; the list of doctors shows who is suspended', async () => {
    expect(await read(`clinicians/${DOCTOR}/file`)).toMatchObject({
      points: [{ year: 2026, total: 8, grade: 'D' }],
      title_review: { year: 2026, barred: true, article: 'hainan-2022 art. 29' },
    });
    expect(await read(`institutions/${HOSPITAL}/title-review/2026`, office)).toMatchObject({
      barred: [{ code: DOCTOR }],
    });
    await enter('2026-03-03');
    const { body } = await process.admin.ask('get', `/v1/public/institutions/${HOSPITAL}/clinicians`);
    expect(body).toMatchObject({
      items: [
        { code: DOCTOR, status: 'suspended' },
        ...COLLEAGUES.map((code) => ({ code, status: 'normal' })),
      ],
    });
  });

  it('art. 30: one of four doctors suspended is a quarter, and bars the rating as excellent', async () => {
    expect(await read(`institutions/${HOSPITAL}/assessment-years/2026`, office)).toMatchObject({
      staff_counted: 4,
      suspended_counted: 1,
      may_be_rated_excellent: false,
      barred_by: ['suspended_share'],
    });
  });

  it('art. 24, 25: appeal rejected, coordinated without change; the administrative review reverses, and the next line is paid', async () => {
    const early = { ...about('不服处理决定'), brought_before: 'coordination' };
    expect(refusalOf(await process.tryOpen('dispute-cases', office, early))).toBe('409 no-rejected-appeal');
    const filed = await process.open('appeal-cases', office, {
      ...about('非本人所为'),
      signed: true,
      stamped: true,
    });
    const accepted = await process.step('appeal-cases', filed, 'accept', reviewer);
    const { deadlines } = await process.read('appeal-cases', accepted.case_id, reviewer);
    // Twenty working days from the acceptance on 3 March 2026.
    expect(deadlines).toMatchObject([{ name: 'answer_appeal', due_on: '2026-03-31' }]);
    const proposed = await process.step('appeal-cases', accepted, 'propose-decision', reviewer, {
      upheld: false,
      reasons: '事实清楚',
    });
    const rejected = await process.step('appeal-cases', proposed, 'confirm', secondReviewer);
    expect(rejected.state).toBe('rejected');

    const decide = async (file: CaseTold, result: object): Promise<CaseTold> => {
      const opinion = await process.step('dispute-cases', file, 'propose-result', department, {
        decided_on: '2026-03-03',
        reasons: '协调、复议意见',
        ...result,
      });
      return process.step('dispute-cases', opinion, 'confirm-result', secondOfDepartment);
    };
    const brought = await process.open('dispute-cases', office, early);
    const stands = await decide(brought, { reversed: false, source: 'coordination' });
    expect(stands.state).toBe('stands');
    expect(await line('2026-03-03')).toBe('reject CLINICIAN_SUSPENDED');
    const reversed = await decide(stands, {
      reversed: true,
      source: 'administrative_review',
      decision_no: '琼府复〔2026〕1号',
    });
    expect(reversed.state).toBe('reversed');
    expect(await line('2026-03-03')).toBe('accept');
    expect(await read(`clinicians/${DOCTOR}/file`)).toMatchObject({ points: [] });
  });

  it('art. 31: the county reports March by 5 April, the province by 10 April; sent on the 6th, the county is late', async () => {
    await enter('2026-04-06');
    const report = (area: string) =>
      read(`reports/handling?area=${area}&month=2026-03&known_at=2026-04-06`, secondOfDepartment);
    expect(await report('46')).toMatchObject({ due: { due_on: '2026-04-10' } });
    const told = (await report('4601')) as { readonly known_at: string; readonly figures_hash: string };
    expect(told).toMatchObject({ due: { due_on: '2026-04-05' } });
    const sent = await process.admin.ask('post', '/v1/reports/handling/submissions', reviewer.token, {
      area: '4601',
      month: '2026-03',
      known_at: told.known_at,
      figures_hash: told.figures_hash,
    });
    expect([sent.status, sent.body]).toMatchObject([201, { timeliness: 'late' }]);
  });

  it('what the cases wrote is in Redis and on the topic, and nothing else', async () => {
    expect(await process.arrived()).toEqual([]);
  });
});
