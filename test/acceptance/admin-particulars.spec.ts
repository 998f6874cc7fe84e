/** hainan-2022 art. 7 and guangdong-2025 art. 14: what a registration states of the practice, from the application to the form. */
import { printedText } from '../../libs/documents/testing/printed-text';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { Process } from './admin-process';
import { openProcess } from './admin-process';
import { doctorAt, hospital, setClock } from './admin-process-institutions';

const [HOSPITAL, OTHER] = ['H44010000001', 'H44030000001'] as const;
const [NEWCOMER, KNOWN] = ['D440100000009', 'D440100000001'] as const;
/** Made up: year, province, level and category, then the holder's identity number. */
const IDENTITY = '440106198506152020';
const QUALIFICATION = `200844110${IDENTITY}`;
const MASKED = '200844110440*************20';
const STATED = {
  practising_certificate_no: '110440100012345',
  practice_category: '临床',
  practice_level: '执业医师',
  practice_scope: '内科专业',
  professional_title: '主治医师',
};

describeWith(['postgres'], 'particulars of a registration', () => {
  let process: Process;
  let registrar: Somebody;
  let office: Somebody;
  let doctor: Somebody;

  beforeAll(async () => {
    process = await openProcess(
      'particulars',
      [
        hospital(HOSPITAL, '440100'),
        hospital(OTHER, '440300'),
        ...doctorAt(KNOWN, HOSPITAL, { committed_on: '2025-01-01' }),
      ],
      [],
    );
    registrar = await process.person('registrar', { areas: ['4401'] });
    office = await process.person('institution_office', { institutions: [HOSPITAL] });
    doctor = await process.person('clinician', { code: KNOWN });
  });
  afterAll(() => process.close());

  const pathOf = (code: string, site: string) => `/v1/clinicians/${code}/registrations/${site}/particulars`;
  const put = (code: string, site: string, who: Somebody, body: object) =>
    process.admin.ask('put', pathOf(code, site), who.token, body);
  const read = (code: string, who: Somebody, site: string = HOSPITAL) =>
    process.admin.ask('get', pathOf(code, site), who.token);
  const printed = async (path: string, who: Somebody): Promise<string> => {
    const answer = await process.admin
      .ask('get', path, who.token)
      .buffer(true)
      .responseType('blob')
      .expect(200);
    return printedText(answer.body as Buffer);
  };
  const siteOf = async (code: string, query = ''): Promise<unknown> => {
    const answer = await process.admin.ask('get', `/v1/clinicians/${code}/file${query}`, registrar.token);
    return (answer.body as { sites: readonly { particulars: unknown }[] }).sites[0]?.particulars;
  };

  it('come with the application and are written as the person is registered, not before', async () => {
    const applied = await process.open('registration-cases', office, {
      fixmedins_code: HOSPITAL,
      clinician_code: NEWCOMER,
      name: '周某',
      category: 'doctor',
      main_site: true,
      from: '2026-03-02',
      committed_on: '2026-03-01',
      ...STATED,
      qualification_certificate_no: QUALIFICATION,
    });
    expect(applied.data).toMatchObject({
      particulars: { ...STATED, qualification_certificate_no: MASKED, practice_type: null },
    });
    expect(await process.admin.rows('SELECT code FROM registration_particulars')).toEqual([]);
    await process.step('registration-cases', applied, 'register', registrar);
    const { body } = await read(NEWCOMER, office).expect(200);
    expect(body).toEqual({
      ...STATED,
      practice_type: null,
      qualification_certificate_no: MASKED,
      revision: 1,
      recorded_at: '2026-03-02T09:00:00+08:00',
      recorded_by: registrar.userId,
    });
    const kept = await process.admin.rows<{ text: string }>(
      `SELECT input::text AS text FROM case_event UNION ALL SELECT data::text FROM case_file
       UNION ALL SELECT fields::text FROM registration_particulars UNION ALL SELECT entry::text FROM audit_entry`,
    );
    expect(kept.filter(({ text }) => text.includes(IDENTITY))).toEqual([]);
  });

  it('stand on form 2, where the type follows from the category, and in the file in print', async () => {
    const form = await printed(
      `/v1/clinicians/${NEWCOMER}/registration-form.pdf?fixmedins_code=${HOSPITAL}`,
      registrar,
    );
    for (const words of ['执业类型医疗类', '执业类别临床', '执业范围内科专业', '专业技术职务主治医师'])
      expect(form.replaceAll('\n', '')).toContain(words);
    const file = (await printed(`/v1/clinicians/${NEWCOMER}/file.pdf`, registrar)).replaceAll('\n', '');
    for (const words of ['医师执业证书编号 110440100012345', '执业级别 执业医师', MASKED])
      expect(file).toContain(words);
  });

  it('an application that states nothing writes nothing', async () => {
    const applied = await process.open('registration-cases', office, {
      fixmedins_code: HOSPITAL,
      clinician_code: 'D440100000010',
      name: '吴某',
      category: 'nurse',
      main_site: true,
      from: '2026-03-02',
      committed_on: '2026-03-01',
    });
    await process.step('registration-cases', applied, 'register', registrar);
    await read('D440100000010', office).expect(404);
    expect(await siteOf('D440100000010')).toBeNull();
  });

  it('are recorded by the registrar as whole revisions; each moment knows its own, and none is changed', async () => {
    await put(KNOWN, HOSPITAL, registrar, STATED).expect(204);
    setClock(process, '2026-03-03');
    registrar = await process.person('registrar', { areas: ['4401'] });
    doctor = await process.person('clinician', { code: KNOWN });
    await put(KNOWN, HOSPITAL, registrar, { practice_type: '医疗', practice_scope: '外科专业' }).expect(204);
    const { body } = await read(KNOWN, doctor).expect(200);
    expect(body).toMatchObject({
      revision: 2,
      practice_type: '医疗',
      practice_scope: '外科专业',
      professional_title: null,
    });
    expect(await siteOf(KNOWN)).toMatchObject({ revision: 2, practice_scope: '外科专业' });
    expect(await siteOf(KNOWN, '?known_at=2026-03-02%2012:00:00')).toMatchObject({
      revision: 1,
      practice_scope: '内科专业',
    });
    const entries = await process.admin.rows<{ details: unknown }>(
      `SELECT entry::json -> 'details' AS details FROM audit_entry
       WHERE entry::json ->> 'action' = 'particulars.recorded' ORDER BY seq`,
    );
    expect(entries.map(({ details }) => details)).toEqual([
      { fixmedins_code: HOSPITAL, revision: 1 },
      { fixmedins_code: HOSPITAL, revision: 2 },
    ]);
    for (const statement of [
      `UPDATE registration_particulars SET recorded_by = 'x'`,
      'DELETE FROM registration_particulars',
      'TRUNCATE registration_particulars',
    ])
      await expect(process.admin.rows(statement)).rejects.toThrow('registration_particulars');
  });

  it('of one person at one site two at a time are two revisions', async () => {
    const scopes = ['儿科专业', '妇产科专业', '全科医学专业', '外科专业'];
    const before = (await read(KNOWN, registrar).expect(200)).body as { revision: number };
    const answers = await Promise.all(
      scopes.map(async (scope) => (await put(KNOWN, HOSPITAL, registrar, { practice_scope: scope })).status),
    );
    expect(answers).toEqual(scopes.map(() => 204));
    const after = (await read(KNOWN, registrar).expect(200)).body as { revision: number };
    expect(after.revision).toBe(before.revision + scopes.length);
  });

  it('are refused where nobody is registered, out of the area, to who may not, and by field', async () => {
    const everywhere = await process.person('registrar', { areas: ['44'] });
    await put(KNOWN, OTHER, everywhere, STATED).expect(404);
    await put(KNOWN, OTHER, registrar, STATED).expect(403);
    office = await process.person('institution_office', { institutions: [HOSPITAL] });
    await put(KNOWN, HOSPITAL, office, STATED).expect(403);
    await put(KNOWN, HOSPITAL, doctor, STATED).expect(403);
    const stranger = await process.person('clinician', { code: NEWCOMER });
    await read(KNOWN, stranger).expect(403);
    const wrong = await put(KNOWN, HOSPITAL, registrar, { practice_scope: ' ', practice_level: 7 }).expect(
      422,
    );
    const { errors } = wrong.body as { errors: readonly { path: string }[] };
    expect([...new Set(errors.map(({ path }) => path))].sort()).toEqual(['practice_level', 'practice_scope']);
  });
});
