import { printedText } from '../../libs/documents/testing/printed-text';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { Process } from './admin-process';
import { openProcess } from './admin-process';
import { DOCTOR, DOCUMENT, HOSPITAL, OTHER_HOSPITAL, RECORDS } from './admin-standing-records';

interface FileTold {
  readonly known_at: string;
  readonly deadlines: readonly object[];
  readonly history: readonly { readonly known_from: string; readonly record: { readonly kind: string } }[];
}

describeWith(['postgres'], 'the whole file of a clinician (guangdong-2025 art. 4 and 50)', () => {
  let process: Process;
  let registrar: Somebody;
  let doctor: Somebody;
  beforeAll(async () => {
    process = await openProcess(
      'person-file',
      [
        ...RECORDS,
        {
          kind: 'revision',
          record_id: 'v1',
          recorded_at: '2026-02-20 10:00:00',
          document_no: DOCUMENT,
          code: DOCTOR,
          last_day: '2026-04-09',
          approved_at: '2026-02-20 09:00:00',
        },
        {
          kind: 'clinician',
          record_id: 'c1b',
          recorded_at: '2026-02-25 10:00:00',
          supersedes: 'c1',
          code: DOCTOR,
          name: '陈龑翀',
          category: 'doctor',
        },
      ],
      [],
    );
    registrar = await process.person('registrar', { areas: ['4401'] });
    doctor = await process.person('clinician', { code: DOCTOR });
  });
  afterAll(() => process.close());

  const file = async (query = ''): Promise<FileTold> => {
    const path = `/v1/clinicians/${DOCTOR}/file${query}`;
    const answer = await process.admin.ask('get', path, registrar.token).expect(200);
    return answer.body as FileTold;
  };

  test('holds identity, sites, sanctions with their chain of dates, deadlines and what became known when', async () => {
    const told = await file();
    expect(told).toMatchObject({
      code: DOCTOR,
      name: '陈龑翀',
      category: 'doctor',
      identity_number_masked: null,
      effective_at: '2026-03-02T09:00:00+08:00',
      sites: [
        {
          fixmedins_code: HOSPITAL,
          institution_name: '广州市第一医院',
          pack: 'guangdong-2025',
          status: 'suspended',
          from: '2026-02-10',
          last_day: '2026-04-09',
          bars: ['CLINICIAN_SUSPENDED'],
          registrations: [{ committed_on: '2025-01-01', until: null, certificate_until: null }],
        },
        { fixmedins_code: OTHER_HOSPITAL, status: 'suspended' },
      ],
      sanctions: [
        {
          document_no: DOCUMENT,
          state: 'running',
          written: { from: '2026-02-10T00:00:00+08:00', until: '2026-05-10T00:00:00+08:00' },
          running: { from: '2026-02-10T00:00:00+08:00', until: '2026-04-10T00:00:00+08:00' },
          decided_at: '2026-02-05T09:00:00+08:00',
          issued_at: '2026-02-06T09:00:00+08:00',
          delivered_at: '2026-02-09T09:00:00+08:00',
          maintained_at: null,
          known_from: '2026-02-06T10:00:00+08:00',
          changes: [{ kind: 'revision', until: '2026-04-10T00:00:00+08:00' }],
        },
      ],
    });
    // 15 working days before 9 April 2026, which does not count itself; 4 to 6 April are holidays.
    expect(told.deadlines).toContainEqual(
      expect.objectContaining({ name: 'restoration_application', due_on: '2026-03-18', state: 'open' }),
    );
    const names = told.history.filter(({ record }) => record.kind === 'clinician');
    expect(names).toMatchObject([
      {
        known_from: '2025-01-01T00:00:00+08:00',
        known_until: '2026-02-25T10:00:00+08:00',
        record: { name: '陈龑' },
      },
      { known_from: '2026-02-25T10:00:00+08:00', known_until: null, record: { name: '陈龑翀' } },
    ]);
  });

  test.each([
    ['2026-03-02 09:00:00', '2026-02-06 09:59:59', 'normal', null, '陈龑'],
    ['2026-03-02 09:00:00', '2026-02-06 10:00:00', 'suspended', '2026-05-09', '陈龑'],
    ['2026-03-02 09:00:00', '2026-02-20 10:00:00', 'suspended', '2026-04-09', '陈龑'],
    ['2026-02-09 23:59:59', '2026-03-01 00:00:00', 'normal', null, '陈龑翀'],
  ] as const)('of %s as known at %s: %s', async (effectiveAt, knownAt, status, lastDay, name) => {
    const query = `?effective_at=${encodeURIComponent(effectiveAt)}&known_at=${encodeURIComponent(knownAt)}`;
    const told = await file(query);
    expect(told).toMatchObject({ name, sites: [{ status, last_day: lastDay }, {}] });
    expect(told.history.every(({ known_from }) => known_from <= told.known_at)).toBe(true);
  });

  test('is printed, the same file for the same two moments', async () => {
    const path = `/v1/clinicians/${DOCTOR}/file.pdf?effective_at=2026-03-02&known_at=2026-03-01`;
    const print = () =>
      process.admin.ask('get', path, doctor.token).buffer(true).responseType('blob').expect(200);
    const [first, again] = [await print(), await print()];
    expect(first.headers['content-type']).toBe('application/pdf');
    expect(first.headers['cache-control']).toBe('no-store');
    expect((again.body as Buffer).equals(first.body as Buffer)).toBe(true);
    const text = printedText(first.body as Buffer);
    for (const words of [
      '一医一档',
      '陈龑翀',
      DOCUMENT,
      '广州市第一医院',
      '送达 2026-02-09 09:00:00',
      '第 1 页',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('\uFFFD');
  });

  test('is one’s own or of one’s area; of nobody there is none', async () => {
    const elsewhere = await process.person('registrar', { areas: ['4602'] });
    const ask = (code: string, who: Somebody) =>
      process.admin.ask('get', `/v1/clinicians/${code}/file`, who.token);
    await ask(DOCTOR, elsewhere).expect(403);
    await ask(DOCTOR, doctor).expect(200);
    await ask('D440100000002', doctor).expect(403);
    const province = await process.person('admin_department', { areas: [''] });
    await ask('D999999999999', province).expect(404);
    await process.admin
      .ask('get', `/v1/clinicians/${DOCTOR}/file?known_at=yesterday`, doctor.token)
      .expect(422);
  });
});
