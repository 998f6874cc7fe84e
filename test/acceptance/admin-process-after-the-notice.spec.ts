/** guangdong-2025 art. 28, 30 and 32: talks and training after a notice, points that a repair took back, the factors of an assessment. */
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { CaseTold, Process } from './admin-process';
import { openProcess } from './admin-process';
import { doctorAt, hospital, refusalOf } from './admin-process-institutions';
import { SANCTION, approved, delivered, scored } from './admin-process-measures';
import type { Finding, Handling } from './admin-process-measures';

const HOSPITAL = 'H44010000001';
const codeOf = (n: number): string => `D4401000000${String(n).padStart(2, '0')}`;
const TALKED = codeOf(1);
const INFORMED = codeOf(2);
const RESTORED = codeOf(3);
const TWICE = codeOf(4);
const REPAIRED = [11, 12, 13, 14].map(codeOf);
const REPAIR = 'repair-cases';
const RESTORATION = 'restoration-cases';

describeWith(['postgres'], 'guangdong-2025: what comes after a notice', () => {
  let process: Process;
  let by: Handling;
  let doctor: Somebody;

  beforeAll(async () => {
    process = await openProcess(
      'process-after-the-notice',
      [
        hospital(HOSPITAL, '440100'),
        ...[TALKED, INFORMED, RESTORED, TWICE, ...REPAIRED].flatMap((code) =>
          doctorAt(code, HOSPITAL, { committed_on: '2025-01-01' }),
        ),
      ],
      [{ area: '44', prefix: '粤医保处' }],
    );
    by = {
      scorer: await process.person('scorer', { areas: ['4401'] }),
      reviewer: await process.person('reviewer', { areas: ['4401'] }),
      office: await process.person('institution_office', { institutions: [HOSPITAL] }),
    };
    doctor = await process.person('clinician', { code: TALKED });
  });
  afterAll(() => process.close());

  const tenPoints = (code: string): Finding => ({
    fixmedinsCode: HOSPITAL,
    code,
    points: 10,
    situation: 'heavy',
    decidedOn: '2026-01-05',
  });
  const suspended = async (code: string): Promise<CaseTold> => {
    const file = await approved(process, by, tenPoints(code), { from: '2026-01-05', last_day: '2026-05-04' });
    return delivered(process, by, file, '2026-01-06');
  };
  const talk = { held_on: '2026-01-08', held_by: '医保办主任', record: '已知晓违规事实，承诺整改' };

  describe('art. 28: the institution talks with the person and trains the person', () => {
    it('before and after the status is shown, each talk kept beside the others', async () => {
      const notice = await suspended(TALKED);
      for (const [held_on, name] of [
        ['2026-01-05', 'held-before-notice'],
        ['2026-03-03', 'held-in-future'],
      ] as const)
        expect(
          refusalOf(await process.tryStep(SANCTION, notice, 'record-talk', by.office, { ...talk, held_on })),
        ).toBe(`409 ${name}`);
      expect((await process.tryStep(SANCTION, notice, 'record-talk', doctor, talk)).status).toBe(403);
      const talked = await process.step(SANCTION, notice, 'record-talk', by.office, talk);
      expect(talked.state).toBe('delivered');
      const shown = await process.step(SANCTION, talked, 'maintain', by.office, {
        maintained_on: '2026-01-08',
      });
      const again = await process.step(SANCTION, shown, 'record-talk', by.scorer, {
        ...talk,
        held_on: '2026-02-03',
      });
      const training = { held_on: '2026-02-10', held_by: '医保办', subject: '医保政策法规' };
      const trained = await process.step(SANCTION, again, 'record-training', by.office, training);
      expect(trained).toMatchObject({
        state: 'maintained',
        data: {
          maintained_on: '2026-01-08',
          talks: [talk, { ...talk, held_on: '2026-02-03' }],
          trainings: [training],
        },
      });
    });

    it('also where the person is only informed, which changes no status', async () => {
      const finding = { ...tenPoints(INFORMED), points: 5, situation: 'middle' } as const;
      const notice = await delivered(
        process,
        by,
        await approved(process, by, finding, 'inform'),
        '2026-01-06',
      );
      const talked = await process.step(SANCTION, notice, 'record-talk', by.office, talk);
      expect(talked).toMatchObject({ state: 'delivered', data: { talks: [talk] } });
    });
  });

  const repaired = async (file: CaseTold, code: string, points: number): Promise<CaseTold> => {
    const applied = await process.open(REPAIR, by.office, {
      fixmedins_code: HOSPITAL,
      clinician_code: code,
      document_no: file.document_no,
      reasons: '完成培训并退回基金',
    });
    const consented = await process.step(REPAIR, applied, 'consent', by.office);
    const proposed = await process.step(REPAIR, consented, 'propose', by.scorer, { points, reasons: '核减' });
    return process.step(REPAIR, proposed, 'approve', by.reviewer);
  };

  describe('art. 30: 10 points and a repair; a later decision of the year adds to what is left', () => {
    it.each([
      [
        '3 back, 1 more: below the suspension',
        REPAIRED[0]!,
        3,
        { points: 1, situation: 'light' },
        8,
        'inform',
      ],
      ['3 back, 2 more: at it', REPAIRED[1]!, 3, { points: 2, situation: 'light' }, 9, 'suspend'],
      [
        '2 back, 3 more: below the termination',
        REPAIRED[2]!,
        2,
        { points: 3, situation: 'light' },
        11,
        'suspend',
      ],
      ['2 back, 4 more: at it', REPAIRED[3]!, 2, { points: 4, situation: 'middle' }, 12, 'terminate'],
    ] as const)('%s', async (_, code, back, more, total, outcome) => {
      await repaired(await suspended(code), code, back);
      const next = await scored(process, by, { ...tenPoints(code), ...more, decidedOn: '2026-03-02' });
      expect(next.data).toMatchObject({ score: { year_total: total, outcome } });
      const registrar = await process.person('registrar', { areas: ['4401'] });
      const file = await process.admin.ask('get', `/v1/clinicians/${code}/file`, registrar.token);
      expect(file.body).toMatchObject({ points: [{ year: 2026, total: 10 - back }] });
    });

    it('a second repair of the same decision begins where the first one left off', async () => {
      const notice = await suspended(TWICE);
      expect((await repaired(notice, TWICE, 1)).data).toMatchObject({ total: 9 });
      expect((await repaired(notice, TWICE, 1)).data).toMatchObject({ total: 8, last_day: '2026-03-01' });
    });
  });

  describe('art. 32: the factors of an assessment', () => {
    it('are kept, with what the cases tell; a pass against one carries a warning, and nothing decides by itself', async () => {
      const notice = await suspended(RESTORED);
      const application = {
        fixmedins_code: HOSPITAL,
        clinician_code: RESTORED,
        document_no: notice.document_no,
        early: false,
        declaration: '已整改',
      };
      const finding = {
        ...tenPoints(RESTORED),
        points: 1,
        situation: 'light',
        decidedOn: '2026-02-02',
      } as const;
      const assess = async (body: object): Promise<unknown> => {
        const applied = await process.open(RESTORATION, by.office, application);
        const assessed = await process.step(RESTORATION, applied, 'assess', by.scorer, {
          reasons: '综合评估',
          ...body,
        });
        return assessed.data['assessment'];
      };
      expect(await assess({ passed: true, fund_money_returned: true, fines_paid: true })).toMatchObject({
        violation: '串换药品',
        amount: null,
        fund_money_returned: true,
        fines_paid: true,
        scored_again: [],
        warnings: [],
      });
      expect(await assess({ passed: true })).toMatchObject({
        fund_money_returned: null,
        fines_paid: null,
        warnings: [],
      });
      // One scored and not decided, one decided before the period.
      await scored(process, by, { ...finding, points: 2 });
      await approved(process, by, { ...finding, decidedOn: '2025-12-30' }, 'inform');
      expect(await assess({ passed: true })).toMatchObject({ scored_again: [] });
      const again = await approved(process, by, finding, { from: '2026-02-02', last_day: '2026-06-01' });
      const said = { amount: '1234.50', fund_money_returned: false, fines_paid: false };
      expect(await assess({ passed: true, ...said })).toMatchObject({
        ...said,
        scored_again: [again.document_no],
        warnings: ['fund_money_not_returned', 'fines_not_paid', 'scored_again'],
      });
      expect(await assess({ passed: false, ...said })).toMatchObject({ warnings: [] });
    });
  });
});
