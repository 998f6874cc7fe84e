/** hainan-institutions-2024 parts 3 and 5 (with hainan-2022 art. 23 and 26): guidance, statuses, departments, exit, audits. */
import { describeWith } from '../servers/addresses';
import { configuration, somebody } from './admin-access-parts';
import type { Somebody } from './admin-access-parts';
import type { CaseTold } from './admin-process';
import { openEnforcedProcess } from './admin-process-enforced';
import type { EnforcedProcess } from './admin-process-enforced';
import {
  deadlinesTold,
  doctorAt,
  hospital,
  refusalOf,
  sanctionsOnFile,
  setClock,
  statusesOnFile,
} from './admin-process-institutions';

const AREA = '460100';
const JOINING = 'H46010000001';
const SUSPENDED = 'H46010000002';
const TERMINATED = 'H46010000003';
const LEAVING = 'H46010000004';
const DEPARTMENTS = 'H46010000005';
const AUDITED = 'H46010000006';
const DOCTORS = ['D460100000001', 'D460100000002'] as const;
const CODES = [JOINING, SUSPENDED, TERMINATED, LEAVING, DEPARTMENTS, AUDITED];
/** One more doctor at each of them, of whom no case is. */
const doctorOf = (code: string): string => `D${code.slice(1, -1)}1${code.slice(-1)}`;
const STATUS = 'institution-status-cases';
const DEPARTMENT = 'department-status-cases';
const EXIT = 'exit-cases';
const AUDIT = 'audit-cases';

describeWith(['postgres', 'redis', 'kafka'], 'hainan-institutions-2024: the process of institutions', () => {
  let process: EnforcedProcess;
  let registrar: Somebody;
  let auditor: Somebody;
  let scorer: Somebody;
  let reviewer: Somebody;
  let department: Somebody;
  let office: Somebody;
  let officer: Somebody;

  const enter = async (day: string): Promise<void> => {
    setClock(process, day);
    registrar = await process.person('registrar', { areas: ['4601'] });
    auditor = await process.person('settlement_auditor', { areas: ['4601'] });
    scorer = await process.person('scorer', { areas: ['4601'] });
    reviewer = await process.person('reviewer', { areas: ['4601'] });
    department = await process.person('admin_department', { areas: ['46'] });
    office = await process.person('institution_office', { institutions: CODES });
    officer = await process.person('department_officer', { institutions: [DEPARTMENTS] });
  };

  beforeAll(async () => {
    process = await openEnforcedProcess(
      'process-hainan-institutions',
      [
        ...CODES.map((code) => hospital(code, AREA)),
        ...DOCTORS.flatMap((code) => doctorAt(code, DEPARTMENTS)),
        ...CODES.flatMap((code) => doctorAt(doctorOf(code), code)),
      ],
      [{ area: '46', prefix: '琼医保' }],
    );
  });
  afterAll(() => process.close());
  beforeEach(() => enter('2026-03-02'));

  const line = (at: string, day: string, more = {}): Promise<string> =>
    process.decided({ code: doctorOf(at), at, area: AREA }, day, more);

  const propose = (fixmedinsCode: string, status: string, days: object): Promise<CaseTold> =>
    process.open(STATUS, registrar, { fixmedins_code: fixmedinsCode, status, grounds: '检查', ...days });
  const refused = async (fixmedinsCode: string, status: string, days: object): Promise<string> =>
    refusalOf(
      await process.tryOpen(STATUS, registrar, {
        fixmedins_code: fixmedinsCode,
        status,
        grounds: '检查',
        ...days,
      }),
    );

  it('part 3: guidance for 6 months from joining, 6 more after a light breach, once', async () => {
    const proposed = await propose(JOINING, 'guidance', { from: '2026-03-02' });
    expect(proposed).toMatchObject({ awaits_second_person: true, data: { last_day: '2026-09-01' } });
    expect(await statusesOnFile(process, JOINING)).toEqual([]);
    const approved = await process.step(STATUS, proposed, 'approve', reviewer);
    expect(approved.document_no).toMatch(/^琼医保〔2026〕\d+号$/);
    expect(await statusesOnFile(process, JOINING)).toEqual(['guidance 2026-03-02/2026-09-02']);
    const extension = await process.step(STATUS, approved, 'propose-extension', auditor, {
      reasons: '轻微违规',
    });
    const extended = await process.step(STATUS, extension, 'confirm-change', department);
    expect(await statusesOnFile(process, JOINING)).toEqual(['guidance 2026-03-02/2027-03-02']);
    expect(await line(JOINING, '2026-10-12')).toBe('accept');
    for (const barred of [{ med_type: '14' }, { insuplc_admdvs: '440100' }])
      expect(await line(JOINING, '2026-10-12', barred)).toBe('reject INSTITUTION_GUIDANCE');
    expect(deadlinesTold(await process.read(STATUS, extended.case_id, reviewer))).toEqual({
      status_ends: '2027-03-01',
    });
    const again = await process.tryStep(STATUS, extended, 'propose-extension', auditor, {
      reasons: '再延长',
    });
    expect(refusalOf(again)).toBe('409 extended-before');
    const early = { overturned: false, last_day: '2026-06-30', reasons: '表现良好' };
    expect(refusalOf(await process.tryStep(STATUS, extended, 'propose-end', auditor, early))).toBe(
      '409 guidance-runs',
    );
    expect(await refused(JOINING, 'guidance', { from: '2026-05-01' })).toBe('409 guidance-before');
  });

  it('nobody approves what the same person proposed, whatever posts the person holds', async () => {
    const both = await somebody(
      process.admin,
      configuration({ roles: ['registrar', 'reviewer'], areas: ['4601'] }),
    );
    const proposed = await process.open(STATUS, both, {
      fixmedins_code: SUSPENDED,
      status: 'suspended',
      from: '2026-03-10',
      last_day: '2026-04-09',
      grounds: '未按规定上传追溯码',
    });
    expect(refusalOf(await process.tryStep(STATUS, proposed, 'approve', both))).toBe(
      '409 second-person-needed',
    );
    expect((await process.tryStep(STATUS, proposed, 'approve', registrar)).status).toBe(403);
    const refusal = await process.step(STATUS, proposed, 'refuse', reviewer, { reasons: '依据不足' });
    expect(refusal).toMatchObject({ state: 'refused', awaits_second_person: false });
    expect(await statusesOnFile(process, SUSPENDED)).toEqual([]);
  });

  it('part 5-3: suspended for 180 days at most (2号令 art. 42); ended early, the registry holds the new end alone', async () => {
    const from = '2026-03-10';
    expect(await refused(SUSPENDED, 'suspended', { from, last_day: '2026-09-06' })).toBe(
      '409 period-not-allowed',
    );
    const proposed = await propose(SUSPENDED, 'suspended', { from, last_day: '2026-09-05' });
    const approved = await process.step(STATUS, proposed, 'approve', department);
    expect(await statusesOnFile(process, SUSPENDED)).toEqual(['suspended 2026-03-10/2026-09-06']);
    await enter('2026-05-11');
    const past = { overturned: false, last_day: '2026-05-09', reasons: '整改合格' };
    expect(refusalOf(await process.tryStep(STATUS, approved, 'propose-end', auditor, past))).toBe(
      '409 ends-in-the-past',
    );
    const end = { ...past, last_day: '2026-05-10' };
    const change = await process.step(STATUS, approved, 'propose-end', auditor, end);
    const ended = await process.step(STATUS, change, 'confirm-change', reviewer);
    expect(ended.state).toBe('ended');
    expect(await statusesOnFile(process, SUSPENDED)).toEqual(['suspended 2026-03-10/2026-05-11']);
    expect(await line(SUSPENDED, '2026-05-10')).toBe('reject INSTITUTION_SUSPENDED');
    expect(await line(SUSPENDED, '2026-05-11')).toBe('accept');
    expect(deadlinesTold(await process.read(STATUS, ended.case_id, reviewer))).toEqual({
      status_ends: '2026-09-05 met',
    });
  });

  it('part 3: terminated, and for a year no new agreement; overturned, it never was', async () => {
    const proposed = await propose(TERMINATED, 'terminated', { from: '2026-03-10' });
    const approved = await process.step(STATUS, proposed, 'approve', reviewer);
    expect(approved.data).toMatchObject({ may_reapply_from: '2027-03-10' });
    expect(await statusesOnFile(process, TERMINATED)).toEqual(['terminated 2026-03-10/open']);
    expect(await line(TERMINATED, '2026-03-10')).toBe('reject INSTITUTION_TERMINATED');
    expect(await refused(TERMINATED, 'suspended', { from: '2026-09-01', last_day: '2026-09-30' })).toBe(
      '409 agreement-terminated',
    );
    expect(await refused(TERMINATED, 'guidance', { from: '2027-03-09' })).toBe('409 reapply-ban');
    const end = { overturned: false, last_day: '2027-03-08', reasons: '重新申请' };
    expect(refusalOf(await process.tryStep(STATUS, approved, 'propose-end', registrar, end))).toBe(
      '409 reapply-ban',
    );
    const onTime = await process.step(STATUS, approved, 'propose-end', registrar, {
      ...end,
      last_day: '2027-03-09',
    });
    const returned = await process.step(STATUS, onTime, 'refuse-change', reviewer, { reasons: '尚未申请' });
    const overturning = { overturned: true, reasons: '行政复议撤销' };
    const change = await process.step(STATUS, returned, 'propose-end', registrar, overturning);
    await process.step(STATUS, change, 'confirm-change', department);
    expect(await statusesOnFile(process, TERMINATED)).toEqual(['terminated never']);
    expect(await line(TERMINATED, '2026-03-10')).toBe('accept');
    expect((await propose(TERMINATED, 'guidance', { from: '2026-09-01' })).state).toBe('proposed');
  });

  it('part 5-4: leaving is applied for 3 months ahead, audited without settlement, put right within a month', async () => {
    const apply = (plannedOn: string) =>
      process.tryOpen(EXIT, office, { fixmedins_code: LEAVING, planned_on: plannedOn, reasons: '停业' });
    expect(refusalOf(await apply('2026-06-01'))).toBe('409 exit-too-soon');
    const { body: applied } = await apply('2026-06-02');
    expect(applied.state).toBe('applied');
    expect(refusalOf(await apply('2026-07-01'))).toBe('409 exit-under-way');
    expect(await refused(LEAVING, 'exit_audit', { from: '2026-04-01' })).toBe('409 exit-under-way');
    const audit = await process.step(EXIT, applied, 'propose-audit', auditor, { from: '2026-04-01' });
    expect((await process.tryStep(EXIT, audit, 'approve-audit', auditor)).status).toBe(403);
    const inAudit = await process.step(EXIT, audit, 'approve-audit', reviewer);
    expect(await statusesOnFile(process, LEAVING)).toEqual(['exit_audit 2026-04-01/open']);

    const failing = await process.step(EXIT, inAudit, 'propose-result', auditor, {
      outcome: 'failed',
      reasons: '账目不清',
    });
    const failed = await process.step(EXIT, failing, 'confirm-result', reviewer);
    expect(failed.state).toBe('rectifying');
    expect(deadlinesTold(await process.read(EXIT, failed.case_id, office))).toMatchObject({
      rectify: '2026-04-02',
    });
    expect(await statusesOnFile(process, LEAVING)).toEqual(['exit_audit 2026-04-01/open']);
    const pass = (from: string) => ({ outcome: 'passed', from, reasons: '审核通过' });
    expect(
      refusalOf(await process.tryStep(EXIT, failed, 'propose-result', auditor, pass('2026-06-02'))),
    ).toBe('409 not-applied-again');
    const again = await process.step(EXIT, failed, 'apply-again', office, { rectified: '已补正账目' });
    expect(again.data).toMatchObject({ rectified_late: false, failed_audits: 1 });
    expect(refusalOf(await process.tryStep(EXIT, again, 'propose-result', auditor, pass('2026-06-01')))).toBe(
      '409 too-early',
    );
    const passing = await process.step(EXIT, again, 'propose-result', auditor, pass('2026-06-02'));
    const left = await process.step(EXIT, passing, 'confirm-result', department);
    expect(left).toMatchObject({ state: 'left', data: { may_reapply_from: '2027-06-02' } });
    expect(await statusesOnFile(process, LEAVING)).toEqual([
      'exit_audit 2026-04-01/2026-06-02',
      'terminated 2026-06-02/open',
    ]);
    expect(await line(LEAVING, '2026-06-01')).toBe('reject INSTITUTION_EXIT_AUDIT');
    expect(await line(LEAVING, '2026-06-02')).toBe('reject INSTITUTION_TERMINATED');
    expect(await refused(LEAVING, 'guidance', { from: '2027-06-01' })).toBe('409 reapply-ban');
    const joining = await propose(LEAVING, 'guidance', { from: '2027-06-02' });
    await process.step(STATUS, joining, 'approve', reviewer);
    expect(await statusesOnFile(process, LEAVING)).toEqual([
      'exit_audit 2026-04-01/2026-06-02',
      'guidance 2027-06-02/2027-12-02',
      'terminated 2026-06-02/2027-06-02',
    ]);
  });

  it('part 5-4: who puts things right after the month is late; who gives up leaving settles again', async () => {
    const applied = await process.open(EXIT, office, {
      fixmedins_code: AUDITED,
      planned_on: '2026-07-01',
      reasons: '搬迁',
    });
    const audit = await process.step(EXIT, applied, 'propose-audit', auditor, { from: '2026-03-16' });
    const inAudit = await process.step(EXIT, audit, 'approve-audit', reviewer);
    const failing = await process.step(EXIT, inAudit, 'propose-result', auditor, {
      outcome: 'failed',
      reasons: '账目不清',
    });
    const failed = await process.step(EXIT, failing, 'confirm-result', reviewer);
    await enter('2026-04-03');
    const late = await process.step(EXIT, failed, 'apply-again', office, { rectified: '已补正账目' });
    expect(late.data).toMatchObject({ rectified_late: true });
    expect((await process.read(EXIT, late.case_id, office)).deadlines).toContainEqual(
      expect.objectContaining({ name: 'rectify', due_on: '2026-04-02', overdue: true }),
    );
    const staying = await process.step(EXIT, late, 'propose-result', registrar, {
      outcome: 'discontinued',
      from: '2026-04-06',
      reasons: '机构撤回申请',
    });
    const stays = await process.step(EXIT, staying, 'confirm-result', reviewer);
    expect(stays.state).toBe('discontinued');
    expect(await statusesOnFile(process, AUDITED)).toEqual(['exit_audit 2026-03-16/2026-04-06']);
    expect(await line(AUDITED, '2026-04-05')).toBe('reject INSTITUTION_EXIT_AUDIT');
    expect(await line(AUDITED, '2026-04-06')).toBe('accept');
  });

  const suspendDoctor = async (code: string): Promise<CaseTold> => {
    const found = await process.open('sanction-cases', scorer, {
      fixmedins_code: DEPARTMENTS,
      clinician_code: code,
      dept_codg: 'A03',
      occasion: 'penalty',
      occasion_on: '2026-03-02',
      decided_at: '2026-03-02 09:00:00',
      violation: '受行政处罚',
      findings: [{ situation: 'HI22-16-1' }],
    });
    const scored = await process.step('sanction-cases', found, 'score', scorer);
    const proposed = await process.step('sanction-cases', scored, 'propose', scorer, {
      measure: 'suspended',
      cause: 'points',
      scope: 'person',
      from: '2026-03-10',
      last_day: '2026-06-09',
    });
    return process.step('sanction-cases', proposed, 'approve', reviewer);
  };

  it('hainan-2022 art. 23 and 26: two doctors suspended, their department too, and restored early', async () => {
    const measure = {
      fixmedins_code: DEPARTMENTS,
      dept_codg: 'A03',
      basis: 'suspended_clinicians',
      reasons: '两名医师被暂停',
      rectify_by: '2026-04-30',
      from: '2026-03-10',
      last_day: '2026-05-09',
    };
    const [first, second] = DOCTORS;
    await suspendDoctor(first);
    expect(await sanctionsOnFile(process, first)).toEqual(['suspended 2026-03-10/2026-06-10']);
    expect(refusalOf(await process.tryOpen(DEPARTMENT, registrar, measure))).toBe('409 too-few-suspended');
    expect((await suspendDoctor(second)).data).toMatchObject({ department_to_be_proposed: true });
    const proposed = await process.open(DEPARTMENT, registrar, measure);
    expect(proposed.data).toMatchObject({ suspended_clinicians: 2 });
    expect((await process.tryStep(DEPARTMENT, proposed, 'approve', reviewer)).status).toBe(403);
    const suspended = await process.step(DEPARTMENT, proposed, 'approve', department);
    expect(suspended.state).toBe('suspended');
    expect(await statusesOnFile(process, DEPARTMENTS)).toEqual(['suspended 2026-03-10/2026-05-10']);

    const applied = await process.step(DEPARTMENT, suspended, 'apply-for-restoration', officer, {
      reasons: '诊疗需要',
    });
    const granted = await process.step(DEPARTMENT, applied, 'approve-restoration', department, {
      reasons: '同意',
    });
    expect((await process.tryStep(DEPARTMENT, granted, 'assess', department, { passed: true })).status).toBe(
      403,
    );
    const restored = await process.step(DEPARTMENT, granted, 'assess', registrar, {
      passed: true,
      restored_from: '2026-04-01',
    });
    expect(restored.state).toBe('restored');
    expect(await statusesOnFile(process, DEPARTMENTS)).toEqual(['suspended 2026-03-10/2026-04-01']);
    const inDepartment = { bilg_dept_codg: 'A03' };
    expect(await line(DEPARTMENTS, '2026-03-31', inDepartment)).toBe('reject DEPARTMENT_SUSPENDED');
    expect(await line(DEPARTMENTS, '2026-03-31')).toBe('accept');
    expect(await line(DEPARTMENTS, '2026-04-01', inDepartment)).toBe('accept');
  });

  it('part 5-1: a department that puts nothing right is suspended; who fails the assessment stays so', async () => {
    const proposed = await process.open(DEPARTMENT, auditor, {
      fixmedins_code: DEPARTMENTS,
      dept_codg: 'B02',
      basis: 'agreement_breach',
      reasons: '分解收费',
      rectify_by: '2026-04-30',
    });
    const rectifying = await process.step(DEPARTMENT, proposed, 'approve', department);
    expect(deadlinesTold(await process.read(DEPARTMENT, rectifying.case_id, department))).toEqual({
      rectify: '2026-04-30',
    });
    const failed = await process.step(DEPARTMENT, rectifying, 'record-rectification', auditor, {
      rectified: false,
      reasons: '未整改',
    });
    const worse = await process.step(DEPARTMENT, failed, 'propose-suspension', auditor, {
      from: '2026-05-01',
      last_day: '2026-07-31',
      reasons: '逾期未整改',
    });
    const suspended = await process.step(DEPARTMENT, worse, 'approve', department);
    const onFile = (await process.onFile(DEPARTMENTS)).filter(
      (it) => it.kind === 'department_status' && it.departmentCode === 'B02',
    );
    expect(onFile).toHaveLength(1);
    const applied = await process.step(DEPARTMENT, suspended, 'apply-for-restoration', officer, {
      reasons: '诊疗需要',
    });
    const granted = await process.step(DEPARTMENT, applied, 'approve-restoration', department, {
      reasons: '同意',
    });
    const assessed = await process.step(DEPARTMENT, granted, 'assess', registrar, { passed: false });
    expect(assessed.state).toBe('suspended');
    expect(await statusesOnFile(process, DEPARTMENTS)).toContain('suspended 2026-05-01/2026-08-01');
    const wrong = await process.step(DEPARTMENT, assessed, 'propose-overturn', auditor, {
      reasons: '复核有误',
    });
    expect((await process.tryStep(DEPARTMENT, wrong, 'overturn', auditor)).status).toBe(403);
    const never = await process.step(DEPARTMENT, wrong, 'overturn', department);
    expect(never.state).toBe('overturned');
    expect(await statusesOnFile(process, DEPARTMENTS)).toContain('suspended never');
  });

  it('part 5-1 and 5-2: 5 % of all that passed, what was found refused, damages by the heaviest measure', async () => {
    const opened = await process.open(AUDIT, auditor, {
      fixmedins_code: AUDITED,
      check: 'full',
      held_on: '2026-03-02',
      claims_from: '2026-01-01',
      claims_to: '2026-01-31',
      stays_passed: 1000,
      others_passed: 3000,
      not_passed: 12,
      stays_claimed: '9000000.00',
      others_claimed: '600000',
    });
    expect(opened.data).toMatchObject({ checks_owed: { full: 1, on_site: 0 } });
    const draw = (sampled: number) => ({ sampled, seed: '2026-03-琼-7' });
    expect(refusalOf(await process.tryStep(AUDIT, opened, 'draw-sample', auditor, draw(199)))).toBe(
      '409 sample-size',
    );
    const sampled = await process.step(AUDIT, opened, 'draw-sample', auditor, draw(200));
    expect(sampled.data).toMatchObject({
      sample: {
        frame: 'all_passed',
        claims: 4000,
        claimed: '9600000.00',
        sampled: 200,
        rate_percent: '5.00',
        seed: '2026-03-琼-7',
      },
    });
    const confirmed = await process.step(AUDIT, sampled, 'confirm-findings', auditor, {
      confirmed: '10000.05',
      confirmed_fund_part: '7000.00',
      status_hits: '500.00',
      violation: '超标准收费',
    });
    const order = (refusedAmount: string) => ({
      refused: refusedAmount,
      measures: ['refused', 'suspended'],
      reasons: '查实违规',
    });
    expect(refusalOf(await process.tryStep(AUDIT, confirmed, 'propose', auditor, order('10500.06')))).toBe(
      '409 more-than-refusable',
    );
    const proposed = await process.step(AUDIT, confirmed, 'propose', auditor, order('10500.05'));
    expect(proposed.data).toMatchObject({ proposed: { damages: '2000.01', most_refusable: '10500.05' } });
    expect((await process.tryStep(AUDIT, proposed, 'approve', auditor)).status).toBe(403);
    const approved = await process.step(AUDIT, proposed, 'approve', reviewer);
    expect(approved).toMatchObject({ state: 'approved', data: { institution_status_to_be_proposed: true } });
    expect(approved.document_no).toMatch(/^琼医保〔2026〕\d+号$/);
  });

  it('what the cases wrote is in Redis and on the topic, and nothing else', async () => {
    expect(await process.arrived()).toEqual([]);
  });
});
