import type { Role } from '../../apps/admin/access/roles';
import { poolOf } from '@gatekeeper/database';
import { describeWith } from '../servers/addresses';
import { verifyAudit } from '../../apps/admin/audit/verify-audit';
import type { Somebody } from './admin-access-parts';
import { openProcess } from './admin-process';
import type { Process } from './admin-process';

const HOSPITAL = 'H46010500001';
const ELSEWHERE = 'H44010600002';
const DOCTOR = 'D460105000001';
const head = (id: string, recordedAt = '2025-01-01') => ({ record_id: id, recorded_at: recordedAt });

const ON_FILE = [
  {
    kind: 'institution',
    ...head('i1'),
    fixmedins_code: HOSPITAL,
    name: '海口市人民医院',
    type: 'hospital',
    admdvs: '460105',
  },
  {
    kind: 'institution',
    ...head('i2'),
    fixmedins_code: ELSEWHERE,
    name: '广东省中医院',
    type: 'hospital',
    admdvs: '440106',
  },
  {
    kind: 'institution_status',
    ...head('st'),
    fixmedins_code: HOSPITAL,
    status: 'suspended',
    from: '2025-07-01',
    until: '2025-08-01',
    document_no: '机1',
  },
  {
    kind: 'department_status',
    ...head('ds'),
    fixmedins_code: HOSPITAL,
    dept_codg: 'A03',
    status: 'suspended',
    from: '2025-07-01',
    document_no: '科1',
  },
  { kind: 'clinician', ...head('c1'), code: DOCTOR, name: '张伟', category: 'doctor' },
  {
    kind: 'registration',
    ...head('r1'),
    code: DOCTOR,
    fixmedins_code: HOSPITAL,
    main_site: true,
    from: '2025-02-01',
    committed_on: '2025-02-01',
  },
  {
    kind: 'sanction',
    ...head('s1', '2025-06-01'),
    document_no: '琼1',
    code: DOCTOR,
    status: 'suspended',
    scope: 'person',
    fixmedins_code: HOSPITAL,
    cause: 'points',
    from: '2025-06-10',
    last_day: '2025-09-09',
    decided_at: '2025-06-01',
  },
  { kind: 'clinician', ...head('c2'), code: 'D440106000002', name: '王伟', category: 'doctor' },
  {
    kind: 'registration',
    ...head('r2'),
    code: 'D440106000002',
    fixmedins_code: ELSEWHERE,
    main_site: true,
    from: '2025-02-01',
  },
];

describeWith(['postgres'], 'the registry of record over HTTP', () => {
  let process: Process;
  let registrar: Somebody;
  let province: Somebody;
  const open = async (): Promise<void> => {
    process = await openProcess('admin_registry', ON_FILE, []);
    registrar = await process.person('registrar', { areas: ['4601'] });
    province = await process.person('registrar', { areas: [''] });
  };

  const get = async (path: string, who: Somebody = registrar) => {
    const { status, body, headers } = await process.admin.ask('get', `/v1/${path}`, who.token);
    return { status, body: body as Record<string, never>, etag: headers['etag'] as string };
  };
  const write = async (body: object, ifMatch: string | null, who: Somebody = registrar) => {
    const asked = process.admin.ask('post', '/v1/registry-records', who.token);
    if (ifMatch !== null) void asked.set('If-Match', ifMatch);
    const { status, body: answer, headers } = await asked.send(body);
    return { status, body: answer as Record<string, unknown>, etag: headers['etag'] };
  };
  /** The entries of the audit log about records written here. */
  const written = async (): Promise<readonly object[]> => {
    const rows = await process.admin.rows<{ entry: object }>(
      `SELECT entry FROM audit_entry WHERE entry::jsonb ->> 'action' = 'writeRegistryRecord' ORDER BY seq`,
    );
    return rows.map(({ entry }) => entry);
  };
  const etagOf = async (path: string): Promise<string> => (await get(path)).etag;
  const registration = (more: object = {}) => ({
    ...{ kind: 'registration', fixmedins_code: HOSPITAL, code: DOCTOR, main_site: true },
    ...{ from: '2025-02-01', committed_on: '2025-02-01', ...more },
  });

  describe('reads', () => {
    beforeAll(open);
    afterAll(() => process.close());

    test('lists institutions of the caller alone, with their statuses', async () => {
      const { body } = await get('institutions?effective_at=2025-07-15');
      expect(body).toMatchObject({
        items: [
          {
            fixmedins_code: HOSPITAL,
            statuses: [{ status: 'suspended', document_no: '机1', in_force: true }],
          },
        ],
        next: null,
      });
      expect((await get('institutions', province)).body['items']).toHaveLength(2);
      expect((await get('institutions?area=44', province)).body).toMatchObject({
        items: [{ admdvs: '440106' }],
      });
      expect(
        (await get(`institutions?text=${encodeURIComponent('人民')}&limit=1`, province)).body,
      ).toMatchObject({
        items: [{ name: '海口市人民医院' }],
        next: null,
      });
    });

    test('shows an institution with what was held and held then', async () => {
      const { body, etag } = await get(`institutions/${HOSPITAL}?effective_at=2025-08-01`);
      expect(body).toMatchObject({
        institution: { name: '海口市人民医院', statuses: [{ in_force: false }] },
        records: [{ kind: 'department_status' }, { kind: 'institution' }],
        effective_at: '2025-08-01T00:00:00+08:00',
      });
      expect(etag).toBe(`"${String(body['version'])}"`);
      expect((await get(`institutions/${HOSPITAL}/departments`)).body).toMatchObject({
        items: [{ dept_codg: 'A03', statuses: [{ document_no: '科1', in_force: true }] }],
      });
      expect((await get(`institutions/${HOSPITAL}?known_at=2024-12-31`)).status).toBe(404);
    });

    test('lists who is registered at an institution, with the standing there', async () => {
      const at = (query: string) => get(`institutions/${HOSPITAL}/clinicians?${query}`);
      expect((await at('effective_at=2025-02-01')).body).toMatchObject({
        items: [{ code: DOCTOR, name: '张伟', registrations: [{ record_id: 'r1' }], faults: [] }],
      });
      expect((await at('effective_at=2025-01-31')).body['items']).toEqual([]);
      expect((await at('effective_at=2025-01-31&whenever=true')).body).toMatchObject({
        items: [{ faults: [{ fault: 'not_registered' }] }],
      });
    });

    test.each([
      ['before', '2025-06-09 23:59:59', false],
      ['on the first day', '2025-06-10', true],
      ['on the last', '2025-09-09 23:59:59', true],
      ['after', '2025-09-10', false],
    ])('shows a clinician with sites and sanctions: %s', async (_, effectiveAt, inForce) => {
      const { body } = await get(`clinicians/${DOCTOR}?effective_at=${encodeURIComponent(effectiveAt)}`);
      expect(body).toMatchObject({
        clinician: { code: DOCTOR, name: '张伟', category: 'doctor' },
        sites: [
          { fixmedins_code: HOSPITAL, pack: 'hainan-2022', faults: [], registrations: [{ record_id: 'r1' }] },
        ],
        sanctions: [{ document_no: '琼1', in_force: inForce }],
      });
      expect((body['records'] as unknown as { kind: string }[]).map(({ kind }) => kind)).toEqual([
        'clinician',
        'registration',
        ...(inForce ? ['sanction'] : []),
      ]);
    });

    test('shows a clinician as known before a sanction was', async () => {
      const { body } = await get(`clinicians/${DOCTOR}?effective_at=2025-06-10&known_at=2025-05-31`);
      expect(body['sanctions']).toEqual([]);
    });

    test('finds clinicians of the caller alone', async () => {
      const wei = encodeURIComponent('伟');
      expect((await get(`clinicians?text=${wei}`)).body).toMatchObject({
        items: [{ code: DOCTOR }],
        next: null,
      });
      const first = await get(`clinicians?text=${wei}&limit=1`, province);
      expect(first.body).toMatchObject({ items: [{ code: 'D440106000002' }] });
      expect(
        (await get(`clinicians?text=${wei}&limit=1&after=${String(first.body['next'])}`, province)).body,
      ).toMatchObject({
        items: [{ code: DOCTOR }],
        next: null,
      });
    });

    test.each([
      [`institutions/${ELSEWHERE}`, 403],
      [`institutions/${ELSEWHERE}/clinicians`, 403],
      ['clinicians/D440106000002', 403],
      ['clinicians/D440106000002/history', 403],
      [`clinicians/${DOCTOR}?effective_at=2025-02-30`, 422],
      [`clinicians/${DOCTOR}?effektive_at=2025-02-20`, 422],
      ['institutions?area=x', 422],
      ['clinicians?limit=201', 422],
    ])('refuses %s with %d and a problem document', async (path, status) => {
      const answer = await process.admin.ask('get', `/v1/${path}`, registrar.token);
      expect([answer.status, answer.type]).toEqual([status, 'application/problem+json']);
      expect(answer.body).toMatchObject({ status });
    });

    test('knows who is not on file', async () => {
      expect((await get('clinicians/D999', province)).status).toBe(404);
      expect((await get('institutions/H999', province)).status).toBe(404);
      expect((await get('institutions/H999/clinicians', province)).body).toEqual({ items: [], next: null });
    });

    test('shows a clinician her own file, and nobody else', async () => {
      const herself = await process.person('clinician', { code: DOCTOR });
      expect((await get(`clinicians/${DOCTOR}`, herself)).status).toBe(200);
      expect((await get('clinicians/D440106000002', herself)).status).toBe(403);
      expect((await get('clinicians', herself)).status).toBe(403);
    });
  });

  describe('writes', () => {
    beforeEach(open);
    afterEach(() => process.close());

    test('brings a person on file, then registers her; each with the version that was read', async () => {
      const person = {
        kind: 'clinician',
        fixmedins_code: HOSPITAL,
        code: 'd46010500009',
        name: '李娜',
        category: 'nurse',
      };
      const first = await write(person, '"0"');
      expect(first).toMatchObject({ status: 201, body: { subject: 'D46010500009' } });
      const second = await write(registration({ code: 'D46010500009' }), first.etag ?? null);
      expect(second.status).toBe(201);
      expect((await get('clinicians/D46010500009')).body).toMatchObject({
        version: second.body['version'],
        clinician: { name: '李娜' },
        sites: [{ fixmedins_code: HOSPITAL, faults: [] }],
      });
      expect(await verifyAudit(poolOf(process.admin.parts.dataSource))).toMatchObject({ kind: 'whole' });
      const entries = await written();
      expect(entries).toMatchObject([
        {
          actor: registrar.userId,
          action: 'writeRegistryRecord',
          subject: 'D46010500009',
          details: { kind: 'clinician' },
        },
        { details: { kind: 'registration', record_id: second.body['record_id'] } },
      ]);
    });

    test('corrects a registration; what was known before stays in the history', async () => {
      const { status, body } = await write(
        registration({ supersedes: 'r1', until: '2025-12-01' }),
        await etagOf(`clinicians/${DOCTOR}`),
      );
      expect(status).toBe(201);
      const history = await get(`clinicians/${DOCTOR}/history`);
      expect(history.body).toMatchObject({
        version: body['version'],
        items: [
          { record: { record_id: 'c1' } },
          { record: { record_id: 'r1' }, recorded_until: expect.any(String) as unknown },
          { record: { record_id: 's1' } },
          { record: { record_id: body['record_id'], supersedes: 'r1' } },
        ],
      });
      expect((await get(`clinicians/${DOCTOR}/history?limit=3`)).body['next']).toBe('s1');
      expect((await get(`clinicians/${DOCTOR}/history?limit=3&after=s1`)).body['items']).toHaveLength(1);
    });

    test('asks for If-Match, and refuses a stale one', async () => {
      const etag = await etagOf(`clinicians/${DOCTOR}`);
      expect((await write(registration(), null)).status).toBe(428);
      expect((await write(registration({ from: '2026-01-01' }), etag)).status).toBe(201);
      const late = await write(registration({ from: '2026-02-01' }), etag);
      expect(late).toMatchObject({
        status: 412,
        body: { type: expect.stringContaining('stale') as unknown },
      });
      expect((await write(registration(), '"x"')).status).toBe(412);
    });

    test('of 50 who write on one version one wins: no interval overlaps, nothing is lost', async () => {
      for (const round of [1, 2]) {
        const etag = await etagOf(`clinicians/${DOCTOR}`);
        const held = (await process.onFile(DOCTOR)).find(({ kind }) => kind === 'registration');
        const answers = await Promise.all(
          Array.from({ length: 50 }, async () => {
            for (;;) {
              const body = registration({ supersedes: held?.recordId, until: `2026-0${round}-01` });
              const answer = await write(body, etag);
              // No connection came free in time: nothing was written.
              if (answer.status !== 503) return answer.status;
            }
          }),
        );
        expect(answers.filter((status) => status === 201)).toHaveLength(1);
        expect(answers.filter((status) => status === 412)).toHaveLength(49);
        const registrations = (await process.onFile(DOCTOR)).filter(({ kind }) => kind === 'registration');
        expect(registrations).toHaveLength(1);
      }
      expect(await written()).toHaveLength(2);
    });

    test('refuses a person on file elsewhere, and to leave every site of one', async () => {
      const etag = (await get('clinicians/D440106000002', province)).etag;
      const person = {
        kind: 'clinician',
        fixmedins_code: HOSPITAL,
        code: 'D440106000002',
        name: '王',
        category: 'doctor',
      };
      const leaving = {
        kind: 'deregistration',
        fixmedins_code: HOSPITAL,
        code: 'D440106000002',
        reason: 'retired',
        from: '2026-01-01',
      };
      expect((await write(person, etag)).status).toBe(403);
      expect((await write({ ...leaving, everywhere: true }, etag)).status).toBe(403);
      expect(
        (await write({ ...leaving, fixmedins_code: ELSEWHERE, everywhere: true }, etag, province)).status,
      ).toBe(201);
    });
  });

  describe('what is refused, and where it says so', () => {
    beforeAll(open);
    afterAll(() => process.close());

    test.each([
      ['a field of another kind', { category: 'doctor' }, 422],
      ['a kind that needs a second person', { kind: 'sanction' }, 422],
      ['an unknown field', { colour: 'red' }, 422],
      ['an end before the start', { until: '2025-01-01' }, 422],
      ['a missing field', { from: undefined }, 422],
      ['an institution of another area', { fixmedins_code: ELSEWHERE }, 403],
      ['a correction of what is not on file', { supersedes: 'nothing' }, 422],
      ['a correction of another kind', { supersedes: 's1' }, 422],
    ])('refuses %s', async (_, more, expected) => {
      const etag = await etagOf(`clinicians/${DOCTOR}`);
      const { status, body } = await write(registration(more), etag);
      expect([status, body['status']]).toEqual([expected, expected]);
      expect(await etagOf(`clinicians/${DOCTOR}`)).toBe(etag);
    });

    test.each<[Role, object]>([
      ['institution_office', { institutions: [HOSPITAL] }],
      ['scorer', { areas: [''] }],
      ['admin_department', { areas: [''] }],
      ['clinician', { code: DOCTOR }],
    ])('is no matter of a %s', async (role, where) => {
      const who = await process.person(role, where);
      expect((await write(registration(), '"0"', who)).status).toBe(403);
    });

    test('is documented: every route with its problems', async () => {
      const { body } = await process.admin.ask('get', '/openapi.json');
      const { paths } = body as {
        paths: Record<string, Record<string, { responses: object; operationId: string }>>;
      };
      const documented = Object.entries(paths).filter(([path]) =>
        /institutions|clinicians|registry-records/.test(path),
      );
      const operations = documented.flatMap(([, of]) =>
        Object.values(of).map(({ operationId }) => operationId),
      );
      expect(operations).toEqual(
        expect.arrayContaining(['listInstitutions', 'readClinicianHistory', 'writeRegistryRecord']),
      );
      expect(Object.keys(paths['/v1/registry-records']?.['post']?.responses ?? {})).toEqual(
        expect.arrayContaining(['201', '403', '409', '412', '422', '428']),
      );
    });
  });
});
