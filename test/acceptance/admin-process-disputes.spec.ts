/** hainan-2022 art. 25, guangdong-2025 art. 35: after an appeal was rejected, coordination; after that review or a court. */
import { formatInstant } from '@gatekeeper/calendar';
import { LINFEN_VALUES } from '../regulation/linfen-filled';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { CaseTold, Process } from './admin-process';
import { openProcess } from './admin-process';
import { deadlinesTold, doctorAt, hospital, refusalOf, setClock } from './admin-process-institutions';
import { approved, delivered, scored } from './admin-process-measures';
import type { Handling } from './admin-process-measures';

const HOSPITAL = 'H44010000001';
const [DISPUTING, SUING, LATE, LOADED] = [1, 2, 3, 4].map((n) => `D44010000000${n}`) as [
  string,
  string,
  string,
  string,
];
const APPEAL = 'appeal-cases';
const DISPUTE = 'dispute-cases';
const FOUR_MONTHS = { from: '2026-03-02', last_day: '2026-07-01' };
const LOADED_DOCUMENT = '粤医保处〔2024〕7号';

const annulments = async (process: Process, code: string): Promise<readonly string[]> =>
  (await process.onFile(code)).flatMap((it) =>
    it.kind === 'annulment' ? [`${it.documentNo} ${formatInstant(it.decidedAt)}`] : [],
  );

describeWith(['postgres'], 'guangdong-2025 art. 35: what is still in dispute', () => {
  let process: Process;
  let by: Handling;
  let doctor: Somebody;
  let secondReviewer: Somebody;
  let department: Somebody;
  let secondOfDepartment: Somebody;

  beforeAll(async () => {
    process = await openProcess(
      'process-disputes',
      [
        hospital(HOSPITAL, '440100'),
        ...[DISPUTING, SUING, LATE, LOADED].flatMap((code) =>
          doctorAt(code, HOSPITAL, { committed_on: '2025-01-01' }),
        ),
        {
          kind: 'sanction',
          record_id: 'loaded',
          recorded_at: '2025-01-01 00:00:00',
          document_no: LOADED_DOCUMENT,
          code: LOADED,
          status: 'terminated',
          scope: 'person',
          fixmedins_code: HOSPITAL,
          cause: 'discipline',
          from: '2024-12-01',
          last_day: '2027-11-30',
          decided_at: '2024-11-20 09:00:00',
        },
      ],
      [{ area: '44', prefix: '粤医保处' }],
    );
    by = {
      scorer: await process.person('scorer', { areas: ['4401'] }),
      reviewer: await process.person('reviewer', { areas: ['4401'] }),
      office: await process.person('institution_office', { institutions: [HOSPITAL] }),
    };
    secondReviewer = await process.person('reviewer', { areas: ['44'] });
    doctor = await process.person('clinician', { code: DISPUTING });
    department = await process.person('admin_department', { areas: ['4401'] });
    secondOfDepartment = await process.person('admin_department', { areas: ['4401'] });
  });
  afterAll(() => process.close());

  const suspended = async (code: string): Promise<string> => {
    const finding = {
      fixmedinsCode: HOSPITAL,
      code,
      points: 10,
      situation: 'heavy',
      decidedOn: '2026-03-01',
    } as const;
    const file = await approved(process, by, finding, FOUR_MONTHS);
    return (await delivered(process, by, file, '2026-03-02')).document_no ?? '';
  };
  const about = (code: string, documentNo: string) => ({
    fixmedins_code: HOSPITAL,
    clinician_code: code,
    document_no: documentNo,
    reasons: '非本人所为',
  });
  const appealed = async (code: string, documentNo: string, upheld: boolean): Promise<CaseTold> => {
    const filed = await process.open(APPEAL, by.office, {
      ...about(code, documentNo),
      signed: true,
      stamped: true,
    });
    const accepted = await process.step(APPEAL, filed, 'accept', by.reviewer);
    const proposed = await process.step(APPEAL, accepted, 'propose-decision', by.reviewer, {
      upheld,
      reasons: '证据充分',
    });
    return process.step(APPEAL, proposed, 'confirm', secondReviewer);
  };
  const result = (more: object) => ({
    reversed: false,
    source: 'coordination',
    decided_on: '2026-03-02',
    reasons: '协调意见',
    ...more,
  });

  it('coordinated after a rejected appeal, stands; a court reverses it, and the sanction never was', async () => {
    const documentNo = await suspended(DISPUTING);
    const dispute = { ...about(DISPUTING, documentNo), brought_before: 'coordination' };
    expect(refusalOf(await process.tryOpen(DISPUTE, doctor, dispute))).toBe('409 no-rejected-appeal');
    expect((await appealed(DISPUTING, documentNo, false)).state).toBe('rejected');
    const brought = await process.open(DISPUTE, doctor, dispute);
    expect(brought).toMatchObject({ state: 'coordinating', document_no: documentNo });
    expect(refusalOf(await process.tryOpen(DISPUTE, by.office, dispute))).toBe('409 disputed-before');

    const proposed = await process.step(DISPUTE, brought, 'propose-result', department, result({}));
    expect(refusalOf(await process.tryStep(DISPUTE, proposed, 'confirm-result', department))).toBe(
      '409 second-person-needed',
    );
    const returned = await process.step(DISPUTE, proposed, 'return-result', secondOfDepartment, {
      reasons: '补充材料',
    });
    expect(returned.state).toBe('coordinating');
    const again = await process.step(DISPUTE, returned, 'propose-result', department, result({}));
    const stands = await process.step(DISPUTE, again, 'confirm-result', secondOfDepartment);
    expect(stands.state).toBe('stands');
    expect(await annulments(process, DISPUTING)).toEqual([]);

    const judged = { reversed: true, source: 'court', decision_no: '（2026）粤01行初1号' };
    for (const [wrong, name] of [
      [result({ reversed: true }), 'not-in-coordination'],
      [result({ ...judged, decision_no: undefined }), 'decision-number-missing'],
      [result({ ...judged, decided_on: '2026-03-03' }), 'decided-in-future'],
    ] as const)
      expect(refusalOf(await process.tryStep(DISPUTE, stands, 'propose-result', department, wrong))).toBe(
        `409 ${name}`,
      );
    const judgment = await process.step(DISPUTE, stands, 'propose-result', department, result(judged));
    const reversed = await process.step(DISPUTE, judgment, 'confirm-result', secondOfDepartment);
    expect(reversed).toMatchObject({
      state: 'reversed',
      data: { results: [{ source: 'coordination', reversed: false }, judged] },
    });
    expect(await annulments(process, DISPUTING)).toEqual([`${documentNo} 2026-03-02T00:00:00+08:00`]);
    const further = { ...dispute, brought_before: 'court' };
    expect(refusalOf(await process.tryOpen(DISPUTE, department, further))).toBe('409 annulled-before');
  });

  it('what was annulled counts no points: 10 of it are not in the next decision’s total', async () => {
    const next = await scored(process, by, {
      fixmedinsCode: HOSPITAL,
      code: DISPUTING,
      points: 5,
      situation: 'middle',
      decidedOn: '2026-03-02',
    });
    expect(next.data).toMatchObject({ score: { year_total: 5, outcome: 'inform' } });
  });

  it('a review’s reversal is recorded by the department where nobody brought a dispute, of a measure loaded too', async () => {
    const documentNo = await suspended(SUING);
    const record = { ...about(SUING, documentNo), brought_before: 'administrative_review' };
    expect(refusalOf(await process.tryOpen(DISPUTE, by.office, record))).toBe('409 recorded-by-department');
    const unknown = { ...record, document_no: LOADED_DOCUMENT };
    expect(refusalOf(await process.tryOpen(DISPUTE, department, unknown))).toBe('409 no-such-document');
    for (const [code, document] of [
      [SUING, documentNo],
      [LOADED, LOADED_DOCUMENT],
    ] as const) {
      const opened = await process.open(DISPUTE, department, { ...record, ...about(code, document) });
      expect(opened.state).toBe('decided_elsewhere');
      const proposed = await process.step(DISPUTE, opened, 'propose-result', secondOfDepartment, {
        reversed: true,
        source: 'administrative_review',
        decision_no: '粤府复〔2026〕1号',
        decided_on: '2026-02-27',
        reasons: '事实不清',
      });
      await process.step(DISPUTE, proposed, 'confirm-result', department);
      expect(await annulments(process, code)).toEqual([`${document} 2026-02-27T00:00:00+08:00`]);
    }
  });

  it('an appeal that came too late is no objection, and leaves nothing in dispute', async () => {
    const finding = {
      fixmedinsCode: HOSPITAL,
      code: LATE,
      points: 10,
      situation: 'heavy',
      decidedOn: '2026-01-05',
    } as const;
    const file = await approved(process, by, finding, { from: '2026-01-05', last_day: '2026-05-04' });
    const documentNo = (await delivered(process, by, file, '2026-01-06')).document_no ?? '';
    const waived = await process.open(APPEAL, by.office, {
      ...about(LATE, documentNo),
      signed: true,
      stamped: true,
    });
    expect(waived.state).toBe('waived');
    const dispute = { ...about(LATE, documentNo), brought_before: 'coordination' };
    expect(refusalOf(await process.tryOpen(DISPUTE, by.office, dispute))).toBe('409 no-rejected-appeal');
  });
});

describeWith(['postgres'], 'linfen 4-4 and 4-5: the notice after an assessment is appealed against', () => {
  const [SITE, CODE] = ['H14100000001', 'D141000000001'];
  const ASSESSMENT = 'assessment-cases';
  let process: Process;
  beforeAll(async () => {
    process = await openProcess(
      'process-assessment-appeal',
      [hospital(SITE, '141000'), ...doctorAt(CODE, SITE, { certificate_until: '2028-12-31' })],
      [{ area: '1410', prefix: '临医保' }],
      { values: new Map([['linfen', new Map(Object.entries(LINFEN_VALUES))]]) },
    );
  });
  afterAll(() => process.close());

  it('once delivered; upheld, the suspension never was', async () => {
    let office = await process.person('institution_office', { institutions: [SITE] });
    let registrar = await process.person('registrar', { areas: ['1410'] });
    const assessed = await process.open(ASSESSMENT, registrar, {
      fixmedins_code: SITE,
      clinician_code: CODE,
      year: 2025,
      score: 40,
    });
    const shown = await process.step(ASSESSMENT, assessed, 'publish', office, { displayed_on: '2026-03-02' });
    setClock(process, '2026-03-10');
    office = await process.person('institution_office', { institutions: [SITE] });
    registrar = await process.person('registrar', { areas: ['1410'] });
    const reviewer = await process.person('reviewer', { areas: ['1410'] });
    const secondReviewer = await process.person('reviewer', { areas: ['1410'] });
    const closed = await process.step(ASSESSMENT, shown, 'close', registrar);
    const proposed = await process.step(ASSESSMENT, closed, 'propose-measure', registrar, {
      measure: 'suspended',
      from: '2026-04-01',
      months: 3,
      reasons: '考核不合格',
    });
    const ordered = await process.step(ASSESSMENT, proposed, 'approve-measure', reviewer);
    const appeal = {
      fixmedins_code: SITE,
      clinician_code: CODE,
      document_no: ordered.document_no,
      reasons: '评分有误',
      signed: true,
      stamped: true,
    };
    expect(refusalOf(await process.tryOpen(APPEAL, office, appeal))).toBe('409 no-such-notice');
    const early = await process.tryStep(ASSESSMENT, ordered, 'deliver', office, {
      delivered_on: '2026-03-11',
    });
    expect(refusalOf(early)).toBe('409 delivered-in-future');
    const given = await process.step(ASSESSMENT, ordered, 'deliver', office, { delivered_on: '2026-03-10' });
    expect(given.state).toBe('suspended');
    const twice = await process.tryStep(ASSESSMENT, given, 'deliver', office, { delivered_on: '2026-03-10' });
    expect(refusalOf(twice)).toBe('409 delivered-before');
    expect(deadlinesTold(await process.read(ASSESSMENT, given.case_id, office))).toMatchObject({
      appeal: '2026-03-24',
    });
    const [sanction] = (await process.onFile(CODE)).filter(({ kind }) => kind === 'sanction');
    expect(sanction?.kind === 'sanction' && formatInstant(sanction.deliveredAt ?? sanction.from)).toBe(
      '2026-03-10T00:00:00+08:00',
    );

    const filed = await process.open(APPEAL, office, appeal);
    const accepted = await process.step(APPEAL, filed, 'accept', reviewer);
    const decided = await process.step(APPEAL, accepted, 'propose-decision', reviewer, {
      upheld: true,
      reasons: '评分确有错误',
    });
    expect((await process.step(APPEAL, decided, 'confirm', secondReviewer)).state).toBe('upheld');
    expect(await annulments(process, CODE)).toEqual([`${ordered.document_no} 2026-03-10T09:00:00+08:00`]);
  });
});
