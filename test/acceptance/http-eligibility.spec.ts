import { institution } from '../regulation/institutions';
import {
  clinician,
  inGoodStanding,
  pharmacyInGoodStanding,
  registration,
  restoration,
  sanction,
} from '../regulation/persons';
import { COLLEAGUE, DOCTOR, HOSPITAL, OTHER_HOSPITAL, PHARMACY } from '../regulation/record-head';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import type { Doors } from './http-parts';
import { countRows, loadRegistry, openDoors } from './http-parts';

type Query = Readonly<Record<string, string>>;

interface Answer {
  readonly eligible: boolean | null;
  readonly outcome: string | null;
  readonly reasons: readonly { readonly code: string }[];
  readonly hold?: { readonly hold_code: string };
}

const inShort = ({ eligible, outcome, reasons, hold }: Answer): string =>
  [
    String(eligible),
    outcome ?? hold?.hold_code,
    ...reasons.map(({ code }) => code).filter((code) => code !== 'OUTSIDE_PACK_IN_FORCE'),
  ].join(' ');

describeWith(['postgres'], 'GET /v1/eligibility', () => {
  let database: FreshDatabase;
  let doors: Doors;

  beforeAll(async () => {
    database = await migratedDatabase('http-eligibility');
    doors = await openDoors(database.url);
    const suspended = { code: COLLEAGUE, documentNo: '粤医保处〔2025〕2号' };
    await loadRegistry(doors, [
      ...inGoodStanding(),
      sanction(),
      restoration('2025-10-01'),
      clinician(COLLEAGUE),
      registration({ code: COLLEAGUE }),
      sanction({ ...suspended, from: '2025-06-10', until: null }),
      ...pharmacyInGoodStanding(),
      institution(OTHER_HOSPITAL, { area: '141000' }),
    ]);
  });
  afterAll(async () => {
    await doors.close();
    await database.drop();
  });

  const ask = (query: Query) => doors.get('/v1/eligibility', query);
  const doctor: Query = { code: DOCTOR, fixmedins_code: HOSPITAL };

  it.each<[string, Query, string]>([
    [
      'last second before a suspension',
      { ...doctor, at: '2025-06-09 23:59:59' },
      'true accept IN_GOOD_STANDING',
    ],
    ['its first second', { ...doctor, at: '2025-06-10 00:00:00' }, 'false reject CLINICIAN_SUSPENDED'],
    ['its first day', { ...doctor, at: '2025-06-10' }, 'false reject CLINICIAN_SUSPENDED'],
    [
      'its last second, elsewhere on earth',
      { ...doctor, at: '2025-09-09T15:59:59Z' },
      'false reject CLINICIAN_SUSPENDED',
    ],
    ['served, not restored', { ...doctor, at: '2025-09-10' }, 'false reject NOT_RESTORED'],
    ['restored', { ...doctor, at: '2025-10-01' }, 'true accept IN_GOOD_STANDING'],
    ['now', doctor, 'true accept IN_GOOD_STANDING'],
    ['now, where at is empty', { ...doctor, at: ' ' }, 'true accept IN_GOOD_STANDING'],
    [
      'now, of someone suspended until restored',
      { ...doctor, code: COLLEAGUE },
      'false reject CLINICIAN_SUSPENDED',
    ],
    ['a code in small letters', { ...doctor, code: DOCTOR.toLowerCase() }, 'true accept IN_GOOD_STANDING'],
    ['a code nobody has', { ...doctor, code: 'D440106999999' }, 'false reject CLINICIAN_UNKNOWN'],
    ['a local job number', { ...doctor, code: '0815' }, 'false reject CODE_INVALID'],
    ['a placeholder', { ...doctor, code: '/' }, 'false reject CODE_MISSING'],
    [
      'another site',
      { code: DOCTOR, fixmedins_code: OTHER_HOSPITAL, area: '440106' },
      'false reject NOT_REGISTERED_AT_SITE',
    ],
    [
      'an area whose pack has blanks',
      { code: DOCTOR, fixmedins_code: OTHER_HOSPITAL },
      'null PACK_INCOMPLETE',
    ],
    [
      'an institution not on file',
      { code: DOCTOR, fixmedins_code: 'H999', area: '440106' },
      'false reject NOT_REGISTERED_AT_SITE INSTITUTION_UNKNOWN',
    ],
    ['a pharmacy, by its principal', { fixmedins_code: PHARMACY }, 'true accept IN_GOOD_STANDING'],
    [
      'a pharmacy, with a prescriber who is suspended',
      { fixmedins_code: PHARMACY, code: COLLEAGUE },
      'false reject CLINICIAN_SUSPENDED',
    ],
    ['a year too early', { ...doctor, at: '1999-12-31' }, 'null DATE_IMPLAUSIBLE'],
    ['a year too late', { ...doctor, at: '9999-12-31' }, 'null DATE_IMPLAUSIBLE'],
  ])('%s', async (_, query, answer) => {
    const { status, body } = await ask(query);
    expect([status, inShort(body as Answer)]).toEqual([200, answer]);
  });

  it('answers with what it was asked and all it rests on', async () => {
    const { body, headers } = await ask({ ...doctor, at: '2025-06-10' });
    expect(body).toEqual({
      code: DOCTOR,
      fixmedins_code: HOSPITAL,
      at: '2025-06-10T00:00:00+08:00',
      eligible: false,
      outcome: 'reject',
      reasons: expect.arrayContaining([
        expect.objectContaining({
          code: 'CLINICIAN_SUSPENDED',
          effect: 'bars',
          role: 'ordering',
          evidence: ['document 粤医保处〔2025〕1号', '2025-06-10/2025-09-10', 'cause points, scope person'],
          text_zh: expect.any(String),
          text_en: expect.any(String),
        }),
      ]),
      pack: 'guangdong-2025',
      edition: '1',
      known_at: expect.any(String),
      registry_version: expect.any(Number),
    });
    expect(headers['cache-control']).toBe('no-store');
  });

  it('says what a held answer waits for', async () => {
    const { body } = await ask({ code: DOCTOR, fixmedins_code: OTHER_HOSPITAL });
    expect(body).toMatchObject({
      hold: {
        hold_code: 'PACK_INCOMPLETE',
        needs: expect.arrayContaining([expect.stringContaining('linfen.certificateValidityYears')]),
        text_zh: expect.any(String),
        text_en: expect.any(String),
      },
      pack: 'linfen',
      edition: '1',
    });
  });

  it.each<[string, Query | string, readonly string[]]>([
    ['nothing', {}, ['fixmedins_code FIELD_MISSING']],
    ['no institution', { code: DOCTOR }, ['fixmedins_code FIELD_MISSING']],
    ['no code at a hospital', { fixmedins_code: HOSPITAL }, ['code FIELD_MISSING']],
    ['an empty code at a hospital', { fixmedins_code: HOSPITAL, code: '' }, ['code FIELD_MISSING']],
    ['an institution not on file, no area', { code: DOCTOR, fixmedins_code: 'H999' }, ['area FIELD_MISSING']],
    ['neither code nor area', { fixmedins_code: 'H999' }, ['code FIELD_MISSING', 'area FIELD_MISSING']],
    ['no such day', { ...doctor, at: '2025-02-30' }, ['at FIELD_INVALID']],
    ['no such hour', { ...doctor, at: '2025-02-03 24:00:00' }, ['at FIELD_INVALID']],
    ['words for a time', { ...doctor, at: 'tomorrow' }, ['at FIELD_INVALID']],
    ['a year that cannot be written back', { ...doctor, at: '0000-06-01' }, ['at FIELD_INVALID']],
    ['an area of five digits', { ...doctor, area: '44010' }, ['area FIELD_INVALID']],
    ['a code too long', { ...doctor, code: 'D'.repeat(31) }, ['code FIELD_INVALID']],
    ['a control character', { ...doctor, code: 'D44\u00000106' }, ['code FIELD_INVALID']],
    ['a parameter misspelt', { ...doctor, att: '2025-06-10' }, ['query FIELD_INVALID']],
    ['a time given twice', '?code=D1&fixmedins_code=H1&at=2025-01-01&at=2025-01-02', ['at FIELD_INVALID']],
    [
      'an offset whose + was not encoded',
      '?code=D1&fixmedins_code=H1&at=2025-01-01T00:00:00+08:00',
      ['at FIELD_INVALID'],
    ],
    [
      'a member of a prototype',
      '?__proto__[area]=440106&constructor=y&code=D1&fixmedins_code=H1',
      ['query FIELD_INVALID'],
    ],
  ])('refuses %s', async (_, query, problems) => {
    const { status, type, body } = await (typeof query === 'string'
      ? doors.get(`/v1/eligibility${query}`)
      : ask(query));
    expect([status, type]).toEqual([422, 'application/problem+json']);
    const { errors } = body as { errors: readonly { readonly path: string; readonly code: string }[] };
    expect(errors.map(({ path, code }) => `${path} ${code}`)).toEqual(expect.arrayContaining([...problems]));
  });

  it('never says a code in a refusal', async () => {
    const { text } = await ask({ fixmedins_code: HOSPITAL, code: `${DOCTOR}-${'x'.repeat(30)}` });
    expect(text).not.toContain(DOCTOR);
  });

  it('records and publishes nothing', async () => {
    const before = await countRows(doors);
    await ask(doctor);
    await ask({ code: DOCTOR, fixmedins_code: OTHER_HOSPITAL });
    expect(await countRows(doors)).toEqual(before);
    expect(doors.published).toEqual([]);
  });

  it('counts its answers', async () => {
    const { text } = await doors.get('/metrics');
    for (const eligible of ['true', 'false', 'unknown'])
      expect(text).toMatch(
        new RegExp(`^gatekeeper_eligibility_answers_total\\{eligible="${eligible}"\\} [1-9]`, 'm'),
      );
  });
});
