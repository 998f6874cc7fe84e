/** CONTRACT 8, Sweep: what a revert, or any withdrawal, took back is not brought back by the next step of its case. */
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { CaseTold, Process } from './admin-process';
import { openProcess } from './admin-process';
import { deadlinesTold, detailOf, doctorAt, hospital, refusalOf } from './admin-process-institutions';
import { SANCTION, approved, delivered } from './admin-process-measures';
import type { Handling } from './admin-process-measures';

const HOSPITAL = 'H44010000001';
const CODES = [1, 2, 3, 4, 5].map((number) => `D44010000000${number}`);
const [APPROVED = '', ISSUED = '', DELIVERED = '', APPEALING = '', CORRECTED = ''] = CODES;

interface Listed {
  readonly items: readonly { readonly case_id: string; readonly name: string }[];
}

describeWith(['postgres'], 'a case whose record the registry has withdrawn', () => {
  let process: Process;
  let by: Handling;
  let secondReviewer: Somebody;
  let withdrawals = 0;

  beforeAll(async () => {
    process = await openProcess(
      'withdrawn-records',
      [
        hospital(HOSPITAL, '440100'),
        ...CODES.flatMap((code) => doctorAt(code, HOSPITAL, { committed_on: '2025-01-01' })),
      ],
      [{ area: '44', prefix: '粤医保处' }],
    );
    by = {
      scorer: await process.person('scorer', { areas: ['4401'] }),
      reviewer: await process.person('reviewer', { areas: ['4401'] }),
      office: await process.person('institution_office', { institutions: [HOSPITAL] }),
    };
    secondReviewer = await process.person('reviewer', { areas: ['4401'] });
  });
  afterAll(() => process.close());

  const ordered = (code: string): Promise<CaseTold> =>
    approved(
      process,
      by,
      { fixmedinsCode: HOSPITAL, code, points: 10, situation: 'heavy', decidedOn: '2026-03-01' },
      { from: '2026-03-02', last_day: '2026-07-01' },
    );
  const issue = (file: CaseTold) =>
    process.tryStep(SANCTION, file, 'issue', by.scorer, {
      issued_on: '2026-03-02',
      delivery_form: 'paper',
    });
  /** Withdraws a record, as a revert does. */
  const withdrawn = async (recordIdWithdrawn: string): Promise<string> => {
    const recordId = `revert-${(withdrawals += 1)}`;
    const now = process.admin.parts.clock.now();
    const outcome = await process.admin.parts.registry.append([
      {
        ...{ recordId, recordedAt: now, receivedAt: null, knownFrom: now },
        supersedes: recordIdWithdrawn,
        kind: 'withdrawal',
        reason: '误报',
        approvedAt: now,
      },
    ]);
    expect(outcome.kind).toBe('appended');
    return recordId;
  };
  const recordOf = (file: CaseTold): string => String(file.data['record_id']);
  const open = async (file: CaseTold): Promise<readonly string[]> => {
    const path = '/v1/deadlines?which=open&limit=100';
    const { items } = (await process.admin.ask('get', path, by.reviewer.token).expect(200)).body as Listed;
    return items.filter(({ case_id: caseId }) => caseId === file.case_id).map(({ name }) => name);
  };
  const sanctions = async (code: string): Promise<number> =>
    (await process.onFile(code)).filter(({ kind }) => kind === 'sanction').length;

  it.each<readonly [string, string, (file: CaseTold) => ReturnType<typeof issue>]>([
    ['issue', APPROVED, issue],
    [
      'deliver',
      ISSUED,
      (file) => process.tryStep(SANCTION, file, 'deliver', by.office, { delivered_on: '2026-03-02' }),
    ],
    [
      'maintain',
      DELIVERED,
      (file) => process.tryStep(SANCTION, file, 'maintain', by.office, { maintained_on: '2026-03-02' }),
    ],
  ])('takes no step to %s, names the withdrawal, and nothing of it is due', async (event, code, step) => {
    let file = await ordered(code);
    if (event !== 'issue') file = (await issue(file)).body;
    if (event === 'maintain')
      file = await process.step(SANCTION, file, 'deliver', by.office, { delivered_on: '2026-03-02' });
    expect(await open(file)).not.toEqual([]);
    const withdrawal = await withdrawn(recordOf(file));
    const answer = await step(file);
    expect(refusalOf(answer)).toBe('409 record-withdrawn');
    const detail = detailOf(answer);
    expect(detail).toContain(withdrawal);
    expect(detail).toMatch(/[\u4e00-\u9fff]/);
    expect(await sanctions(code)).toBe(0);
    expect(await open(file)).toEqual([]);
    const whole = await process.read(SANCTION, file.case_id, by.reviewer);
    expect(whole).toMatchObject({ withdrawn_by: withdrawal });
    expect(Object.values(deadlinesTold(whole)).filter((told) => /\d$/.test(told))).toEqual([]);
  });

  it('decides no appeal against it, and a case that stands says so', async () => {
    const notice = await delivered(process, by, await ordered(APPEALING), '2026-03-02');
    expect(await process.read(SANCTION, notice.case_id, by.reviewer)).toMatchObject({ withdrawn_by: null });
    const filed = await process.open('appeal-cases', by.office, {
      fixmedins_code: HOSPITAL,
      clinician_code: APPEALING,
      document_no: notice.document_no,
      reasons: '非本人所为',
      signed: true,
      stamped: true,
    });
    const accepted = await process.step('appeal-cases', filed, 'accept', by.reviewer);
    const proposed = await process.step('appeal-cases', accepted, 'propose-decision', by.reviewer, {
      upheld: true,
      reasons: '证据不足',
    });
    await withdrawn(recordOf(notice));
    const decided = await process.tryStep('appeal-cases', proposed, 'confirm', secondReviewer);
    expect(refusalOf(decided)).toBe('409 record-withdrawn');
    expect(await open(filed)).toEqual([]);
  });
  it('corrects nothing whose correction by somebody else was withdrawn: the file then holds what it says', async () => {
    const file = await ordered(CORRECTED);
    const [first] = (await process.onFile(CORRECTED)).filter(({ kind }) => kind === 'sanction');
    if (first?.kind !== 'sanction') throw new Error('nothing was ordered');
    const now = process.admin.parts.clock.now();
    const corrected = {
      ...first,
      recordId: 'by-hand',
      knownFrom: now,
      supersedes: recordOf(file),
      points: 11,
    };
    expect(await process.admin.parts.registry.append([corrected])).toMatchObject({ kind: 'appended' });
    const withdrawal = await withdrawn('by-hand');
    const answer = await issue(file);
    expect(refusalOf(answer)).toBe('409 record-withdrawn');
    expect(detailOf(answer)).toContain(withdrawal);
    expect(await sanctions(CORRECTED)).toBe(0);
  });
});
