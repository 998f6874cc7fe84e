import { printedText } from '../../libs/documents/testing/printed-text';
import { describeWith } from '../servers/addresses';
import type { Process } from './admin-process';
import { openProcess } from './admin-process';
import { DOCTOR, HOSPITAL, OTHER_HOSPITAL, RECORDS } from './admin-standing-records';

const LEFT_HOSPITAL = 'H44060000001';
const FORMER_HOSPITAL = 'H44070000001';
const head = (recordId: string) => ({ record_id: recordId, recorded_at: '2025-01-01 00:00:00' });

/** Two hospitals more: one the doctor was taken off, one whose registration is over. */
const MORE = [LEFT_HOSPITAL, FORMER_HOSPITAL].flatMap((fixmedinsCode, index) => [
  {
    kind: 'institution',
    ...head(`more-i${index}`),
    fixmedins_code: fixmedinsCode,
    name: `旧院${index}`,
    type: 'hospital',
    admdvs: '440600',
  },
  {
    kind: 'registration',
    ...head(`more-r${index}`),
    code: DOCTOR,
    fixmedins_code: fixmedinsCode,
    main_site: false,
    from: '2025-01-01',
    committed_on: '2025-01-01',
    ...(fixmedinsCode === FORMER_HOSPITAL ? { until: '2026-01-01' } : {}),
  },
]);
const LEAVING = {
  kind: 'deregistration',
  ...head('more-d'),
  code: DOCTOR,
  fixmedins_code: LEFT_HOSPITAL,
  reason: 'left',
  from: '2025-12-01',
};

describeWith(['postgres'], 'guangdong-2025 form 3, with every site as recipient', () => {
  let process: Process;
  beforeAll(async () => {
    const values = new Map([['guangdong-2025', new Map([['noticeRecipients', 'every_site']])]]);
    const records = [...RECORDS, ...MORE, LEAVING];
    process = await openProcess('notice-recipients', records, [{ area: '44', prefix: '粤医保处' }], {
      values,
    });
  });
  afterAll(() => process.close());

  it('names the sites where the person is registered on the day of issue, the one where it happened first', async () => {
    const scorer = await process.person('scorer', { areas: ['44'] });
    const reviewer = await process.person('reviewer', { areas: ['44'] });
    const path = 'sanction-cases';
    const found = await process.open(path, scorer, {
      fixmedins_code: OTHER_HOSPITAL,
      clinician_code: DOCTOR,
      occasion: 'penalty',
      occasion_on: '2026-03-02',
      decided_at: '2026-03-02 09:00:00',
      violation: '串换药品',
      findings: [{ situation: 'N23-10-12-1', points: 10 }],
    });
    const notice = (ending: string) =>
      process.admin.ask('get', `/v1/${path}/${found.case_id}/notice${ending}`, scorer.token);
    await notice('').expect(409);
    const scored = await process.step(path, found, 'score', scorer);
    const proposed = await process.step(path, scored, 'propose', scorer, {
      measure: 'suspended',
      cause: 'points',
      scope: 'person',
      from: '2026-06-10',
      last_day: '2026-09-09',
    });
    const approved = await process.step(path, proposed, 'approve', reviewer);
    await process.step(path, approved, 'issue', scorer, { issued_on: '2026-03-02', delivery_form: 'paper' });
    const { body } = await notice('').expect(200);
    expect((body as { recipients: object }).recipients).toEqual([
      { kind: 'agency', code: null, name: '粤医保处中心' },
      { kind: 'clinician', code: DOCTOR, name: '陈龑' },
      { kind: 'institution', code: OTHER_HOSPITAL, name: '深圳市第二医院' },
      { kind: 'institution', code: HOSPITAL, name: '广州市第一医院' },
    ]);
    const answer = await notice('.pdf').buffer(true).responseType('blob').expect(200);
    expect(printedText(answer.body as Buffer)).toContain(
      '本通知书一式 4 份，分送：粤医保处中心、陈龑、深圳市第二医院、广州市第一医院。',
    );
  });
});
