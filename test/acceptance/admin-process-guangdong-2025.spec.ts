/** guangdong-2025 art. 23 to 37: from a finding to a measure in force, its notice, and an appeal that is upheld. */
import { formatInstant } from '@gatekeeper/calendar';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { CaseTold, Process } from './admin-process';
import { openProcess } from './admin-process';

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

describeWith(['postgres'], 'guangdong-2025: the process of a measure', () => {
  let process: Process;
  let scorer: Somebody;
  let reviewer: Somebody;
  let secondReviewer: Somebody;
  let office: Somebody;
  let doctor: Somebody;

  beforeAll(async () => {
    process = await openProcess('process-guangdong', RECORDS, [{ area: '44', prefix: '粤医保处' }]);
    scorer = await process.person('scorer', { areas: ['4401'] });
    reviewer = await process.person('reviewer', { areas: ['4401'] });
    secondReviewer = await process.person('reviewer', { areas: ['44'] });
    office = await process.person('institution_office', { institutions: [HOSPITAL] });
    doctor = await process.person('clinician', { code: DOCTOR });
  });
  afterAll(() => process.close());

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

  it('art. 24, 25, 28: scored, proposed, approved by another, issued, delivered, maintained', async () => {
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
  });
});
