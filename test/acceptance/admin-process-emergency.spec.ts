/** What one person did alone in an emergency: upheld by a second one, or taken back by a third step of two people. */
import { describeWith } from '../servers/addresses';
import { configuration, somebody } from './admin-access-parts';
import type { Somebody } from './admin-access-parts';
import type { CaseTold, Process } from './admin-process';
import { openProcess } from './admin-process';
import { deadlinesTold, doctorAt, hospital, refusalOf, statusesOnFile } from './admin-process-institutions';

const HOSPITAL = 'H46010000001';
const CODE = 'D460100000001';
const REVIEW = 'review-emergency';
const ANNUL = 'annul-emergency';
const ALONE = { emergency_reason: '正在大量骗取基金' };
const NOT_UPHELD = { upheld: false, reasons: '事实不清' };

describeWith(['postgres'], 'an act of one person in an emergency', () => {
  let process: Process;
  let scorer: Somebody;
  let registrar: Somebody;
  let reviewer: Somebody;
  let secondReviewer: Somebody;
  let department: Somebody;
  let both: Somebody;

  beforeAll(async () => {
    process = await openProcess(
      'process-emergency',
      [hospital(HOSPITAL, '460100'), ...doctorAt(CODE, HOSPITAL)],
      [{ area: '46', prefix: '琼医保' }],
    );
    scorer = await process.person('scorer', { areas: ['4601'] });
    registrar = await process.person('registrar', { areas: ['4601'] });
    reviewer = await process.person('reviewer', { areas: ['4601'] });
    secondReviewer = await process.person('reviewer', { areas: ['4601'] });
    department = await process.person('admin_department', { areas: ['4601'] });
    both = await somebody(
      process.admin,
      configuration({ roles: ['registrar', 'reviewer'], areas: ['4601'] }),
    );
  });
  afterAll(() => process.close());

  const suspendedAlone = async (): Promise<CaseTold> => {
    const found = await process.open('sanction-cases', scorer, {
      fixmedins_code: HOSPITAL,
      clinician_code: CODE,
      occasion: 'agreement_handling',
      occasion_on: '2026-03-02',
      decided_at: '2026-03-02 08:00:00',
      violation: '责令暂停执业',
      findings: [{ situation: 'HI22-16-1' }],
    });
    const scored = await process.step('sanction-cases', found, 'score', scorer);
    const proposed = await process.step('sanction-cases', scored, 'propose', scorer, {
      measure: 'suspended',
      cause: 'points',
      scope: 'person',
      from: '2026-03-02',
      last_day: '2026-06-01',
    });
    return process.step('sanction-cases', proposed, 'approve', scorer, ALONE);
  };

  it('not upheld: a deadline stays open until someone other than the reviewer takes it back; the sanction never was', async () => {
    const alone = await suspendedAlone();
    const early = await process.tryStep('sanction-cases', alone, ANNUL, secondReviewer);
    expect(refusalOf(early)).toBe('409 nothing-to-annul');
    const reviewed = await process.step('sanction-cases', alone, REVIEW, reviewer, NOT_UPHELD);
    expect(reviewed).toMatchObject({ state: 'approved', version: alone.version });
    const pending = await process.read('sanction-cases', alone.case_id, reviewer);
    expect(deadlinesTold(pending)).toMatchObject({
      review_emergency: '2026-03-09 met',
      annul_emergency: '2026-03-09',
    });
    expect(pending).toMatchObject({
      reviews: [{ seq: alone.version, reviewer: reviewer.userId, upheld: false, reasons: '事实不清' }],
    });
    // Until then it goes its way: the notice is issued and delivered meanwhile.
    const issued = await process.step('sanction-cases', reviewed, 'issue', scorer, {
      issued_on: '2026-03-02',
      delivery_form: 'paper',
    });
    const given = await process.step('sanction-cases', issued, 'deliver', scorer, {
      delivered_on: '2026-03-02',
    });
    expect(refusalOf(await process.tryStep('sanction-cases', given, ANNUL, reviewer))).toBe(
      '409 second-person-needed',
    );
    const annulled = await process.step('sanction-cases', given, ANNUL, secondReviewer);
    expect(annulled.state).toBe('annulled');
    const whole = await process.read('sanction-cases', alone.case_id, reviewer);
    expect(deadlinesTold(whole)).toEqual({
      review_emergency: '2026-03-09 met',
      annul_emergency: '2026-03-09 met',
      appeal: '2026-03-16 withdrawn',
    });
    expect(whole.events.at(-1)).toMatchObject({ event: 'annul_emergency', emergency: false });
    expect((await process.onFile(CODE)).filter(({ kind }) => kind === 'annulment')).toMatchObject([
      { documentNo: annulled.document_no, code: CODE },
    ]);
    const twice = await process.tryStep('sanction-cases', annulled, ANNUL, secondReviewer);
    expect(refusalOf(twice)).toBe('409 nothing-to-annul');
    const further = await process.tryStep('sanction-cases', annulled, 'record-talk', scorer, {
      held_on: '2026-03-02',
      held_by: '医保办主任',
      record: '已知晓',
    });
    expect(refusalOf(further)).toBe('409 wrong-state');
  });

  it('what was taken back counts no points, and the database too refuses the reviewer as the second person', async () => {
    const again = await suspendedAlone();
    expect(again.data).toMatchObject({ score: { year_total: 6 } });
    await process.step('sanction-cases', again, REVIEW, reviewer, NOT_UPHELD);
    await expect(
      process.admin.rows(
        `INSERT INTO case_event (case_id, seq, event, to_state, actor, at, input, record_ids, moves_money, proposed_by, emergency)
         VALUES ($1, 99, 'annul_emergency', 'annulled', $2, now(), '{}', '{}', true, $2, false)`,
        [again.case_id, reviewer.userId],
      ),
    ).rejects.toThrow('case_event_second_person');
  });

  it('upheld: nothing is left to do', async () => {
    const alone = await suspendedAlone();
    await process.step('sanction-cases', alone, REVIEW, reviewer, { upheld: true, reasons: '情况属实' });
    expect(refusalOf(await process.tryStep('sanction-cases', alone, ANNUL, secondReviewer))).toBe(
      '409 nothing-to-annul',
    );
    const told = deadlinesTold(await process.read('sanction-cases', alone.case_id, reviewer));
    expect(Object.keys(told)).not.toContain('annul_emergency');
  });

  it.each([
    [
      'a suspension of an institution, changed since',
      'institution-status-cases',
      { status: 'suspended', from: '2026-03-02', last_day: '2026-04-01', grounds: '骗保' },
      async (file: CaseTold): Promise<CaseTold> => {
        const proposed = await process.step('institution-status-cases', file, 'propose-end', registrar, {
          overturned: false,
          last_day: '2026-03-20',
          reasons: '提前结束',
        });
        return process.step('institution-status-cases', proposed, 'confirm-change', reviewer);
      },
      ['suspended never'],
    ],
    [
      'an exemption of an institution',
      'exemption-cases',
      { from: '2026-03-02', last_day: '2026-04-01', reasons: '唯一的急救机构' },
      (file: CaseTold): Promise<CaseTold> => Promise.resolve(file),
      [],
    ],
  ] as const)('%s never was', async (_, path, body, meanwhile, statuses) => {
    const opener = path === 'exemption-cases' ? department : both;
    const proposed = await process.open(path, opener, { fixmedins_code: HOSPITAL, ...body });
    const alone = await process.step(path, proposed, 'approve', opener, ALONE);
    expect(refusalOf(await process.tryStep(path, alone, REVIEW, opener, NOT_UPHELD))).toBe(
      '409 second-person-needed',
    );
    await process.step(path, alone, REVIEW, reviewer, NOT_UPHELD);
    const annulled = await process.step(path, await meanwhile(alone), ANNUL, secondReviewer);
    expect(annulled.state).toBe('annulled');
    const exemptions = (await process.onFile(HOSPITAL)).flatMap((it) =>
      it.kind === 'exemption' ? [it.until <= it.from] : [],
    );
    expect(exemptions).toEqual(path === 'exemption-cases' ? [true] : []);
    if (statuses.length > 0) expect(await statusesOnFile(process, HOSPITAL)).toEqual(statuses);
  });

  it('a guidance that ended a termination: the termination stands again', async () => {
    const SITE = 'institution-status-cases';
    const terminated = await process.open(SITE, registrar, {
      fixmedins_code: HOSPITAL,
      status: 'terminated',
      from: '2024-03-01',
      grounds: '解除协议',
    });
    await process.step(SITE, terminated, 'approve', reviewer);
    const proposed = await process.open(SITE, both, {
      fixmedins_code: HOSPITAL,
      status: 'guidance',
      from: '2026-03-02',
      grounds: '重新定点',
    });
    const alone = await process.step(SITE, proposed, 'approve', both, ALONE);
    expect(await statusesOnFile(process, HOSPITAL)).toContain('terminated 2024-03-01/2026-03-02');
    await process.step(SITE, alone, REVIEW, reviewer, NOT_UPHELD);
    await process.step(SITE, alone, ANNUL, secondReviewer);
    expect(await statusesOnFile(process, HOSPITAL)).toEqual([
      'guidance never',
      'suspended never',
      'terminated 2024-03-01/open',
    ]);
  });

  it('what could not be taken back is not done alone', async () => {
    const opened = await process.open('dispute-cases', department, {
      fixmedins_code: HOSPITAL,
      clinician_code: CODE,
      document_no: (await suspendedAlone()).document_no,
      brought_before: 'court',
      reasons: '判决撤销',
    });
    const proposed = await process.step('dispute-cases', opened, 'propose-result', department, {
      reversed: true,
      source: 'court',
      decision_no: '（2026）琼01行初1号',
      decided_on: '2026-03-02',
      reasons: '判决撤销',
    });
    const alone = await process.tryStep('dispute-cases', proposed, 'confirm-result', department, ALONE);
    expect(alone.status).toBe(422);
  });
});
