/** guangdong-2025 art. 23 to 37: from a finding to a measure in force, its notice, and an appeal that is upheld. */
import { formatInstant } from '@gatekeeper/calendar';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { CaseTold } from './admin-process';
import { openEnforcedProcess } from './admin-process-enforced';
import type { EnforcedProcess } from './admin-process-enforced';

const HOSPITAL = 'H44010000001';
const OTHER_HOSPITAL = 'H44030000001';
const DOCTOR = 'D440100000001';

const head = (recordId: string) => ({ record_id: recordId, recorded_at: '2025-01-01 00:00:00' });
const RECORDS = [
  {
    kind: 'institution',
    ...head('i1'),
    fixmedins_code: HOSPITAL,
    name: '一院',
    type: 'hospital',
    admdvs: '440100',
  },
  {
    kind: 'institution',
    ...head('i2'),
    fixmedins_code: OTHER_HOSPITAL,
    name: '二院',
    type: 'hospital',
    admdvs: '440300',
  },
  { kind: 'clinician', ...head('c1'), code: DOCTOR, name: '陈某', category: 'doctor' },
  {
    kind: 'registration',
    ...head('r1'),
    code: DOCTOR,
    fixmedins_code: HOSPITAL,
    main_site: true,
    from: '2025-01-01',
    committed_on: '2025-01-01',
  },
];

const finding = (points: number) => ({
  fixmedins_code: HOSPITAL,
  clinician_code: DOCTOR,
  occasion: 'penalty',
  occasion_on: '2026-03-02',
  decided_at: '2026-03-02 09:00:00',
  violation: '串换药品',
  findings: [{ situation: 'N23-10-12-1', points }],
});

describeWith(['postgres', 'redis', 'kafka'], 'guangdong-2025: the process of a measure', () => {
  let process: EnforcedProcess;
  let scorer: Somebody;
  let reviewer: Somebody;
  let secondReviewer: Somebody;
  let office: Somebody;
  let doctor: Somebody;

  beforeAll(async () => {
    process = await openEnforcedProcess('process-guangdong', RECORDS, [{ area: '44', prefix: '粤医保处' }]);
    scorer = await process.person('scorer', { areas: ['4401'] });
    reviewer = await process.person('reviewer', { areas: ['4401'] });
    secondReviewer = await process.person('reviewer', { areas: ['44'] });
    office = await process.person('institution_office', { institutions: [HOSPITAL] });
    doctor = await process.person('clinician', { code: DOCTOR });
  });
  afterAll(() => process.close());

  const line = (code: string, day: string, more = {}): Promise<string> =>
    process.decided({ code, at: HOSPITAL, area: '440100' }, day, more);

  const ordered = async (points: number): Promise<CaseTold> => {
    const found = await process.open('sanction-cases', scorer, finding(points));
    const scored = await process.step('sanction-cases', found, 'score', scorer);
    return process.step('sanction-cases', scored, 'propose', scorer, {
      measure: 'suspended',
      cause: 'points',
      scope: 'person',
      from: '2026-03-10',
      last_day: '2026-06-09',
    });
  };

  it('art. 23, 24, 25, 28: with the penalty scored, proposed, approved by another, issued, delivered, maintained', async () => {
    const proposed = await ordered(10);
    expect(proposed.data).toMatchObject({
      score: { year_total: 10, outcome: 'suspend', month_range: [1, 6] },
    });
    const approved = await process.step('sanction-cases', proposed, 'approve', reviewer);
    expect(approved.document_no).toBe('粤医保处〔2026〕1号');
    const issued = await process.step('sanction-cases', approved, 'issue', scorer, {
      issued_on: '2026-03-06',
      delivery_form: 'paper',
    });
    const printed = await process.admin.ask(
      'get',
      `/v1/sanction-cases/${issued.case_id}/notice.pdf`,
      office.token,
    );
    expect(printed.headers['content-type']).toBe('application/pdf');
    expect((printed.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    const delivered = await process.step('sanction-cases', issued, 'deliver', office, {
      delivered_on: '2026-03-09',
    });
    const maintained = await process.step('sanction-cases', delivered, 'maintain', office, {
      maintained_on: '2026-03-12',
    });
    expect(maintained.data).toMatchObject({ days_behind: 2, delay_borne_by: 'institution' });
    const whole = await process.read('sanction-cases', maintained.case_id, reviewer);
    expect(Object.fromEntries(whole.deadlines.map(({ name, due_on }) => [name, due_on]))).toEqual({
      issue_notice: '2026-03-09',
      deliver_notice: '2026-03-11',
      appeal: '2026-03-23',
      apply_for_restoration: '2026-05-19',
    });
    const [sanction] = (await process.onFile(DOCTOR)).filter(({ kind }) => kind === 'sanction');
    expect(sanction).toMatchObject({ documentNo: '粤医保处〔2026〕1号', status: 'suspended', points: 10 });
    expect(sanction?.kind === 'sanction' && formatInstant(sanction.until)).toBe('2026-06-10T00:00:00+08:00');
    expect(sanction?.kind === 'sanction' && sanction.maintainedAt !== null).toBe(true);
  });

  it('art. 15, 38, 41: its lines are refused from the first day to the last, but in emergency; then not by themselves', async () => {
    expect(await line(DOCTOR, '2026-03-09')).toBe('accept');
    expect(await line(DOCTOR, '2026-03-10')).toBe('reject CLINICIAN_SUSPENDED');
    expect(await line(DOCTOR, '2026-03-10', { med_type: '13' })).toBe(
      'accept CLINICIAN_SUSPENDED EMERGENCY_EXEMPT',
    );
    expect(await line(DOCTOR, '2026-06-09')).toBe('reject CLINICIAN_SUSPENDED');
    expect(await line(DOCTOR, '2026-06-10')).toBe('reject NOT_RESTORED');
  });

  it('nobody approves what the same person proposed, by the app and by the database alike', async () => {
    const proposed = await ordered(11);
    expect((await process.tryStep('sanction-cases', proposed, 'approve', scorer)).body).toMatchObject({
      status: 409,
      type: expect.stringContaining('only-in-emergency'),
    });
    await expect(
      process.admin.rows(
        `INSERT INTO case_event (case_id, seq, event, to_state, actor, at, input, record_ids, moves_money, proposed_by, emergency)
         VALUES ($1, 99, 'approve', 'approved', 'x', now(), '{}', '{}', true, 'x', false)`,
        [proposed.case_id],
      ),
    ).rejects.toThrow('case_event_second_person');
  });

  it('a version that was read before another step is stale, and one that is not named is missed', async () => {
    const proposed = await ordered(9);
    await process.step('sanction-cases', proposed, 'refuse', reviewer, { reasons: '依据不足' });
    expect((await process.tryStep('sanction-cases', proposed, 'approve', reviewer)).status).toBe(412);
    const unnamed = await process.admin.ask(
      'post',
      `/v1/sanction-cases/${proposed.case_id}/approve`,
      reviewer.token,
      {},
    );
    expect(unnamed.status).toBe(428);
  });

  it('art. 34, 37: an appeal in time that is upheld; the sanction never was', async () => {
    const [sanction] = (await process.onFile(DOCTOR)).filter(({ kind }) => kind === 'sanction');
    const documentNo = sanction?.kind === 'sanction' ? sanction.documentNo : '';
    const filed = await process.open('appeal-cases', doctor, {
      fixmedins_code: HOSPITAL,
      clinician_code: DOCTOR,
      document_no: documentNo,
      reasons: '非本人所为',
      signed: true,
      stamped: true,
    });
    expect(filed.state).toBe('filed');
    const elsewhere = await process.tryOpen('appeal-cases', doctor, {
      fixmedins_code: OTHER_HOSPITAL,
      clinician_code: DOCTOR,
      document_no: documentNo,
      reasons: '非本人所为',
      signed: true,
      stamped: true,
    });
    expect(elsewhere.body).toMatchObject({ status: 409, type: expect.stringContaining('not-ones-site') });
    const accepted = await process.step('appeal-cases', filed, 'accept', reviewer);
    const decided = await process.step('appeal-cases', accepted, 'propose-decision', reviewer, {
      upheld: true,
      reasons: '证据证明非本人所为',
    });
    expect((await process.tryStep('appeal-cases', decided, 'confirm', reviewer)).status).toBe(409);
    const upheld = await process.step('appeal-cases', decided, 'confirm', secondReviewer);
    expect(upheld.state).toBe('upheld');
    const kinds = (await process.onFile(DOCTOR)).map(({ kind }) => kind);
    expect(kinds).toContain('annulment');
    expect(await line(DOCTOR, '2026-03-10')).toBe('accept');
  });

  describe('registration at each site', () => {
    const NEWCOMER = 'D440100000002';
    const application = (more: object) => ({
      fixmedins_code: HOSPITAL,
      clinician_code: NEWCOMER,
      name: '周某',
      category: 'nurse',
      main_site: true,
      from: '2026-03-02',
      ...more,
    });

    it('art. 8, 11, 12, 14, 18 to 21: a nurse needs the commitment at the site, and a registrar', async () => {
      const registrar = await process.person('registrar', { areas: ['4401'] });
      const without = await process.open('registration-cases', office, application({}));
      const refused = await process.tryStep('registration-cases', without, 'register', registrar);
      expect(refused.body).toMatchObject({
        status: 409,
        type: expect.stringContaining('commitment-missing'),
      });
      const committed = await process.open(
        'registration-cases',
        office,
        application({ committed_on: '2026-03-01' }),
      );
      await process.step('registration-cases', committed, 'register', registrar);
      expect((await process.onFile(NEWCOMER)).map(({ kind }) => kind).sort()).toEqual([
        'clinician',
        'registration',
      ]);
      expect(await line(NEWCOMER, '2026-03-01')).toBe('reject NOT_REGISTERED_AT_SITE');
      expect(await line(NEWCOMER, '2026-03-02')).toBe('accept');
    });

    it('art. 13, 16, 17: who changes the workplace is taken off the register there and registers anew elsewhere', async () => {
      const left = await process.open('leaving-cases', office, {
        fixmedins_code: HOSPITAL,
        clinician_code: NEWCOMER,
        reason: 'left',
        from: '2026-05-01',
      });
      const registrar = await process.person('registrar', { areas: ['44'] });
      await process.step('leaving-cases', left, 'deregister', registrar);
      const otherOffice = await process.person('institution_office', { institutions: [OTHER_HOSPITAL] });
      const applied = await process.open(
        'registration-cases',
        otherOffice,
        application({ fixmedins_code: OTHER_HOSPITAL, from: '2026-05-01', committed_on: '2026-04-30' }),
      );
      await process.step('registration-cases', applied, 'register', registrar);
      expect(await line(NEWCOMER, '2026-04-30')).toBe('accept');
      expect(await line(NEWCOMER, '2026-05-01')).toBe('reject DEREGISTERED');
      const there = { code: NEWCOMER, at: OTHER_HOSPITAL, area: '440300' };
      expect(await process.decided(there, '2026-04-30')).toBe('reject NOT_REGISTERED_AT_SITE');
      expect(await process.decided(there, '2026-05-01')).toBe('accept');
    });
  });

  describe('repair, restoration, a late appeal', () => {
    const COLLEAGUE = 'D440100000003';
    let documentNo: string;

    const delivered = async (deliveredOn: string): Promise<CaseTold> => {
      const found = await process.open('sanction-cases', scorer, {
        ...finding(10),
        clinician_code: COLLEAGUE,
      });
      const scored = await process.step('sanction-cases', found, 'score', scorer);
      const proposed = await process.step('sanction-cases', scored, 'propose', scorer, {
        measure: 'suspended',
        cause: 'points',
        scope: 'person',
        from: '2026-01-05',
        last_day: '2026-05-04',
      });
      const approved = await process.step('sanction-cases', proposed, 'approve', reviewer);
      const issued = await process.step('sanction-cases', approved, 'issue', scorer, {
        issued_on: '2026-01-05',
        delivery_form: 'platform',
      });
      return process.step('sanction-cases', issued, 'deliver', office, { delivered_on: deliveredOn });
    };
    const application = (more: object) => ({
      fixmedins_code: HOSPITAL,
      clinician_code: COLLEAGUE,
      document_no: documentNo,
      ...more,
    });

    beforeAll(async () => {
      const registrar = await process.person('registrar', { areas: ['4401'] });
      const applied = await process.open('registration-cases', office, {
        fixmedins_code: HOSPITAL,
        clinician_code: COLLEAGUE,
        name: '吴某',
        category: 'doctor',
        main_site: true,
        from: '2025-01-01',
        committed_on: '2025-01-01',
      });
      await process.step('registration-cases', applied, 'register', registrar);
      documentNo = (await delivered('2026-01-06')).document_no ?? '';
    });

    it('art. 34: an appeal after ten working days is no objection, and nothing more can be done with it', async () => {
      const late = await process.open(
        'appeal-cases',
        office,
        application({ reasons: '有异议', signed: true, stamped: true }),
      );
      expect(late.state).toBe('waived');
      expect((await process.tryStep('appeal-cases', late, 'accept', reviewer)).body).toMatchObject({
        status: 409,
        type: expect.stringContaining('wrong-state'),
      });
    });

    it('art. 30: points repaired below the tier end the period with the day before the approval', async () => {
      const applied = await process.open(
        'repair-cases',
        office,
        application({ reasons: '完成培训并退回基金' }),
      );
      const consented = await process.step('repair-cases', applied, 'consent', office);
      const proposed = await process.step('repair-cases', consented, 'propose', scorer, {
        points: 2,
        reasons: '核减 2 分',
      });
      const repaired = await process.step('repair-cases', proposed, 'approve', reviewer);
      expect(repaired).toMatchObject({ state: 'repaired', data: { total: 8, last_day: '2026-03-01' } });
      expect((await process.onFile(COLLEAGUE)).map(({ kind }) => kind)).toContain('revision');
      expect(await line(COLLEAGUE, '2026-03-01')).toBe('reject CLINICIAN_SUSPENDED');
      expect(await line(COLLEAGUE, '2026-03-02')).toBe('reject NOT_RESTORED');
    });

    it('art. 31: applied for late, it is restored from the day the assessment is confirmed, and the gap is named', async () => {
      const applied = await process.open(
        'restoration-cases',
        office,
        application({ early: false, declaration: '已满暂停时长' }),
      );
      expect(applied.data).toMatchObject({ applied_late: true });
      const whole = await process.read('restoration-cases', applied.case_id, reviewer);
      expect(whole.deadlines).toMatchObject([{ name: 'assess', due_on: '2026-03-16' }]);
      const assessed = await process.step('restoration-cases', applied, 'assess', scorer, {
        passed: true,
        reasons: '考核合格',
      });
      const restored = await process.step('restoration-cases', assessed, 'confirm', reviewer);
      expect(restored).toMatchObject({
        state: 'restored',
        data: { effective_from: '2026-03-02', gap_days: 0 },
      });
      expect(await line(COLLEAGUE, '2026-03-02')).toBe('accept');
      const twice = await process.tryOpen(
        'restoration-cases',
        office,
        application({ early: false, declaration: '再次申请' }),
      );
      expect(twice.body).toMatchObject({ status: 409, type: expect.stringContaining('nothing-to-restore') });
    });
  });

  it('what the cases wrote is in Redis and on the topic, and nothing else', async () => {
    expect(await process.arrived()).toEqual([]);
  });
});
