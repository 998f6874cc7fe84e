/** What was due of a measure that never was is due no more: after an appeal upheld, or a dispute reversed. */
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { CaseTold, Process } from './admin-process';
import { openProcess } from './admin-process';
import { deadlinesTold, doctorAt, hospital, refusalOf, setClock } from './admin-process-institutions';
import { SANCTION, approved, delivered } from './admin-process-measures';
import type { Handling } from './admin-process-measures';

const HOSPITAL = 'H44010000001';
const [APPEALING, SUING, STANDING] = ['D440100000001', 'D440100000002', 'D440100000003'] as const;
const [APPEAL, DISPUTE] = ['appeal-cases', 'dispute-cases'];

interface Listed {
  readonly items: readonly { readonly case_id: string; readonly name: string; readonly overdue: boolean }[];
}

describeWith(['postgres'], 'deadlines of a measure that was annulled', () => {
  let process: Process;
  let by: Handling;
  let secondReviewer: Somebody;
  let department: Somebody;
  let secondOfDepartment: Somebody;

  beforeAll(async () => {
    process = await openProcess(
      'withdrawn-deadlines',
      [
        hospital(HOSPITAL, '440100'),
        ...[APPEALING, SUING, STANDING].flatMap((code) =>
          doctorAt(code, HOSPITAL, { committed_on: '2025-01-01' }),
        ),
      ],
      [{ area: '44', prefix: '粤医保处' }],
      { values: new Map([['guangdong-2025', new Map([['promptWorkingDays', '3']])]]) },
    );
    by = {
      scorer: await process.person('scorer', { areas: ['4401'] }),
      reviewer: await process.person('reviewer', { areas: ['4401'] }),
      office: await process.person('institution_office', { institutions: [HOSPITAL] }),
    };
    secondReviewer = await process.person('reviewer', { areas: ['4401'] });
    department = await process.person('admin_department', { areas: ['4401'] });
    secondOfDepartment = await process.person('admin_department', { areas: ['4401'] });
  });
  afterAll(() => process.close());

  const ordered = (code: string): Promise<CaseTold> =>
    approved(
      process,
      by,
      { fixmedinsCode: HOSPITAL, code, points: 10, situation: 'heavy', decidedOn: '2026-03-01' },
      { from: '2026-03-02', last_day: '2026-07-01' },
    );
  const about = (code: string, { document_no: documentNo }: CaseTold) => ({
    fixmedins_code: HOSPITAL,
    clinician_code: code,
    document_no: documentNo,
    reasons: '非本人所为',
  });
  const told = async (file: CaseTold) =>
    deadlinesTold(await process.read(SANCTION, file.case_id, by.reviewer));
  const listed = async (which: string, file: CaseTold): Promise<readonly string[]> => {
    const path = `/v1/deadlines?which=${which}&limit=100`;
    const { items } = (await process.admin.ask('get', path, by.reviewer.token).expect(200)).body as Listed;
    return items.filter(({ case_id: caseId }) => caseId === file.case_id).map(({ name }) => name);
  };

  it('an appeal is upheld: appeal, maintenance and restoration are withdrawn, what was met stays met', async () => {
    const notice = await delivered(process, by, await ordered(APPEALING), '2026-03-02');
    const filed = await process.open(APPEAL, by.office, {
      ...about(APPEALING, notice),
      signed: true,
      stamped: true,
    });
    const accepted = await process.step(APPEAL, filed, 'accept', by.reviewer);
    const proposed = await process.step(APPEAL, accepted, 'propose-decision', by.reviewer, {
      upheld: true,
      reasons: '证据不足',
    });
    expect(await listed('open', notice)).toHaveLength(3);
    await process.step(APPEAL, proposed, 'confirm', secondReviewer);
    expect(await told(notice)).toEqual({
      issue_notice: '2026-03-06 met',
      maintain_status: '2026-03-05 withdrawn',
      appeal: '2026-03-16 withdrawn',
      apply_for_restoration: '2026-06-09 withdrawn',
    });
    expect(await listed('open', notice)).toEqual([]);
    expect(await listed('met', notice)).toEqual(['issue_notice']);
    expect(await listed('withdrawn', notice)).toEqual(['maintain_status', 'appeal', 'apply_for_restoration']);
    const [entry] = await process.admin.rows(
      `SELECT entry::json -> 'details' ->> 'withdrawn' AS withdrawn FROM audit_entry
       WHERE entry::json ->> 'action' = 'appeal.confirm'`,
    );
    expect(entry).toEqual({ withdrawn: notice.document_no });
    const late = await process.tryStep(SANCTION, notice, 'maintain', by.office, {
      maintained_on: '2026-03-02',
    });
    expect(refusalOf(late)).toBe('409 annulled-before');
  });

  it('a review reverses what is not delivered yet: its delivery is due no more, and cannot be recorded', async () => {
    const issued = await process.step(SANCTION, await ordered(SUING), 'issue', by.scorer, {
      issued_on: '2026-03-02',
      delivery_form: 'paper',
    });
    const opened = await process.open(DISPUTE, department, {
      ...about(SUING, issued),
      brought_before: 'administrative_review',
    });
    const proposed = await process.step(DISPUTE, opened, 'propose-result', secondOfDepartment, {
      reversed: true,
      source: 'administrative_review',
      decision_no: '粤府复〔2026〕1号',
      decided_on: '2026-03-02',
      reasons: '事实不清',
    });
    expect(await listed('open', issued)).toEqual(['deliver_notice']);
    await process.step(DISPUTE, proposed, 'confirm-result', department);
    expect(await listed('open', issued)).toEqual([]);
    const further = await process.tryStep(SANCTION, issued, 'deliver', by.office, {
      delivered_on: '2026-03-02',
    });
    expect(refusalOf(further)).toBe('409 annulled-before');
    const file = await process.admin.ask('get', `/v1/clinicians/${SUING}/file`, department.token);
    expect((file.body as { deadlines: readonly object[] }).deadlines).toContainEqual(
      expect.objectContaining({ name: 'deliver_notice', of: issued.case_id, state: 'withdrawn' }),
    );
  });

  it('what stands is overdue when its day is over; what was withdrawn never is', async () => {
    const notice = await delivered(process, by, await ordered(STANDING), '2026-03-02');
    setClock(process, '2026-03-09');
    by = { ...by, reviewer: await process.person('reviewer', { areas: ['4401'] }) };
    const answer = await process.admin.ask('get', '/v1/deadlines?which=overdue&limit=100', by.reviewer.token);
    expect((answer.body as Listed).items).toMatchObject([
      { case_id: notice.case_id, name: 'maintain_status', overdue: true },
    ]);
    const all = await process.admin.ask('get', '/v1/deadlines?which=all&limit=100', by.reviewer.token);
    const { items } = all.body as Listed;
    expect(items.filter(({ overdue }) => overdue)).toHaveLength(1);
  });
});
