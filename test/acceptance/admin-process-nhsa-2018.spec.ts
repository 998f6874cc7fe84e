/** nhsa-2018 parts 1 and 2, where guangdong-2025 leads: suspended three times, audits that extrapolate, checks of a year, fraud. */
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { CaseTold } from './admin-process';
import { openEnforcedProcess } from './admin-process-enforced';
import type { EnforcedProcess } from './admin-process-enforced';
import {
  doctorAt,
  hospital,
  refusalOf,
  sanctionsOnFile,
  setClock,
  statusesOnFile,
} from './admin-process-institutions';

const HOSPITAL = 'H44010000001';
const AUDITED = 'H44010000002';
const DOCTOR = 'D440100000001';
const AUDITED_DOCTOR = 'D440100000002';
const COMMITTED = { committed_on: '2025-01-01' };
const STATUS = 'institution-status-cases';
const AUDIT = 'audit-cases';

describeWith(['postgres', 'redis', 'kafka'], 'nhsa-2018: the process of agreements and audits', () => {
  let process: EnforcedProcess;
  let registrar: Somebody;
  let auditor: Somebody;
  let scorer: Somebody;
  let reviewer: Somebody;

  beforeAll(async () => {
    process = await openEnforcedProcess(
      'process-nhsa-2018',
      [
        hospital(HOSPITAL, '440100'),
        hospital(AUDITED, '440100'),
        ...doctorAt(DOCTOR, HOSPITAL, COMMITTED),
        ...doctorAt(AUDITED_DOCTOR, AUDITED, COMMITTED),
      ],
      [{ area: '44', prefix: '粤医保' }],
    );
    setClock(process, '2026-03-02');
    registrar = await process.person('registrar', { areas: ['4401'] });
    auditor = await process.person('settlement_auditor', { areas: ['4401'] });
    scorer = await process.person('scorer', { areas: ['4401'] });
    reviewer = await process.person('reviewer', { areas: ['44'] });
  });
  afterAll(() => process.close());

  const line = (code: string, at: string, day: string): Promise<string> =>
    process.decided({ code, at, area: '440100' }, day);

  const proposal = (days: object) => ({
    fixmedins_code: HOSPITAL,
    status: 'suspended',
    grounds: '违反协议',
    ...days,
  });
  const suspended = async (from: string, lastDay: string): Promise<CaseTold> => {
    const proposed = await process.open(STATUS, auditor, proposal({ from, last_day: lastDay }));
    return process.step(STATUS, proposed, 'approve', reviewer);
  };

  it('part 1: the third suspension within an agreement calls for its termination, and 3 years without a new one', async () => {
    const first = await suspended('2026-03-10', '2026-04-09');
    const second = await suspended('2026-05-01', '2026-05-31');
    expect(
      [first, second].map(({ data }) => [data['suspensions'], data['termination_to_be_proposed']]),
    ).toEqual([
      [1, undefined],
      [2, undefined],
    ]);
    const waiting = await process.open(
      STATUS,
      auditor,
      proposal({ from: '2026-09-01', last_day: '2026-09-30' }),
    );
    const third = await suspended('2026-07-01', '2026-07-31');
    expect(third.data).toMatchObject({ suspensions: 3, termination_to_be_proposed: true });
    expect(await statusesOnFile(process, HOSPITAL)).toEqual([
      'suspended 2026-03-10/2026-04-10',
      'suspended 2026-05-01/2026-06-01',
      'suspended 2026-07-01/2026-08-01',
    ]);
    expect(refusalOf(await process.tryStep(STATUS, waiting, 'approve', reviewer))).toBe(
      '409 termination-to-be-proposed',
    );
    const fourth = proposal({ from: '2026-08-01', last_day: '2026-08-31' });
    expect(refusalOf(await process.tryOpen(STATUS, auditor, fourth))).toBe('409 termination-to-be-proposed');

    const ending = proposal({ status: 'terminated', from: '2026-08-01' });
    const terminated = await process.step(
      STATUS,
      await process.open(STATUS, registrar, ending),
      'approve',
      reviewer,
    );
    expect(terminated.data).toMatchObject({ may_reapply_from: '2029-08-01' });
    expect(await statusesOnFile(process, HOSPITAL)).toContain('terminated 2026-08-01/open');
    expect(await line(DOCTOR, HOSPITAL, '2026-04-09')).toBe('reject INSTITUTION_SUSPENDED');
    expect(await line(DOCTOR, HOSPITAL, '2026-04-10')).toBe('accept');
    expect(await line(DOCTOR, HOSPITAL, '2026-08-01')).toBe('reject INSTITUTION_TERMINATED');
  });

  it('suspensions of an agreement that is over do not count', async () => {
    const before = await process.open(STATUS, auditor, {
      ...proposal({ from: '2026-03-10', last_day: '2026-04-09' }),
      fixmedins_code: AUDITED,
    });
    await process.step(STATUS, before, 'approve', reviewer);
    const renewed = await process.open(STATUS, auditor, {
      ...proposal({ from: '2026-05-01', last_day: '2026-05-31', agreement_from: '2026-05-01' }),
      fixmedins_code: AUDITED,
    });
    expect((await process.step(STATUS, renewed, 'approve', reviewer)).data).toMatchObject({ suspensions: 1 });
    expect(await line(AUDITED_DOCTOR, AUDITED, '2026-05-31')).toBe('reject INSTITUTION_SUSPENDED');
    expect(await line(AUDITED_DOCTOR, AUDITED, '2026-06-01')).toBe('accept');
  });

  it.each(['guidance', 'exit_audit'])('the status %s is in no text of this area', async (status) => {
    const asked = { fixmedins_code: AUDITED, status, from: '2026-09-01', grounds: '新增定点' };
    expect(refusalOf(await process.tryOpen(STATUS, registrar, asked))).toBe('409 status-not-in-text');
  });

  const audit = (check: string) =>
    process.open(AUDIT, auditor, {
      fixmedins_code: AUDITED,
      check,
      held_on: '2026-03-02',
      claims_from: '2026-01-01',
      claims_to: '2026-01-31',
      stays_passed: 2000,
      others_passed: 50_000,
      not_passed: 3,
      stays_claimed: '1000000.00',
      others_claimed: '5000000.00',
    });

  it('part 2-2: 5 % of the stays, and what they confirm refused in proportion; status hits never', async () => {
    const opened = await audit('desk');
    const draw = (sampled: number) => ({ sampled, seed: 'stay-1' });
    expect(refusalOf(await process.tryStep(AUDIT, opened, 'draw-sample', auditor, draw(99)))).toBe(
      '409 sample-size',
    );
    const sampled = await process.step(AUDIT, opened, 'draw-sample', auditor, draw(100));
    expect(sampled.data).toMatchObject({
      sample: { frame: 'inpatient', claims: 2000, claimed: '1000000.00', rate_percent: '5.00' },
    });
    const confirmed = await process.step(AUDIT, sampled, 'confirm-findings', auditor, {
      confirmed: '2000.00',
      confirmed_fund_part: '1500.00',
      status_hits: '500.00',
      violation: '分解住院',
    });
    const order = (refused: string) => ({ refused, measures: ['refused'], reasons: '按抽查比例放大' });
    expect(refusalOf(await process.tryStep(AUDIT, confirmed, 'propose', auditor, order('40500.01')))).toBe(
      '409 more-than-refusable',
    );
    const proposed = await process.step(AUDIT, confirmed, 'propose', auditor, order('40500.00'));
    expect(proposed.data).toMatchObject({ proposed: { most_refusable: '40500.00', damages: null } });
    const returned = await process.step(AUDIT, proposed, 'return', reviewer, { reasons: '复核样本' });
    expect(returned).toMatchObject({ state: 'confirmed', awaits_second_person: false });
    const anew = await process.step(AUDIT, returned, 'propose', auditor, order('2500.00'));
    expect((await process.step(AUDIT, anew, 'approve', reviewer)).state).toBe('approved');
  });

  it('part 2-3: two on-site checks a year', async () => {
    const owed = async (check: string) => (await audit(check)).data['checks_owed'];
    expect([await owed('on_site'), await owed('special'), await owed('on_site')]).toEqual([
      { full: 0, on_site: 1 },
      { full: 0, on_site: 1 },
      { full: 0, on_site: 0 },
    ]);
  });

  it('part 2-4: a doctor with verified fraud is stopped for 1 to 5 years', async () => {
    const found = await process.open('sanction-cases', scorer, {
      fixmedins_code: HOSPITAL,
      clinician_code: DOCTOR,
      occasion: 'agreement_handling',
      occasion_on: '2026-03-02',
      decided_at: '2026-03-02 09:00:00',
      violation: '查实欺诈骗保',
      findings: [],
    });
    const stop = (lastDay: string) => ({
      measure: 'suspended',
      cause: 'discipline',
      scope: 'person',
      from: '2026-03-10',
      last_day: lastDay,
    });
    for (const tooShortOrLong of ['2027-03-08', '2031-03-10'])
      expect(
        refusalOf(await process.tryStep('sanction-cases', found, 'propose', scorer, stop(tooShortOrLong))),
      ).toBe('409 period-not-allowed');
    const proposed = await process.step('sanction-cases', found, 'propose', scorer, stop('2028-03-09'));
    await process.step('sanction-cases', proposed, 'approve', reviewer);
    expect(await sanctionsOnFile(process, DOCTOR)).toEqual(['suspended 2026-03-10/2028-03-10']);
    expect(await line(DOCTOR, HOSPITAL, '2026-10-12')).toBe(
      'reject CLINICIAN_SUSPENDED INSTITUTION_TERMINATED',
    );
  });

  it('what the cases wrote is in Redis and on the topic, and nothing else', async () => {
    expect(await process.arrived()).toEqual([]);
  });
});
