/** Checks of commitments, statuses and certificates (guangdong-2025 art. 27 and 39; linfen 2-3), a page at a time. */
import { parseTime } from '@gatekeeper/calendar';
import { LINFEN_VALUES } from '../regulation/linfen-filled';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import type { Process } from './admin-process';
import { openProcess } from './admin-process';

const GUANGZHOU = 'H44010000001';
const SHENZHEN = 'H44030000001';
const HAIKOU = 'H46010000001';
const LINFEN = 'H14100000001';

const head = (recordId: string) => ({ record_id: recordId, recorded_at: '2025-01-01 00:00:00' });
const institution = (code: string, admdvs: string) => ({
  kind: 'institution',
  ...head(code),
  ...{ fixmedins_code: code, name: '医院', type: 'hospital', admdvs },
});
const person = (code: string) => ({
  kind: 'clinician',
  ...head(code),
  code,
  name: '林某',
  category: 'doctor',
});
const registration = (code: string, site: string, more: object = {}, recordId = `${code}@${site}`) => ({
  kind: 'registration',
  ...head(recordId),
  ...{ code, fixmedins_code: site, main_site: true, from: '2025-01-01', ...more },
});
const sanction = (code: string, site: string, more: object) => ({
  kind: 'sanction',
  ...{
    record_id: `s ${code}`,
    recorded_at: '2026-01-20',
    document_no: `文${code}`,
    code,
    status: 'suspended',
  },
  ...{ scope: 'person', fixmedins_code: site, cause: 'points', decided_at: '2026-01-19', from: '2026-02-01' },
  ...{ last_day: '2026-04-30', delivered_at: '2026-01-30', ...more },
});
const of = (number: number): string => `D4401000000${String(number).padStart(2, '0')}`;
const committed = { committed_on: '2025-01-01' };

const [COMMITTED, UNCOMMITTED, LEFT, TWICE, ELSEWHERE] = [1, 2, 3, 4, 5].map(of) as [
  string,
  string,
  string,
  string,
  string,
];
const [BEHIND, LATE, AT_ONCE, ANNULLED, NEVER_SHOWN, NOT_DELIVERED, TO_COME] = [
  11, 12, 13, 14, 15, 16, 17,
].map(of) as [string, string, string, string, string, string, string];
const [ENDED, LAST_DAY, RENEWED] = [21, 22, 23].map(of) as [string, string, string];

const RECORDS = [
  institution(GUANGZHOU, '440100'),
  institution(SHENZHEN, '440300'),
  institution(HAIKOU, '460100'),
  institution(LINFEN, '141000'),
  ...Array.from({ length: 23 }, (_, index) => person(of(index + 1))),
  registration(COMMITTED, GUANGZHOU, committed),
  registration(UNCOMMITTED, GUANGZHOU),
  registration(LEFT, GUANGZHOU),
  {
    kind: 'deregistration',
    ...head('left'),
    ...{ code: LEFT, fixmedins_code: GUANGZHOU, reason: 'left', from: '2025-06-01' },
  },
  registration(TWICE, GUANGZHOU),
  registration(TWICE, GUANGZHOU, { committed_on: '2025-05-01' }, 'again'),
  registration(ELSEWHERE, GUANGZHOU, committed),
  registration(ELSEWHERE, SHENZHEN),
  // hainan-2022 knows no commitment.
  registration(of(6), HAIKOU),
  sanction(BEHIND, GUANGZHOU, {}),
  sanction(LATE, GUANGZHOU, { maintained_at: '2026-02-03' }),
  sanction(AT_ONCE, GUANGZHOU, { maintained_at: '2026-02-01 17:00:00' }),
  sanction(ANNULLED, GUANGZHOU, {}),
  {
    kind: 'annulment',
    ...{ record_id: 'a', recorded_at: '2026-02-20', document_no: `文${ANNULLED}`, code: ANNULLED },
    decided_at: '2026-02-20',
  },
  sanction(NEVER_SHOWN, HAIKOU, { from: '2026-02-01', last_day: '2026-02-10' }),
  sanction(NOT_DELIVERED, GUANGZHOU, { delivered_at: '' }),
  sanction(TO_COME, GUANGZHOU, { from: '2026-03-03' }),
  registration(ENDED, LINFEN, { certificate_until: '2026-03-01' }),
  registration(LAST_DAY, LINFEN, { certificate_until: '2026-03-02' }),
  registration(RENEWED, LINFEN, { certificate_until: '2026-02-28' }),
  registration(RENEWED, LINFEN, { certificate_until: '2028-02-28' }, 'renewed'),
];

interface Row {
  readonly amiss: string;
  readonly code: string;
  readonly [field: string]: unknown;
}
interface Told {
  readonly items: readonly Row[];
  readonly next: string | null;
}

describeWith(['postgres'], 'the check of commitments, statuses and certificates', () => {
  let process: Process;
  let scorer: Somebody;

  beforeAll(async () => {
    process = await openProcess('reports-checks', RECORDS, [], {
      values: new Map([['linfen', new Map(Object.entries(LINFEN_VALUES))]]),
    });
    process.admin.clock.at = parseTime('2026-03-02 09:00:00')!.instant;
    scorer = await process.person('scorer', { areas: ['44', '46', '1410'] });
  });
  afterAll(() => process.close());

  const page = async (query: string): Promise<Told> => {
    const answer = await process.admin.ask('get', `/v1/checks/maintenance?${query}`, scorer.token);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body as Told;
  };
  /** Every row, read in pages of `limit`. */
  const all = async (query: string, limit = 200): Promise<readonly Row[]> => {
    const rows: Row[] = [];
    for (let after: string | null = ''; after !== null;) {
      const more = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
      const told: Told = await page(`${query}&limit=${limit}${more}`);
      rows.push(...told.items);
      after = told.next;
    }
    return rows;
  };
  const told = (rows: readonly Row[]) =>
    rows.map(({ amiss, fixmedins_code: site, code }) => [amiss, site, code]);

  it('guangdong-2025 art. 20, 27: at each site a commitment of its own; none is asked of who left', async () => {
    const rows = await all('area=44&check=commitment');
    expect(told(rows)).toEqual([
      ['commitment_missing', GUANGZHOU, UNCOMMITTED],
      ['commitment_missing', SHENZHEN, ELSEWHERE],
    ]);
    expect(rows[0]).toMatchObject({ area: '440100', article: 'guangdong-2025 art. 20', days_behind: null });
  });

  it('hainan-2022 asks for none', async () => {
    expect(await all('area=46&check=commitment')).toEqual([]);
  });

  it('guangdong-2025 art. 39: delivered and not maintained, or late, with the days and who bears them', async () => {
    const rows = await all('area=4401&check=maintenance');
    expect(rows).toMatchObject([
      {
        // From 1 February to 2 March, both counted.
        ...{ amiss: 'not_maintained', code: BEHIND, document_no: `文${BEHIND}`, days_behind: 30 },
        ...{ ordered_from: '2026-02-01', maintained_on: null, maintain_by: null, borne_by: 'institution' },
      },
      {
        amiss: 'maintained_late',
        code: LATE,
        days_behind: 2,
        maintained_on: '2026-02-03',
        borne_by: 'institution',
      },
    ]);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ article: 'guangdong-2025 art. 39' });
  });

  it('a measure that was never shown while it ran is behind for all of it', async () => {
    expect(await all('area=46&check=maintenance')).toMatchObject([{ code: NEVER_SHOWN, days_behind: 10 }]);
  });

  it('linfen 2-3: a certificate has run out once its last day is over, unless there is another', async () => {
    expect(await all('area=1410&check=certificate')).toMatchObject([
      {
        ...{ amiss: 'certificate_expired', code: ENDED, certificate_until: '2026-03-01' },
        article: 'linfen art. 2-3',
      },
    ]);
    expect(await all('area=44&check=certificate')).toEqual([]);
  });

  it.each([1, 2, 3])('read in pages of %s it is the same, check by check', async (limit) => {
    const whole = await all('area=44');
    expect(told(whole)).toEqual([
      ['commitment_missing', GUANGZHOU, UNCOMMITTED],
      ['commitment_missing', SHENZHEN, ELSEWHERE],
      ['not_maintained', GUANGZHOU, BEHIND],
      ['maintained_late', GUANGZHOU, LATE],
    ]);
    expect(await all('area=44', limit)).toEqual(whole);
  });

  it('is of the asked area, which must be one of the caller', async () => {
    expect(told(await all('area=4403'))).toEqual([['commitment_missing', SHENZHEN, ELSEWHERE]]);
    const elsewhere = await process.person('scorer', { areas: ['4403'] });
    const asked = await process.admin.ask('get', '/v1/checks/maintenance?area=44', elsewhere.token);
    expect(asked.status).toBe(403);
  });

  it('takes no cursor that is not its own', async () => {
    const path = '/v1/checks/maintenance?area=44&after=x';
    expect((await process.admin.ask('get', path, scorer.token)).status).toBe(422);
  });
});
