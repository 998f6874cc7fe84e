import { printedPages } from '../../libs/documents/testing/printed-text';
import { describeWith } from '../servers/addresses';
import type { Process } from './admin-process';
import { openProcess } from './admin-process';
import { COLLEAGUE, HOSPITAL, RECORDS } from './admin-standing-records';

describeWith(['postgres'], 'guangdong-2025 art. 25: the notice of a case in print', () => {
  let process: Process;
  beforeAll(async () => {
    process = await openProcess('notice-in-print', RECORDS, []);
  });
  afterAll(() => process.close());

  test('an agency is named by the department of its area, and its prefix is nobody else’s', async () => {
    const department = await process.person('admin_department', { areas: ['44'] });
    const name = (area: string, prefix: string) =>
      process.admin.ask('put', `/v1/issuing-agencies/${area}`, department.token, {
        agency_name: '广州市医疗保险服务中心',
        prefix,
      });
    await name('4401', '穗医保处').expect(200);
    await name('4403', '穗医保处').expect(409);
    await name('4601', '海医保处').expect(403);
    await name('44x', '粤医保处').expect(422);
    const { body } = await process.admin.ask('get', '/v1/issuing-agencies', department.token).expect(200);
    expect(body).toEqual({
      items: [{ area: '4401', agency_name: '广州市医疗保险服务中心', prefix: '穗医保处' }],
    });
  });

  test('is printed once it was issued, with its number, points, period and the appeal of article 34', async () => {
    const scorer = await process.person('scorer', { areas: ['4401'] });
    const reviewer = await process.person('reviewer', { areas: ['4401'] });
    const path = 'sanction-cases';
    const found = await process.open(path, scorer, {
      fixmedins_code: HOSPITAL,
      clinician_code: COLLEAGUE,
      occasion: 'penalty',
      occasion_on: '2026-03-02',
      decided_at: '2026-03-02 09:00:00',
      violation: '串换药品',
      findings: [{ situation: 'N23-10-12-1', points: 10 }],
    });
    const print = (token: string) =>
      process.admin.ask('get', `/v1/${path}/${found.case_id}/notice.pdf`, token);
    await print(scorer.token).expect(409);
    const scored = await process.step(path, found, 'score', scorer);
    const proposed = await process.step(path, scored, 'propose', scorer, {
      measure: 'suspended',
      cause: 'points',
      scope: 'person',
      from: '2026-03-10',
      last_day: '2026-06-09',
    });
    const approved = await process.step(path, proposed, 'approve', reviewer);
    const issuing = await process.person('registrar', { areas: ['4401'] });
    const issued = await process.tryStep(path, approved, 'issue', scorer, {
      issued_on: '2026-03-02',
      delivery_form: 'paper',
    });
    expect(issued.status).toBe(200);
    const answer = await print(issuing.token).buffer(true).responseType('blob').expect(200);
    const pages = printedPages(answer.body as Buffer);
    expect(pages).toHaveLength(1);
    const text = pages.flat().join('');
    for (const words of [
      '穗医保处〔2026〕1号',
      '广州市第一医院',
      '李某',
      COLLEAGUE,
      '串换药品',
      '本次记 10 分，本年度累计记 10 分',
      '■ 2. 暂停医保结算资格 3 个月，自2026年3月10日起至2026年6月9日止',
      '之日起 10 个工作日内，向医疗保障经办机构提交',
      '广州市医疗保险服务中心（公章）',
      '2026年3月2日',
    ])
      expect(text).toContain(words);
  });
});
