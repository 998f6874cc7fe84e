import { poolOf } from '@gatekeeper/database';
import * as iconv from 'iconv-lite';
import { verifyAudit } from '../../apps/admin/audit/verify-audit';
import { describeWith } from '../servers/addresses';
import { HOME, LIMIT_BYTES, openTransferDoors } from './admin-transfer-doors';
import type { TransferDoors } from './admin-transfer-doors';
import { IDENTITY_NUMBER } from './admin-transfer-parts';

/** What these tests look at of an answer. */
interface Body {
  readonly transfer_id?: string;
  readonly state?: string;
  readonly type?: string;
  readonly items?: readonly unknown[];
  readonly paths?: Readonly<Record<string, unknown>>;
}
const bodyOf = ({ body }: { readonly body: unknown }): Body => body as Body;

const NDJSON = 'application/x-ndjson';
const CSV = 'text/csv';
const TSV = 'text/tab-separated-values';
const row = (code: string, more: object = {}): string =>
  JSON.stringify({
    kind: 'clinician',
    record_id: `c-${code}`,
    recorded_at: '2025-01-01',
    code,
    name: '张三',
    category: 'doctor',
    ...more,
  });
const registrations = (...codes: readonly string[]): string =>
  ['code,fixmedins_code,main_site,from', ...codes.map((code) => `${code},${HOME},true,2025-01-01`)].join(
    '\n',
  );

describeWith(['postgres'], 'the doors of transfers', () => {
  let doors: TransferDoors;
  beforeAll(async () => {
    doors = await openTransferDoors('transfer_doors');
  });
  afterAll(() => doors.close());

  const uploaded = async (
    who: string,
    query: string,
    type: string,
    bytes: Buffer | string,
  ): Promise<string> => {
    const answer = await doors.upload(who, query, type, bytes);
    expect([answer.status, bodyOf(answer).state ?? answer.text]).toEqual([
      202,
      expect.stringMatching(/uploaded|previewed/),
    ]);
    await doors.work.wake();
    return String(bodyOf(answer).transfer_id);
  };
  const taken = async (
    who: string,
    transferId: string,
    step: string,
    body?: object,
  ): Promise<readonly unknown[]> => {
    const answer = await doors.post(who, `/v1/transfers/${transferId}/${step}`, body);
    await doors.work.wake();
    return [answer.status, bodyOf(answer).state ?? bodyOf(answer).type];
  };
  const problem = (name: string): string => `urn:settlement-gatekeeper:problem:${name}`;

  test('a file is uploaded, previewed, proposed, approved by another, applied, and exported', async () => {
    const transferId = await uploaded(
      'registrar',
      '',
      NDJSON,
      [row('D1'), row('D2', { category: 'mood' })].join('\n'),
    );
    const read = await doors.get('reviewer', `/v1/transfers/${transferId}`);
    expect(read.body).toMatchObject({
      state: 'previewed',
      rows_read: 2,
      summary: { add: 1, bad_rows: 1, subjects: 1 },
    });
    const changes = await doors.get('reviewer', `/v1/transfers/${transferId}/preview?limit=1`);
    expect(changes.body).toMatchObject({ items: [{ line: 1, effect: 'add', subject: 'D1' }], next: null });
    const bad = await doors.get('reviewer', `/v1/transfers/${transferId}/preview?list=bad_rows`);
    expect(bodyOf(bad).items).toMatchObject([
      { line: 2, problems: [{ column: 'category', code: 'FIELD_INVALID' }] },
    ]);

    const told = await doors.get('reviewer', `/v1/transfers/${transferId}/what-if`);
    expect([told.status, told.body]).toMatchObject([200, { examined: 0, changed: 0 }]);

    expect(await taken('reviewer', transferId, 'approve')).toEqual([409, problem('wrong-state')]);
    expect(await taken('registrar', transferId, 'propose')).toEqual([409, problem('bad-rows')]);
    expect(await taken('both', transferId, 'propose', { leave_out_bad_rows: true })).toEqual([
      200,
      'proposed',
    ]);
    expect(await taken('both', transferId, 'approve')).toEqual([409, problem('second-person-needed')]);
    expect(await taken('reviewer', transferId, 'approve')).toEqual([202, 'approved']);
    expect(bodyOf(await doors.get('registrar', `/v1/transfers/${transferId}`)).state).toBe('applied');

    const csv = await doors.get('registrar', '/v1/exports/clinician?format=csv');
    expect(csv.text).toContain('D1,张三,doctor,c-D1');
    const ndjson = await doors.get('registrar', '/v1/exports/records').buffer(true);
    expect(ndjson.status).toBe(200);
    expect(await verifyAudit(poolOf(doors.stores.dataSource))).toMatchObject({ kind: 'whole' });
  });

  test('a roster keeps identity numbers encrypted, and asks before it closes many', async () => {
    const codes = ['D140100000001', 'D140100000002', 'D140100000003'];
    const line = (code: string): string =>
      [
        HOME,
        '某医院',
        code,
        '张三',
        '男',
        '01',
        IDENTITY_NUMBER,
        '在职',
        '2025-01-01',
        '',
        '1',
        '1',
        '1',
        '1',
        '1',
        '1',
      ].join('\t');
    const roster = (...listed: readonly string[]): Buffer => iconv.encode(listed.map(line).join('\n'), 'gbk');
    const query = `?roster=GB001&institution=${HOME}&main_site=true&complete=true&standings=${encodeURIComponent('在职=registered')}`;
    const first = await uploaded('office', query, TSV, roster(...codes));
    expect(await taken('registrar', first, 'propose')).toEqual([200, 'proposed']);
    expect(await taken('reviewer', first, 'approve')).toEqual([202, 'approved']);
    const { rows } = await poolOf(doors.stores.dataSource).query<{ kept: number; staged: string }>(
      'SELECT (SELECT count(*)::int FROM person_identity) AS kept, (SELECT json_agg(t)::text FROM transfer_row t) AS staged',
    );
    expect(rows[0]?.kept).toBe(3);
    expect(rows[0]?.staged).not.toContain(IDENTITY_NUMBER);

    const second = await uploaded('office', query, TSV, roster(...codes.slice(1)));
    expect(await taken('registrar', second, 'propose')).toEqual([409, problem('closing-unconfirmed')]);
    expect(await taken('registrar', second, 'confirm-closing', { institution: 'H2' })).toEqual([
      422,
      problem('unacceptable-request'),
    ]);
    expect(await taken('registrar', second, 'confirm-closing', { institution: HOME })).toEqual([
      200,
      'previewed',
    ]);
    expect(await taken('registrar', second, 'propose')).toEqual([200, 'proposed']);
    expect(await taken('registrar', second, 'reject', { because: 'not yet' })).toEqual([200, 'rejected']);
  });

  test('an office brings its own list only, and sees no other', async () => {
    const query = `?kind=registration&institution=${HOME}`;
    const own = await uploaded('office', query, CSV, registrations('D7'));
    expect((await doors.get('office', `/v1/transfers/${own}`)).status).toBe(200);
    expect((await doors.get('foreign', `/v1/transfers/${own}`)).status).toBe(404);
    expect(bodyOf(await doors.get('foreign', '/v1/transfers')).items).toEqual([]);
    expect((await doors.get('office', '/v1/transfers?limit=1')).body).toMatchObject({
      items: [{ transfer_id: own }],
    });
    expect((await doors.upload('foreign', query, CSV, registrations('D7'))).status).toBe(403);
    expect((await doors.upload('city', '', NDJSON, row('D8'))).status).toBe(403);
    expect((await doors.upload('scorer', '', NDJSON, row('D8'))).status).toBe(403);
    const mixed = await uploaded('office', query, CSV, `${registrations('D7')}\nD7,H9,true,2025-01-01`);
    const bad = await doors.get('office', `/v1/transfers/${mixed}/preview?list=bad_rows`);
    expect(bodyOf(bad).items).toMatchObject([{ line: 3, problems: [{ column: 'fixmedins_code' }] }]);
  });

  test.each<[string, string, string, string, number]>([
    ['another type', '', 'application/pdf', 'x', 415],
    ['a table without its kind', '', CSV, 'x', 422],
    ['a header that names no column', '?kind=clinician', CSV, 'code,nmae\n', 422],
    ['a file that is too large', '', NDJSON, `${row('D9')}\n`.repeat(LIMIT_BYTES / 100), 413],
    [
      'no XLSX file',
      '?kind=clinician',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'x',
      422,
    ],
  ])('%s is refused, and nothing of it kept', async (_, query, type, bytes, status) => {
    const before = await doors.get('registrar', '/v1/transfers');
    const answer = await doors.upload('registrar', query, type, bytes);
    expect([answer.status, answer.type]).toEqual([status, 'application/problem+json']);
    expect((await doors.get('registrar', '/v1/transfers')).body).toEqual(before.body);
  });

  test('every door is documented', async () => {
    const answer = await doors.get('registrar', '/openapi.json');
    expect(
      Object.keys(bodyOf(answer).paths ?? {})
        .filter((path) => /transfer|export/.test(path))
        .sort(),
    ).toEqual([
      '/v1/exports/{kind}',
      '/v1/transfer-templates/{file}',
      '/v1/transfers',
      '/v1/transfers/{transfer_id}',
      '/v1/transfers/{transfer_id}/approve',
      '/v1/transfers/{transfer_id}/confirm-closing',
      '/v1/transfers/{transfer_id}/preview',
      '/v1/transfers/{transfer_id}/propose',
      '/v1/transfers/{transfer_id}/reject',
      '/v1/transfers/{transfer_id}/what-if',
    ]);
  });

  test('templates and lists are files; what is none is not on file', async () => {
    const template = await doors.get('office', '/v1/transfer-templates/registration.csv');
    expect(template.text).toContain('code,fixmedins_code,main_site,from');
    expect((await doors.get('office', '/v1/transfer-templates/registration.xlsx')).status).toBe(200);
    expect((await doors.get('office', '/v1/transfer-templates/none.csv')).status).toBe(404);
    expect((await doors.get('registrar', '/v1/exports/none')).status).toBe(404);
    expect((await doors.get('registrar', '/v1/exports/records?format=xlsx')).status).toBe(422);
    expect((await doors.get('office', '/v1/exports/clinician')).status).toBe(403);
  });
});
