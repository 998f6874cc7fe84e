/** linfen parts 2 to 5: certificates applied for, renewed and cancelled; yearly assessments; checks and heavier breaches. */
import { formatInstant } from '@gatekeeper/calendar';
import { LINFEN_VALUES } from '../regulation/linfen-filled';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { CaseTold } from './admin-process';
import { openProcess } from './admin-process';
import { openEnforcedProcess } from './admin-process-enforced';
import type { EnforcedProcess } from './admin-process-enforced';
import {
  deadlinesTold,
  doctorAt,
  hospital,
  refusalOf,
  sanctionsOnFile,
  setClock,
} from './admin-process-institutions';

const HOSPITAL = 'H14100000001';
const NEW_DOCTOR = 'D141000000001';
const RENEWING = 'D141000000002';
const LAPSING = 'D141000000003';
const EXPIRED = 'D141000000004';
const ASSESSED = 'D141000000005';
const WARNED = 'D141000000006';
const CANCELLED = 'D141000000007';
const HEAVIER = 'D141000000008';
const LEAVING = 'D141000000009';
const RECORDS = [
  hospital(HOSPITAL, '141000'),
  ...doctorAt(RENEWING, HOSPITAL, { certificate_until: '2026-06-30' }),
  ...doctorAt(LAPSING, HOSPITAL, { certificate_until: '2026-04-30' }),
  ...doctorAt(EXPIRED, HOSPITAL, { certificate_until: '2026-03-01' }),
  ...[ASSESSED, WARNED, CANCELLED, HEAVIER, LEAVING].flatMap((code) =>
    doctorAt(code, HOSPITAL, { certificate_until: '2028-12-31' }),
  ),
];
const AGENCIES = [{ area: '1410', prefix: '临医保' }];
const RENEWAL = 'certificate-renewal-cases';
const QUALIFICATION = 'qualification-cases';
const ASSESSMENT = 'assessment-cases';
const BOTH = { fixmedins_code: HOSPITAL };

const application = (code: string, more: object = {}) => ({
  ...BOTH,
  clinician_code: code,
  name: '赵某',
  category: 'doctor',
  licence_no: '110141000000001',
  department: '内科',
  contact: '0357-0000000',
  signed: true,
  main_site: true,
  ...more,
});

describeWith(['postgres'], 'linfen, its blanks not filled in: a template leads nothing', () => {
  it('a case in its area is refused', async () => {
    const process = await openProcess('process-linfen-blank', RECORDS, AGENCIES);
    try {
      const office = await process.person('institution_office', { institutions: [HOSPITAL] });
      expect(refusalOf(await process.tryOpen(QUALIFICATION, office, application(NEW_DOCTOR)))).toBe(
        '409 no-pack',
      );
      expect(refusalOf(await process.tryOpen(RENEWAL, office, { ...BOTH, clinician_code: RENEWING }))).toBe(
        '409 no-pack',
      );
    } finally {
      await process.close();
    }
  });
});

describeWith(
  ['postgres', 'redis', 'kafka'],
  'linfen, its blanks filled in: the process of certificates and assessments',
  () => {
    let process: EnforcedProcess;
    let registrar: Somebody;
    let scorer: Somebody;
    let auditor: Somebody;
    let reviewer: Somebody;
    let office: Somebody;
    let doctor: Somebody;

    const enter = async (day: string): Promise<void> => {
      setClock(process, day);
      registrar = await process.person('registrar', { areas: ['1410'] });
      scorer = await process.person('scorer', { areas: ['1410'] });
      auditor = await process.person('settlement_auditor', { areas: ['1410'] });
      reviewer = await process.person('reviewer', { areas: ['14'] });
      office = await process.person('institution_office', { institutions: [HOSPITAL] });
      doctor = await process.person('clinician', { code: ASSESSED });
    };

    beforeAll(async () => {
      process = await openEnforcedProcess('process-linfen', RECORDS, AGENCIES, {
        values: new Map([['linfen', new Map(Object.entries(LINFEN_VALUES))]]),
      });
    });
    afterAll(() => process.close());
    beforeEach(() => enter('2026-03-02'));

    const line = (code: string, day: string): Promise<string> =>
      process.decided({ code, at: HOSPITAL, area: '141002' }, day);

    /** Of each registration on file at the hospital, the instant at which its certificate ends. */
    const certificatesOf = async (code: string): Promise<readonly string[]> =>
      (await process.onFile(code)).flatMap((it) =>
        it.kind === 'registration' ? [formatInstant(it.certificateUntil)] : [],
      );
    const decided = async (path: string, file: CaseTold, outcome: object): Promise<CaseTold> => {
      const proposed = await process.step(path, file, 'propose-decision', registrar, {
        reasons: '审核意见',
        ...outcome,
      });
      expect((await process.tryStep(path, proposed, 'confirm', registrar)).status).toBe(403);
      return process.step(path, proposed, 'confirm', reviewer);
    };

    it('2-1 and 2-2: applied for through the institution, examined in time, and certified', async () => {
      const unsigned = application(NEW_DOCTOR, { signed: false });
      expect(refusalOf(await process.tryOpen(QUALIFICATION, office, unsigned))).toBe('409 not-signed');
      const nurse = application(NEW_DOCTOR, { category: 'nurse' });
      expect(refusalOf(await process.tryOpen(QUALIFICATION, office, nurse))).toBe('409 not-governed');
      const applied = await process.open(QUALIFICATION, office, application(NEW_DOCTOR));
      expect(await process.onFile(NEW_DOCTOR)).toEqual([]);
      const issued = await decided(QUALIFICATION, applied, { issued: true });
      expect(issued).toMatchObject({ state: 'issued', data: { valid_until: '2029-03-01' } });
      expect(deadlinesTold(await process.read(QUALIFICATION, issued.case_id, office))).toEqual({
        review_application: '2026-03-30 met',
        apply_for_renewal: '2028-12-01',
      });
      expect((await process.onFile(NEW_DOCTOR)).map(({ kind }) => kind).sort()).toEqual([
        'clinician',
        'registration',
      ]);
      expect(await certificatesOf(NEW_DOCTOR)).toEqual(['2029-03-02T00:00:00+08:00']);
      expect(await line(NEW_DOCTOR, '2026-03-01')).toBe('reject NOT_REGISTERED_AT_SITE');
      expect(await line(NEW_DOCTOR, '2026-03-02')).toBe('accept');
      expect(refusalOf(await process.tryOpen(QUALIFICATION, office, application(NEW_DOCTOR)))).toBe(
        '409 already-registered',
      );
    });

    it('2-2: refused with written reasons, and nobody is registered', async () => {
      const refusedDoctor = 'D141000000099';
      const applied = await process.open(QUALIFICATION, office, application(refusedDoctor));
      const refused = await decided(QUALIFICATION, applied, { issued: false, reasons: '执业范围不符' });
      expect(refused).toMatchObject({
        state: 'refused',
        data: { proposed: { issued: false, reasons: '执业范围不符' } },
      });
      expect(await process.onFile(refusedDoctor)).toEqual([]);
    });

    it('2-3: renewed in time, the certificate runs on from its end', async () => {
      const applied = await process.open(RENEWAL, office, { ...BOTH, clinician_code: RENEWING });
      expect(applied.data).toMatchObject({ valid_until: '2026-06-30', late: false });
      const twice = await process.tryOpen(RENEWAL, office, { ...BOTH, clinician_code: RENEWING });
      expect(refusalOf(twice)).toBe('409 applied-before');
      const renewed = await decided(RENEWAL, applied, { renewed: true });
      expect(renewed).toMatchObject({ state: 'renewed', data: { renewed_until: '2029-06-30' } });
      expect(await certificatesOf(RENEWING)).toEqual(['2029-07-01T00:00:00+08:00']);
      expect(await line(RENEWING, '2026-07-01')).toBe('accept');
      expect(deadlinesTold(await process.read(RENEWAL, renewed.case_id, office))).toEqual({
        apply_for_renewal: '2026-03-30 met',
        review_renewal: '2026-03-30 met',
        apply_for_next_renewal: '2029-03-30',
      });
    });

    it('2-3: not renewed, it is cancelled when it ends; what has expired is not renewed', async () => {
      const applied = await process.open(RENEWAL, office, { ...BOTH, clinician_code: LAPSING });
      expect(applied.data).toMatchObject({ late: true });
      const cancelled = await decided(RENEWAL, applied, { renewed: false });
      expect(cancelled).toMatchObject({ state: 'cancelled', data: { cancelled_from: '2026-05-01' } });
      const [deregistration] = (await process.onFile(LAPSING)).filter(
        ({ kind }) => kind === 'deregistration',
      );
      expect(deregistration).toMatchObject({ reason: 'licence_cancelled', fixmedinsCode: HOSPITAL });
      expect(deregistration?.kind === 'deregistration' && formatInstant(deregistration.from)).toBe(
        '2026-05-01T00:00:00+08:00',
      );
      expect(await line(LAPSING, '2026-04-30')).toBe('accept');
      expect(await line(LAPSING, '2026-05-01')).toBe('reject DEREGISTERED');
      expect(await line(EXPIRED, '2026-03-02')).toBe('reject REGISTRATION_EXPIRED');
      const expired = { ...BOTH, clinician_code: EXPIRED };
      expect(refusalOf(await process.tryOpen(RENEWAL, office, expired))).toBe('409 certificate-expired');
    });

    it('2-4: who leaves is reported within the days of the text, and the change is completed in five', async () => {
      const reported = await process.open('leaving-cases', office, {
        ...BOTH,
        clinician_code: LEAVING,
        reason: 'left',
        from: '2026-02-02',
      });
      const whole = await process.read('leaving-cases', reported.case_id, registrar);
      expect(whole.deadlines).toMatchObject([
        // Ten working days, the tenth a Saturday that is worked for the Spring Festival.
        { name: 'report_change', due_on: '2026-02-14', overdue: true },
        { name: 'handle', due_on: '2026-03-09', overdue: false },
      ]);
      await process.step('leaving-cases', reported, 'deregister', registrar);
      expect(await line(LEAVING, '2026-02-01')).toBe('accept');
      expect(await line(LEAVING, '2026-02-02')).toBe('reject DEREGISTERED');
    });

    const displayed = async (code: string, score: number): Promise<CaseTold> => {
      const assessment = { ...BOTH, clinician_code: code, year: 2025, score };
      const assessed = await process.open(ASSESSMENT, registrar, assessment);
      expect(refusalOf(await process.tryOpen(ASSESSMENT, registrar, assessment))).toBe('409 assessed-before');
      return process.step(ASSESSMENT, assessed, 'publish', office, { displayed_on: '2026-03-02' });
    };

    it('4-4 and 4-5: displayed, objected to in time, and suspended within the bounds by two people', async () => {
      const shown = await displayed(ASSESSED, 55);
      expect(shown.data).toMatchObject({ grade: 'unqualified' });
      expect(deadlinesTold(await process.read(ASSESSMENT, shown.case_id, office))).toEqual({
        object: '2026-03-09',
      });
      expect(refusalOf(await process.tryStep(ASSESSMENT, shown, 'close', registrar))).toBe(
        '409 still-displayed',
      );
      const objected = await process.step(ASSESSMENT, shown, 'object', doctor, { reasons: '扣分有误' });
      const answered = await process.step(ASSESSMENT, objected, 'decide-objection', reviewer, {
        upheld: true,
        score: 59,
        reasons: '更正一项',
      });
      await enter('2026-03-10');
      const late = await process.tryStep(ASSESSMENT, answered, 'object', doctor, { reasons: '再次异议' });
      expect(refusalOf(late)).toBe('409 objection-late');
      const closed = await process.step(ASSESSMENT, answered, 'close', registrar);
      expect(closed).toMatchObject({ state: 'unqualified', data: { score: 59, grade: 'unqualified' } });

      const measure = (months: number) => ({
        measure: 'suspended',
        from: '2026-04-01',
        months,
        reasons: '考核不合格',
      });
      for (const months of [2, 25])
        expect(
          refusalOf(await process.tryStep(ASSESSMENT, closed, 'propose-measure', registrar, measure(months))),
        ).toBe('409 period-not-allowed');
      const proposed = await process.step(ASSESSMENT, closed, 'propose-measure', registrar, measure(3));
      expect((await process.tryStep(ASSESSMENT, proposed, 'approve-measure', registrar)).status).toBe(403);
      const suspended = await process.step(ASSESSMENT, proposed, 'approve-measure', reviewer);
      expect(suspended.document_no).toMatch(/^临医保〔2026〕\d+号$/);
      expect(await sanctionsOnFile(process, ASSESSED)).toEqual(['suspended 2026-04-01/2026-07-01']);
      expect(await line(ASSESSED, '2026-03-31')).toBe('accept');
      expect(await line(ASSESSED, '2026-06-30')).toBe('reject CLINICIAN_SUSPENDED');
    });

    it('4-4: each bound belongs to the better grade, and who is qualified is left alone', async () => {
      const shown = await displayed(HEAVIER, 60);
      expect(shown.data).toMatchObject({ grade: 'qualified' });
      await enter('2026-03-10');
      const closed = await process.step(ASSESSMENT, shown, 'close', registrar);
      expect(closed.state).toBe('qualified');
      const measure = { measure: 'warning', reasons: '考核不合格' };
      expect(
        refusalOf(await process.tryStep(ASSESSMENT, closed, 'propose-measure', registrar, measure)),
      ).toBe('409 wrong-state');
    });

    it.each([
      ['a warning leaves nothing in the registry', WARNED, { measure: 'warning' }, 'warned', []],
      [
        'a cancellation ends the qualification',
        CANCELLED,
        { measure: 'cancelled', from: '2026-04-01' },
        'cancelled',
        ['terminated 2026-04-01/open'],
      ],
    ] as const)('4-5: %s', async (_, code, measure, state, onFile) => {
      const shown = await displayed(code, 40);
      await enter('2026-03-10');
      const closed = await process.step(ASSESSMENT, shown, 'close', registrar);
      const proposed = await process.step(ASSESSMENT, closed, 'propose-measure', registrar, {
        ...measure,
        reasons: '考核不合格',
      });
      expect((await process.step(ASSESSMENT, proposed, 'approve-measure', reviewer)).state).toBe(state);
      expect(await sanctionsOnFile(process, code)).toEqual(onFile);
    });

    it('5-3: the checks of the year that are still owed', async () => {
      const opened = await process.open('audit-cases', auditor, {
        ...BOTH,
        check: 'on_site',
        held_on: '2026-03-02',
        claims_from: '2026-01-01',
        claims_to: '2026-01-31',
        stays_passed: 10,
        others_passed: 0,
        not_passed: 0,
        stays_claimed: '1000.00',
        others_claimed: '0',
      });
      expect(opened.data).toMatchObject({ checks_owed: { on_site: 1 } });
      const draw = { sampled: 1, seed: 'x' };
      expect(refusalOf(await process.tryStep('audit-cases', opened, 'draw-sample', auditor, draw))).toBe(
        '409 no-second-audit',
      );
    });

    it('5-4: a heavier breach suspends within its own bounds', async () => {
      const found = await process.open('sanction-cases', scorer, {
        ...BOTH,
        clinician_code: HEAVIER,
        occasion: 'agreement_handling',
        occasion_on: '2026-03-02',
        decided_at: '2026-03-02 09:00:00',
        violation: '违规情节较重',
        findings: [],
      });
      const measure = (lastDay: string) => ({
        measure: 'suspended',
        cause: 'other',
        scope: 'person',
        from: '2026-04-01',
        last_day: lastDay,
      });
      for (const lastDay of ['2026-09-29', '2027-04-01'])
        expect(
          refusalOf(await process.tryStep('sanction-cases', found, 'propose', scorer, measure(lastDay))),
        ).toBe('409 period-not-allowed');
      const proposed = await process.step('sanction-cases', found, 'propose', scorer, measure('2026-09-30'));
      await process.step('sanction-cases', proposed, 'approve', reviewer);
      expect(await sanctionsOnFile(process, HEAVIER)).toEqual(['suspended 2026-04-01/2026-10-01']);
      expect(await line(HEAVIER, '2026-09-30')).toBe('reject CLINICIAN_SUSPENDED');
    });

    it('what the cases wrote is in Redis and on the topic, and nothing else', async () => {
      expect(await process.arrived()).toEqual([]);
    });
  },
);
