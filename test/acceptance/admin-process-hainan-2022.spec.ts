/** hainan-2022 art. 7 to 31: registration, findings, points in a year, suspension, restoration by itself or early, leaving. */
import { startOfDay, dayOf } from '@gatekeeper/calendar';
import { restoreServed } from '../../apps/admin/scheduler/served-restorations';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { CaseTold } from './admin-process';
import { openEnforcedProcess } from './admin-process-enforced';
import type { EnforcedProcess } from './admin-process-enforced';
import { refusalOf } from './admin-process-institutions';

const HOSPITAL = 'H46010000001';
const DOCTOR = 'D460100000001';
const COLLEAGUE = 'D460100000002';
const OTHER_HOSPITAL = 'H46010000002';

const head = (recordId: string) => ({ record_id: recordId, recorded_at: '2025-01-01 00:00:00' });
const RECORDS = [
  {
    kind: 'institution',
    ...head('i1'),
    fixmedins_code: HOSPITAL,
    name: '海口一院',
    type: 'hospital',
    admdvs: '460100',
  },
  {
    kind: 'institution',
    ...head('i2'),
    fixmedins_code: OTHER_HOSPITAL,
    name: '海口二院',
    type: 'hospital',
    admdvs: '460100',
  },
];

describeWith(
  ['postgres', 'redis', 'kafka'],
  'hainan-2022: the process from registration to restoration',
  () => {
    let process: EnforcedProcess;
    let office: Somebody;
    let registrar: Somebody;
    let scorer: Somebody;
    let reviewer: Somebody;
    let department: Somebody;
    let doctor: Somebody;

    beforeAll(async () => {
      process = await openEnforcedProcess('process-hainan', RECORDS, [{ area: '46', prefix: '琼医保支付' }]);
      office = await process.person('institution_office', { institutions: [HOSPITAL] });
      registrar = await process.person('registrar', { areas: ['4601'] });
      scorer = await process.person('scorer', { areas: ['4601'] });
      reviewer = await process.person('reviewer', { areas: ['4601'] });
      department = await process.person('admin_department', { areas: ['46'] });
      doctor = await process.person('clinician', { code: DOCTOR });
    });
    afterAll(() => process.close());

    const kindsOf = async (code: string): Promise<readonly string[]> =>
      (await process.onFile(code)).map(({ kind }) => kind).sort();

    const line = (code: string, day: string, more = {}): Promise<string> =>
      process.decided({ code, at: HOSPITAL, area: '460100' }, day, more);

    const register = async (code: string): Promise<CaseTold> => {
      const applied = await process.open('registration-cases', office, {
        fixmedins_code: HOSPITAL,
        clinician_code: code,
        name: '林某',
        category: 'doctor',
        main_site: true,
        from: '2026-01-01',
      });
      return process.step('registration-cases', applied, 'register', registrar);
    };

    const suspended = async (
      code: string,
      situations: readonly string[],
      lastDay: string,
    ): Promise<CaseTold> => {
      const found = await process.open('sanction-cases', office, {
        fixmedins_code: HOSPITAL,
        clinician_code: code,
        dept_codg: 'A03',
        occasion: 'agreement_handling',
        occasion_on: '2026-03-02',
        decided_at: '2026-03-02 09:00:00',
        found_on: '2026-02-27',
        violation: '分解住院、超量开药',
        findings: situations.map((situation) => ({ situation, inspection_id: 'check-1' })),
      });
      const scored = await process.step('sanction-cases', found, 'score', scorer);
      const proposed = await process.step('sanction-cases', scored, 'propose', scorer, {
        measure: 'suspended',
        cause: 'points',
        scope: 'person',
        from: '2026-03-10',
        last_day: lastDay,
      });
      return process.step('sanction-cases', proposed, 'approve', reviewer);
    };

    it('art. 7: the institution applies and the registrar registers, each at a place of their own', async () => {
      expect((await register(DOCTOR)).state).toBe('registered');
      expect(await kindsOf(DOCTOR)).toEqual(['clinician', 'registration']);
      expect(await line(DOCTOR, '2026-03-02')).toBe('accept');
      await register(COLLEAGUE);
      const stranger = await process.person('institution_office', { institutions: ['H46010000002'] });
      const foreign = await process.tryOpen('registration-cases', stranger, {
        fixmedins_code: HOSPITAL,
        clinician_code: DOCTOR,
        name: '林某',
        category: 'doctor',
        main_site: false,
        from: '2026-01-01',
      });
      expect(foreign.status).toBe(403);
    });

    it('art. 10 to 12: findings come from the department, the agency and the institution; only the last has a day to report by', async () => {
      const finding = (foundOn: object) => ({
        fixmedins_code: HOSPITAL,
        clinician_code: COLLEAGUE,
        occasion: 'agreement_handling',
        occasion_on: '2026-03-02',
        decided_at: '2026-03-02 09:00:00',
        violation: '推诿病人',
        findings: [{ situation: 'HI22-19-1' }],
        ...foundOn,
      });
      const deadlinesOf = async (who: Somebody, foundOn = {}): Promise<readonly string[]> => {
        const found = await process.open('sanction-cases', who, finding(foundOn));
        const { deadlines } = await process.read('sanction-cases', found.case_id, reviewer);
        return deadlines.map(({ name, overdue }) => `${name} ${overdue ? 'overdue' : 'in time'}`);
      };
      expect(await deadlinesOf(department)).toEqual([]);
      expect(await deadlinesOf(scorer)).toEqual([]);
      expect(await deadlinesOf(office, { found_on: '2026-02-25' })).toEqual(['report_finding in time']);
      expect(await deadlinesOf(office, { found_on: '2026-02-09' })).toEqual(['report_finding overdue']);
      const doctorsOwn = await process.tryOpen('sanction-cases', doctor, finding({}));
      expect(doctorsOwn.status).toBe(403);
    });

    it('art. 12, 14, 17, 19, 20: 3 + 3 + 1 points of one inspection are 7 and three months; another length is refused', async () => {
      const ordered = await suspended(DOCTOR, ['HI22-17-1', 'HI22-17-2', 'HI22-19-3'], '2026-06-09');
      expect(ordered.data).toMatchObject({ score: { year_total: 7, months: 3, grade: 'D' } });
      const whole = await process.read('sanction-cases', ordered.case_id, reviewer);
      expect(whole.deadlines.find(({ name }) => name === 'report_finding')).toMatchObject({
        // 28 February 2026, a Saturday, is a working day by the official calendar.
        due_on: '2026-03-05',
        overdue: false,
      });
      await expect(suspended(COLLEAGUE, ['HI22-16-1'], '2026-09-09')).rejects.toThrow('period-not-allowed');
      expect(await line(DOCTOR, '2026-03-09')).toBe('accept');
      expect(await line(DOCTOR, '2026-03-10')).toBe('reject CLINICIAN_SUSPENDED');
      expect(await line(DOCTOR, '2026-03-10', { med_type: '13' })).toBe(
        'accept CLINICIAN_SUSPENDED EMERGENCY_EXEMPT',
      );
      expect(await line(COLLEAGUE, '2026-03-10')).toBe('accept');
    });

    it('art. 15: fraud costs all twelve points, and what else was found in the inspection no more', async () => {
      await register('D460100000006');
      const found = await process.open('sanction-cases', office, {
        fixmedins_code: HOSPITAL,
        clinician_code: 'D460100000006',
        occasion: 'agreement_handling',
        occasion_on: '2026-03-02',
        decided_at: '2026-03-02 09:00:00',
        violation: '诱导他人虚假就医、分解住院',
        findings: ['HI22-15-1', 'HI22-17-1'].map((situation) => ({ situation, inspection_id: 'check-6' })),
      });
      const scored = await process.step('sanction-cases', found, 'score', scorer);
      expect(scored.data).toMatchObject({ score: { year_total: 12, outcome: 'suspend', months: 12 } });
    });

    it('art. 23: the second suspension in a department proposes that of the department', async () => {
      const second = await suspended(COLLEAGUE, ['HI22-16-1'], '2026-06-09');
      expect(second.data).toMatchObject({ department_to_be_proposed: true });
      expect(await line(COLLEAGUE, '2026-03-10')).toBe('reject CLINICIAN_SUSPENDED');
    });

    it('art. 13, 16, 20: of two cases scored side by side the one approved second is scored again, on the total of both', async () => {
      const code = 'D460100000004';
      await register(code);
      const sixPoints = async (inspection: string): Promise<CaseTold> => {
        const found = await process.open('sanction-cases', scorer, {
          fixmedins_code: HOSPITAL,
          clinician_code: code,
          occasion: 'agreement_handling',
          occasion_on: '2026-03-02',
          decided_at: `2026-03-02 09:00:0${inspection}`,
          violation: '受行政处罚',
          findings: [{ situation: 'HI22-16-1', inspection_id: inspection }],
        });
        const scored = await process.step('sanction-cases', found, 'score', scorer);
        expect(scored.data).toMatchObject({ score: { year_total: 6, months: 3 } });
        return process.step('sanction-cases', scored, 'propose', scorer, {
          measure: 'suspended',
          cause: 'points',
          scope: 'person',
          from: '2026-03-10',
          last_day: '2026-06-09',
        });
      };
      const [first, second] = [await sixPoints('1'), await sixPoints('2')];
      await process.step('sanction-cases', first, 'approve', reviewer);
      const outdated = await process.tryStep('sanction-cases', second, 'approve', reviewer);
      expect(refusalOf(outdated)).toBe('409 score-outdated');
      const returned = await process.step('sanction-cases', second, 'refuse', reviewer, {
        reasons: '重新记分',
      });
      const again = await process.step('sanction-cases', returned, 'score', scorer);
      expect(again.data).toMatchObject({ score: { year_total: 12, months: 12 } });
    });

    it('art. 26: an early restoration takes the administrative department, an assessment and a second person', async () => {
      const sanction = (await process.onFile(COLLEAGUE)).find(({ kind }) => kind === 'sanction');
      const documentNo = sanction?.kind === 'sanction' ? sanction.documentNo : '';
      const body = {
        fixmedins_code: HOSPITAL,
        clinician_code: COLLEAGUE,
        document_no: documentNo,
        declaration: '科室仅余一名医师',
      };
      const ordinary = await process.tryOpen('restoration-cases', office, { ...body, early: false });
      expect(ordinary.body).toMatchObject({
        status: 409,
        type: expect.stringContaining('restores-by-itself'),
      });
      const applied = await process.open('restoration-cases', office, { ...body, early: true });
      const assessedAtOnce = await process.step('restoration-cases', applied, 'assess', scorer, {
        passed: true,
        reasons: '考核合格',
      });
      const unapproved = await process.tryStep('restoration-cases', assessedAtOnce, 'confirm', reviewer);
      expect(unapproved.body).toMatchObject({ status: 409, type: expect.stringContaining('not-approved') });

      const again = await process.open('restoration-cases', office, { ...body, early: true });
      const approved = await process.step('restoration-cases', again, 'approve-early', department, {
        reasons: '诊疗需要',
      });
      const assessed = await process.step('restoration-cases', approved, 'assess', scorer, {
        passed: true,
        reasons: '考核合格',
      });
      expect((await process.step('restoration-cases', assessed, 'confirm', reviewer)).state).toBe('restored');
      expect(await kindsOf(COLLEAGUE)).toContain('restoration');
      expect(await line(COLLEAGUE, '2026-03-10')).toBe('accept');
    });

    it('art. 8: who retires is deregistered at the site', async () => {
      await register('D460100000003');
      const reported = await process.open('leaving-cases', office, {
        fixmedins_code: HOSPITAL,
        clinician_code: 'D460100000003',
        reason: 'retired',
        from: '2026-07-01',
      });
      await process.step('leaving-cases', reported, 'deregister', registrar);
      expect(await kindsOf('D460100000003')).toContain('deregistration');
      expect(await line('D460100000003', '2026-06-30')).toBe('accept');
      expect(await line('D460100000003', '2026-07-01')).toBe('reject DEREGISTERED');
    });

    it('art. 9, 21: each site of a doctor registers; who loses the licence is deregistered at all of them', async () => {
      const code = 'D460100000005';
      await register(code);
      const otherOffice = await process.person('institution_office', { institutions: [OTHER_HOSPITAL] });
      const applied = await process.open('registration-cases', otherOffice, {
        fixmedins_code: OTHER_HOSPITAL,
        clinician_code: code,
        name: '林某',
        category: 'doctor',
        main_site: false,
        from: '2026-01-01',
      });
      await process.step('registration-cases', applied, 'register', registrar);
      const everywhere = async (day: string): Promise<readonly string[]> => [
        await line(code, day),
        await line(code, day, { fixmedins_code: OTHER_HOSPITAL }),
      ];
      expect(await everywhere('2026-04-30')).toEqual(['accept', 'accept']);
      const reported = await process.open('leaving-cases', registrar, {
        fixmedins_code: HOSPITAL,
        clinician_code: code,
        reason: 'licence_cancelled',
        from: '2026-05-01',
      });
      await process.step('leaving-cases', reported, 'deregister', registrar);
      expect(await everywhere('2026-05-01')).toEqual(['reject DEREGISTERED', 'reject DEREGISTERED']);
    });

    it('a clinician sees the own cases and nobody else’s', async () => {
      const own = await process.admin.ask('get', '/v1/sanction-cases', doctor.token);
      expect(own.status).toBe(403);
      const appeals = await process.admin.ask('get', '/v1/appeal-cases', doctor.token);
      expect(appeals.body).toEqual({ items: [], next: null });
    });

    it('an emergency: the scorer approves alone with a reason, another reviews it, the same person cannot', async () => {
      const found = await process.open('sanction-cases', scorer, {
        fixmedins_code: HOSPITAL,
        clinician_code: COLLEAGUE,
        occasion: 'agreement_handling',
        occasion_on: '2026-06-10',
        decided_at: '2026-06-10 10:00:00',
        violation: '责令暂停执业',
        findings: [],
      });
      const proposed = await process.step('sanction-cases', found, 'propose', scorer, {
        measure: 'suspended',
        cause: 'practice_order',
        scope: 'person',
        from: '2026-06-10',
        last_day: '2026-12-09',
      });
      const without = await process.tryStep('sanction-cases', proposed, 'approve', scorer);
      expect(without.body).toMatchObject({ status: 409, type: expect.stringContaining('only-in-emergency') });
      const approved = await process.step('sanction-cases', proposed, 'approve', scorer, {
        emergency_reason: '正在大量骗取基金',
      });
      expect((await process.read('sanction-cases', approved.case_id, reviewer)).events.at(-1)).toMatchObject({
        event: 'approve',
        emergency: true,
      });
      const reviewed = await process.step('sanction-cases', approved, 'review-emergency', reviewer, {
        upheld: true,
        reasons: '情况属实',
      });
      expect(reviewed.state).toBe('approved');
      const twice = await process.tryStep('sanction-cases', approved, 'review-emergency', reviewer, {
        upheld: true,
        reasons: '情况属实',
      });
      expect(twice.body).toMatchObject({ status: 409, type: expect.stringContaining('nothing-to-review') });
    });

    it('art. 22: a served suspension is restored by itself from the day after its last, once however often it is looked for', async () => {
      const { parts, clock } = process.admin;
      clock.at = startOfDay(dayOf(2026, 6, 9)!);
      expect(await restoreServed(parts)).toEqual([]);
      clock.at = startOfDay(dayOf(2026, 6, 10)!);
      const found = await Promise.all([restoreServed(parts), restoreServed(parts), restoreServed(parts)]);
      const restored = found.flat().filter((it) => it.code === DOCTOR);
      expect(restored).toMatchObject([{ effectiveFrom: startOfDay(dayOf(2026, 6, 10)!) }]);
      expect((await kindsOf(DOCTOR)).filter((kind) => kind === 'restoration')).toHaveLength(1);
      expect(await line(DOCTOR, '2026-06-09')).toBe('reject CLINICIAN_SUSPENDED');
      expect(await line(DOCTOR, '2026-06-10')).toBe('accept');
    });

    it('art. 13, 22: points of the year go on counting after the restoration', async () => {
      // Sessions of before are over by now.
      const later = await process.person('scorer', { areas: ['4601'] });
      const found = await process.open('sanction-cases', later, {
        fixmedins_code: HOSPITAL,
        clinician_code: DOCTOR,
        occasion: 'agreement_handling',
        occasion_on: '2026-06-10',
        decided_at: '2026-06-10 09:00:00',
        violation: '未核验医保凭证',
        findings: [{ situation: 'HI22-19-3' }],
      });
      const scored = await process.step('sanction-cases', found, 'score', later);
      expect(scored.data).toMatchObject({ score: { year_total: 8, outcome: 'suspend', months: 6 } });
    });

    it('what the cases wrote is in Redis and on the topic, and nothing else', async () => {
      expect(await process.arrived()).toEqual([]);
    });
  },
);
