/** The forms of guangdong-2025, filled in with what is on file, as they are printed for those who may see them. */
import { printedPages } from '../../libs/documents/testing/printed-text';
import { describeWith } from '../servers/addresses';
import { identityKey } from './admin-access-parts';
import type { Somebody } from './admin-access-parts';
import type { CaseTold, Process } from './admin-process';
import { openProcess } from './admin-process';
import { COLLEAGUE, DOCTOR, HOSPITAL, LEAVER, OTHER_HOSPITAL, RECORDS } from './admin-standing-records';

/** Made up, with the check character that is right: born on 1985-06-15, a woman. */
const NUMBER = '440106198506152020';
const MASKED = '440*************20';
const PHONE = '020-83330000';
const PHONE_MASKED = '020*******00';
const VIOLATION = '串换药品';
const NEWCOMER = 'D440100000009';

describeWith(['postgres'], 'guangdong-2025: the forms in print', () => {
  let process: Process;
  let registrar: Somebody;
  let department: Somebody;
  let scorer: Somebody;
  let reviewer: Somebody;
  let secondReviewer: Somebody;
  let office: Somebody;
  let colleague: Somebody;
  let doctor: Somebody;

  beforeAll(async () => {
    const environment = {
      IDENTITY_KEYS: identityKey('k1'),
      IDENTITY_INDEX_KEY: identityKey('').slice(1),
    };
    process = await openProcess('forms', RECORDS, [{ area: '4401', prefix: '穗医保处' }], { environment });
    registrar = await process.person('registrar', { areas: ['4401'] });
    department = await process.person('admin_department', { areas: ['4401'] });
    scorer = await process.person('scorer', { areas: ['4401'] });
    reviewer = await process.person('reviewer', { areas: ['4401'] });
    secondReviewer = await process.person('reviewer', { areas: ['44'] });
    office = await process.person('institution_office', { institutions: [HOSPITAL] });
    colleague = await process.person('clinician', { code: COLLEAGUE });
    doctor = await process.person('clinician', { code: DOCTOR });
    for (const code of [DOCTOR, COLLEAGUE]) {
      const put = (what: string, body: object) =>
        process.admin.ask('put', `/v1/clinicians/${code}/${what}`, registrar.token, body).expect(204);
      await put('identity', { identity_number: NUMBER });
      await put('phone', { phone: PHONE });
    }
  });
  afterAll(() => process.close());

  const ask = (path: string, who: Somebody) => process.admin.ask('get', `/v1/${path}`, who.token);

  /** The text of a form of one page. */
  async function print(path: string, who: Somebody): Promise<string> {
    const answer = await ask(path, who).buffer(true).responseType('blob').expect(200);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'no-store' });
    const pages = printedPages(answer.body as Buffer);
    expect(pages).toHaveLength(1);
    return pages.flat().join('');
  }

  const states = (text: string, words: readonly string[]): void => {
    for (const part of words) expect(text).toContain(part);
  };

  /** A measure for 10 points, its notice delivered. */
  async function delivered(clinicianCode: string): Promise<CaseTold> {
    const path = 'sanction-cases';
    const found = await process.open(path, scorer, {
      fixmedins_code: HOSPITAL,
      clinician_code: clinicianCode,
      occasion: 'penalty',
      occasion_on: '2026-03-02',
      decided_at: '2026-03-02 09:00:00',
      violation: VIOLATION,
      findings: [{ situation: 'N23-10-12-1', points: 10 }],
    });
    const scored = await process.step(path, found, 'score', scorer);
    const proposed = await process.step(path, scored, 'propose', scorer, {
      measure: 'suspended',
      cause: 'points',
      scope: 'person',
      from: '2026-01-05',
      last_day: '2026-05-04',
    });
    const approved = await process.step(path, proposed, 'approve', reviewer);
    const issued = await process.step(path, approved, 'issue', scorer, {
      issued_on: '2026-03-02',
      delivery_form: 'paper',
    });
    return process.step(path, issued, 'deliver', office, { delivered_on: '2026-03-02' });
  }

  const application = (clinicianCode: string, documentNo: string | null, more: object) => ({
    fixmedins_code: HOSPITAL,
    clinician_code: clinicianCode,
    document_no: documentNo,
    ...more,
  });

  describe('form 2, art. 14: the registration form', () => {
    const form = (code: string, site: string) =>
      `clinicians/${code}/registration-form.pdf?fixmedins_code=${site}`;

    it('states the person, the site and the status there; sex and birth follow from the identity number', async () => {
      states(await print(form(DOCTOR, HOSPITAL), registrar), [
        '定点医药机构相关人员登记备案表',
        '陈龑',
        DOCTOR,
        `身份证件号码${MASKED}出生日期1985年6月`,
        '□ 男　■ 女',
        `联系电话${PHONE}`,
        '广州市第一医院',
        HOSPITAL,
        '医保区划440100',
        '执业类型医疗类',
        '□ 正常　■ 暂停　□ 终止',
        '■ 是　□ 否',
      ]);
    });

    it('leaves room for what is not on file', async () => {
      const applied = await process.open('registration-cases', office, {
        fixmedins_code: HOSPITAL,
        clinician_code: NEWCOMER,
        name: '周某',
        category: 'nurse',
        main_site: true,
        from: '2026-03-02',
        committed_on: '2026-03-01',
      });
      await process.step('registration-cases', applied, 'register', registrar);
      states(await print(form(NEWCOMER, HOSPITAL), office), [
        '身份证件号码出生日期＿＿＿＿年＿＿月',
        '□ 男　□ 女联系电话医药机构名称',
        '执业类型护理类执业类别执业范围专业技术职务登记备案状态',
        '■ 正常　□ 暂停　□ 终止',
      ]);
    });

    it('shows the phone number in clear to whoever may record it, masked to others', async () => {
      for (const who of [registrar, office, doctor])
        expect(await print(form(DOCTOR, HOSPITAL), who)).toContain(PHONE);
      const text = await print(form(DOCTOR, HOSPITAL), department);
      expect(text).toContain(`联系电话${PHONE_MASKED}`);
      expect(text).not.toContain(PHONE);
    });

    it('is none where the person is not registered', async () => {
      await ask(form(COLLEAGUE, OTHER_HOSPITAL), registrar).expect(404);
      await ask(form(LEAVER, HOSPITAL), registrar).expect(404);
      await ask(`clinicians/${DOCTOR}/registration-form.pdf`, registrar).expect(422);
      await ask(form(DOCTOR, HOSPITAL), scorer).expect(403);
    });
  });

  describe('forms 3 to 7 of one measure', () => {
    let measure: CaseTold;
    beforeAll(async () => {
      measure = await delivered(COLLEAGUE);
    });

    it('form 3, art. 25: the notice states the sex, and how to be restored', async () => {
      states(await print(`sanction-cases/${measure.case_id}/notice.pdf`, office), [
        '性　　别女',
        `身份证号码${MASKED}`,
        '如需恢复，可在期满前 15 个工作日经定点医药机构向医疗保障经办机构提出申请。',
      ]);
    });

    it('form 3, art. 25: the notice names everyone a copy goes to: of the institutions the one where it happened', async () => {
      const { body } = await ask(`sanction-cases/${measure.case_id}/notice`, office).expect(200);
      expect(body).toEqual({
        document_no: measure.document_no,
        issued_on: '2026-03-02',
        agency_name: '穗医保处中心',
        clinician_code: COLLEAGUE,
        points_this_time: 10,
        points_this_year: 10,
        measure: 'suspended',
        from: '2026-01-05',
        last_day: '2026-05-04',
        appeal_working_days: 10,
        appeal_addressee: 'agency',
        recipients: [
          { kind: 'agency', code: null, name: '穗医保处中心' },
          { kind: 'clinician', code: COLLEAGUE, name: '李某' },
          { kind: 'institution', code: HOSPITAL, name: '广州市第一医院' },
        ],
      });
    });

    it('form 5, art. 34, 37: the statement, and once it is decided what the agency says', async () => {
      const filed = await process.open(
        'appeal-cases',
        colleague,
        application(COLLEAGUE, measure.document_no, {
          reasons: '处方由他人开具',
          signed: true,
          stamped: true,
        }),
      );
      const form = `appeal-cases/${filed.case_id}/form.pdf`;
      const before = await print(form, colleague);
      states(before, [
        '定点医药机构相关人员陈述申辩书',
        `通知书文号${String(measure.document_no)}`,
        '李某',
        `联系电话${PHONE}`,
        '处方由他人开具',
        '2026年3月2日',
        '穗医保处中心（公章）',
      ]);
      const accepted = await process.step('appeal-cases', filed, 'accept', reviewer);
      const proposal = { upheld: false, reasons: '处方由本人签署。' };
      const proposed = await process.step('appeal-cases', accepted, 'propose-decision', reviewer, proposal);
      expect(await print(form, reviewer)).not.toContain('维持原处理');
      await process.step('appeal-cases', proposed, 'confirm', secondReviewer);
      const after = await print(form, reviewer);
      expect(after).toContain('申辩不成立，维持原处理。处方由本人签署。');
      expect(after).toContain(`联系电话${PHONE_MASKED}`);
    });

    it('form 7, art. 45: the copy for an authority, and on the audit log for which one', async () => {
      const form = `sanction-cases/${measure.case_id}/copy.pdf`;
      states(
        await print(`${form}?authority=health&addressee=${encodeURIComponent('广州市卫健委')}`, department),
        [
          '抄告书',
          '广州市卫健委：',
          '广州市第一医院李某存在违规行为，记 10 分',
          MASKED,
          VIOLATION,
          '暂停医保结算资格，自2026年1月5日起至2026年5月4日止',
          '穗医保处中心（公章）',
        ],
      );
      expect(await print(`${form}?authority=drug`, reviewer)).toContain('药品监督管理部门：');
      await ask(`${form}?authority=police`, reviewer).expect(422);
      await ask(`${form}?authority=health`, office).expect(403);
      const entries = await process.admin.rows<{ actor: string; subject: string; details: object }>(
        `SELECT entry::json ->> 'actor' AS actor, entry::json ->> 'subject' AS subject, entry::json -> 'details' AS details
         FROM audit_entry WHERE entry::json ->> 'action' = 'sanction.copied_to_authority' ORDER BY seq`,
      );
      const of = { subject: measure.case_id };
      const details = { document_no: measure.document_no };
      expect(entries).toEqual([
        {
          ...of,
          actor: department.userId,
          details: { ...details, authority: 'health', addressee: '广州市卫健委' },
        },
        { ...of, actor: reviewer.userId, details: { ...details, authority: 'drug', addressee: null } },
      ]);
    });

    it('form 4, art. 30: the application for repair with what the institution and the agency say', async () => {
      const applied = await process.open(
        'repair-cases',
        office,
        application(COLLEAGUE, measure.document_no, { reasons: '完成培训并退回基金' }),
      );
      const form = `repair-cases/${applied.case_id}/form.pdf`;
      states(await print(form, office), [
        '定点医药机构相关人员记分修复申请书',
        `联系电话${PHONE}`,
        '完成培训并退回基金',
      ]);
      const consented = await process.step('repair-cases', applied, 'consent', office);
      const proposed = await process.step('repair-cases', consented, 'propose', scorer, {
        points: 2,
        reasons: '核减二分。',
      });
      const waiting = await print(form, scorer);
      expect(waiting).toContain('同意申请。');
      expect(waiting).not.toContain('同意修复');
      await process.step('repair-cases', proposed, 'approve', reviewer);
      expect(await print(form, scorer)).toContain(
        '同意修复，减记 2 分，修复后累计记 8 分，处理期限截止日改为2026年3月1日。核减二分。',
      );
    });

    it('form 6, art. 31: the application for restoration states the period, also after it was granted', async () => {
      const applied = await process.open(
        'restoration-cases',
        office,
        application(COLLEAGUE, measure.document_no, { early: false, declaration: '已退回费用' }),
      );
      const form = `restoration-cases/${applied.case_id}/form.pdf`;
      const period = '■ 暂停　□ 终止　自2026年1月5日起至2026年3月1日止';
      states(await print(form, colleague), [
        '定点医药机构相关人员医保支付资格恢复申请书',
        `联系电话${PHONE}`,
        `违规行为${VIOLATION}`,
        `认定文书号${String(measure.document_no)}`,
        period,
        '本人已达到暂停医保结算的时长',
        '已退回费用',
      ]);
      const assessed = await process.step('restoration-cases', applied, 'assess', scorer, {
        passed: true,
        reasons: '培训合格。',
      });
      await process.step('restoration-cases', assessed, 'confirm', reviewer);
      states(await print(form, reviewer), [period, '考核合格，自2026年3月2日起恢复医保支付资格。培训合格。']);
    });

    it('a form is printed of a case of its own kind only, for those within reach', async () => {
      await ask(`repair-cases/${measure.case_id}/form.pdf`, scorer).expect(404);
      await ask(`sanction-cases/${measure.case_id}/notice.pdf`, doctor).expect(403);
      await ask('appeal-cases/00000000-0000-4000-8000-000000000000/form.pdf', secondReviewer).expect(403);
    });
  });

  it('art. 37, 45: of a measure that was annulled nothing is copied', async () => {
    const measure = await delivered(DOCTOR);
    const filed = await process.open(
      'appeal-cases',
      doctor,
      application(DOCTOR, measure.document_no, { reasons: '非本人所为', signed: true, stamped: true }),
    );
    const accepted = await process.step('appeal-cases', filed, 'accept', reviewer);
    const proposal = { upheld: true, reasons: '证据充分。' };
    const proposed = await process.step('appeal-cases', accepted, 'propose-decision', reviewer, proposal);
    await process.step('appeal-cases', proposed, 'confirm', secondReviewer);
    expect(await print(`appeal-cases/${filed.case_id}/form.pdf`, doctor)).toContain('申辩成立，撤销原处理。');
    const refused = await ask(`sanction-cases/${measure.case_id}/copy.pdf?authority=health`, reviewer);
    expect([refused.status, refused.type]).toEqual([409, 'application/problem+json']);
    expect(refused.text).toContain('measure-annulled');
  });
});
