/** guangdong-2025 art. 27 to 36: checks, talks, what is shown, the assessment's factors, reports, explanation, experts. */
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { CaseTold } from './admin-process';
import { openEnforcedProcess } from './admin-process-enforced';
import type { EnforcedProcess } from './admin-process-enforced';
import { deadlinesTold, doctorAt, hospital, setClock } from './admin-process-institutions';
import { SANCTION, approved, delivered } from './admin-process-measures';
import type { Handling } from './admin-process-measures';

const HOSPITAL = 'H44010000001';
const [DOCTOR, UNCOMMITTED, DISPUTING] = [1, 2, 3].map((n) => `D44010000000${n}`) as [string, string, string];
const COMMITTED = { committed_on: '2025-01-01' };

describeWith(['postgres', 'redis', 'kafka'], 'guangdong-2025: what follows from a notice', () => {
  let process: EnforcedProcess;
  let by: Handling;
  let secondReviewer: Somebody;
  let department: Somebody;
  let secondOfDepartment: Somebody;
  let doctor: Somebody;
  let expert: Somebody;
  let notice: CaseTold;

  const enter = async (day: string): Promise<void> => {
    setClock(process, day);
    by = {
      scorer: await process.person('scorer', { areas: ['4401'] }),
      reviewer: await process.person('reviewer', { areas: ['4401'] }),
      office: await process.person('institution_office', { institutions: [HOSPITAL] }),
    };
    secondReviewer = await process.person('reviewer', { areas: ['44'] });
    department = await process.person('admin_department', { areas: ['4401'] });
    secondOfDepartment = await process.person('admin_department', { areas: ['44'] });
    doctor = await process.person('clinician', { code: DOCTOR });
    expert = await process.person('expert', { areas: ['4401'] });
  };

  beforeAll(async () => {
    process = await openEnforcedProcess(
      'process-guangdong-oversight',
      [
        hospital(HOSPITAL, '440100'),
        ...doctorAt(DOCTOR, HOSPITAL, COMMITTED),
        ...doctorAt(UNCOMMITTED, HOSPITAL),
        ...doctorAt(DISPUTING, HOSPITAL, COMMITTED),
      ],
      [{ area: '44', prefix: '粤医保处' }],
    );
    await enter('2026-03-02');
    notice = await suspended(DOCTOR, '2026-03-02');
    await enter('2026-03-05');
  });
  afterAll(() => process.close());

  const suspended = async (code: string, day: string): Promise<CaseTold> => {
    const file = await approved(
      process,
      by,
      { fixmedinsCode: HOSPITAL, code, points: 10, situation: 'heavy', decidedOn: day },
      { from: day, last_day: '2026-06-01' },
    );
    return delivered(process, by, file, day);
  };
  const line = (code: string, day: string): Promise<string> =>
    process.decided({ code, at: HOSPITAL, area: '440100' }, day);
  const read = async (path: string, who: Somebody): Promise<object> => {
    const answer = await process.admin.ask('get', `/v1/${path}`, who.token);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body as object;
  };

  it('art. 27, 39: the agency’s check names who made no commitment, and which status is not maintained', async () => {
    expect(await read('checks/maintenance?area=4401&check=commitment', by.scorer)).toMatchObject({
      items: [{ amiss: 'commitment_missing', code: UNCOMMITTED }],
    });
    expect(await read('checks/maintenance?area=4401&check=maintenance', by.scorer)).toMatchObject({
      items: [{ amiss: 'not_maintained', code: DOCTOR, borne_by: 'institution' }],
    });
    expect(await line(UNCOMMITTED, '2026-03-02')).toBe('reject COMMITMENT_MISSING');
  });

  it('art. 28: the institution maintains the status, talks with the person and trains the person', async () => {
    const maintained = await process.step(SANCTION, notice, 'maintain', by.office, {
      maintained_on: '2026-03-05',
    });
    const talked = await process.step(SANCTION, maintained, 'record-talk', by.office, {
      held_on: '2026-03-05',
      held_by: '医保办主任',
      record: '已知晓违规事实，承诺整改',
    });
    const trained = await process.step(SANCTION, talked, 'record-training', by.office, {
      held_on: '2026-03-05',
      held_by: '医保办',
      subject: '医保支付政策',
    });
    expect(trained).toMatchObject({ state: 'maintained', data: { days_behind: 3 } });
    expect(await read('checks/maintenance?area=4401&check=maintenance', by.scorer)).toMatchObject({
      items: [{ amiss: 'maintained_late', code: DOCTOR, days_behind: 3 }],
    });
  });

  it('art. 29: the person sees status and points, and a booking platform the mark', async () => {
    expect(await read('me/clinician', doctor)).toMatchObject({
      sites: [{ fixmedins_code: HOSPITAL, status: 'suspended' }],
      points_of_year: { year: 2026, total: 10 },
    });
    const { body } = await process.admin.ask('get', `/v1/public/clinicians/${DOCTOR}`);
    expect(body).toMatchObject({ sites: [{ status: 'suspended', last_day: '2026-06-01' }] });
  });

  it('art. 33: a report has no day by which it is due', async () => {
    expect(await read('reports/handling?area=4401&month=2026-02', department)).toMatchObject({
      due: { due_on: null },
    });
  });

  it('art. 35 to 37: experts take their time, which is not counted; explained and still in dispute, the department coordinates', async () => {
    const documentNo = (await suspended(DISPUTING, '2026-03-05')).document_no;
    const about = {
      fixmedins_code: HOSPITAL,
      clinician_code: DISPUTING,
      document_no: documentNo,
      reasons: '属诊疗需要',
    };
    const filed = await process.open('appeal-cases', by.office, { ...about, signed: true, stamped: true });
    const accepted = await process.step('appeal-cases', filed, 'accept', by.reviewer);
    const answerBy = async (file: CaseTold) =>
      deadlinesTold(await process.read('appeal-cases', file.case_id, by.reviewer))['answer_appeal'];
    const before = await answerBy(accepted);
    const asked = await process.step('appeal-cases', accepted, 'consult-experts', by.reviewer, {
      sent_on: '2026-03-05',
    });
    const answered = await process.step('appeal-cases', asked, 'give-opinion', expert, {
      opinion: '不符合诊疗规范',
      days: 14,
    });
    expect([before, await answerBy(answered)]).toEqual(['2026-04-02', '2026-04-16']);
    const decision = await process.step('appeal-cases', answered, 'propose-decision', by.reviewer, {
      upheld: false,
      reasons: '专家意见支持原认定',
    });
    await process.step('appeal-cases', decision, 'confirm', secondReviewer);
    const brought = await process.open('dispute-cases', by.office, {
      ...about,
      brought_before: 'coordination',
    });
    const result = await process.step('dispute-cases', brought, 'propose-result', department, {
      reversed: true,
      source: 'coordination',
      decided_on: '2026-03-05',
      reasons: '依据不足',
    });
    expect(await line(DISPUTING, '2026-03-05')).toBe('reject CLINICIAN_SUSPENDED');
    await process.step('dispute-cases', result, 'confirm-result', secondOfDepartment);
    expect(await line(DISPUTING, '2026-03-05')).toBe('accept');
  });

  it('art. 31, 32: the assessment weighs what was returned and paid; passed, the person is paid from the day after the last', async () => {
    await enter('2026-05-08');
    const applied = await process.open('restoration-cases', by.office, {
      fixmedins_code: HOSPITAL,
      clinician_code: DOCTOR,
      document_no: notice.document_no,
      early: false,
      declaration: '已整改，期间无违规',
    });
    expect(applied.data).toMatchObject({ applied_late: false });
    const assessed = await process.step('restoration-cases', applied, 'assess', by.scorer, {
      passed: true,
      reasons: '考核合格',
      amount: '1234.50',
      fund_money_returned: true,
      fines_paid: true,
    });
    expect(assessed.data).toMatchObject({ assessment: { scored_again: [], warnings: [] } });
    const restored = await process.step('restoration-cases', assessed, 'confirm', by.reviewer);
    expect(restored.data).toMatchObject({ effective_from: '2026-06-02', gap_days: 0 });
    expect(await line(DOCTOR, '2026-06-01')).toBe('reject CLINICIAN_SUSPENDED');
    expect(await line(DOCTOR, '2026-06-02')).toBe('accept');
  });

  it('what the cases wrote is in Redis and on the topic, and nothing else', async () => {
    expect(await process.arrived()).toEqual([]);
  });
});
