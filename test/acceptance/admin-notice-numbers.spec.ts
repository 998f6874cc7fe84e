import { inTransaction, poolOf } from '@gatekeeper/database';
import { issuingAgencyOf, nameIssuingAgency, takeNoticeNumber } from '../../apps/admin/documents';
import type { IssuingAgency, NumberTaken } from '../../apps/admin/documents';
import { describeWith } from '../servers/addresses';
import type { Stores } from './stores-parts';
import { at, openStores } from './stores-parts';

const PROVINCE: IssuingAgency = { area: '46', agencyName: '海南省医保服务中心', prefix: '琼医保支付' };
const CITY: IssuingAgency = { area: '4601', agencyName: '海口市社会保险服务中心', prefix: '海医保支付' };
const TAKEN_AT = at('2025-06-06 09:00:00');

describeWith(['postgres'], 'numbers of notices', () => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await openStores('notice numbers');
    for (const agency of [PROVINCE, CITY])
      expect(await inTransaction(stores.dataSource, (client) => nameIssuingAgency(client, agency))).toBe(
        'named',
      );
  });
  afterAll(() => stores.close());

  const take = async (year: number, takenFor: string, area = '460108'): Promise<NumberTaken> => {
    const taken = await inTransaction(stores.dataSource, (client) =>
      takeNoticeNumber(client, { area, year, takenFor, takenAt: TAKEN_AT }),
    );
    if (taken.kind === 'no_agency') throw new Error(`no agency for ${taken.area}`);
    return taken;
  };

  test('20 takers at once, each fourth of whom gives up, leave a series without a gap and without a number twice', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        inTransaction(stores.dataSource, async (client) => {
          const taken = await takeNoticeNumber(client, {
            area: '460108',
            year: 2025,
            takenFor: `case-${index}`,
            takenAt: TAKEN_AT,
          });
          if (index % 4 === 3) throw new Error('the case was given up');
          return taken;
        }),
      ),
    );
    const taken = outcomes.flatMap((outcome) =>
      outcome.status === 'fulfilled' && outcome.value.kind === 'taken' ? [outcome.value] : [],
    );
    expect(taken.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 15 }, (_, index) => index + 1),
    );
    expect(taken.map(({ noticeNumber }) => noticeNumber)).toContain('海医保支付〔2025〕15号');
    const { rows } = await poolOf(stores.dataSource).query<{ n: number }>(
      'SELECT count(*)::float8 AS n FROM notice_number WHERE year = 2025',
    );
    expect(rows[0]?.n).toBe(15);
  });

  test('each year and each agency has a series of its own, and the nearest agency issues', async () => {
    expect((await take(2026, 'a')).noticeNumber).toBe('海医保支付〔2026〕1号');
    expect((await take(2026, 'b')).noticeNumber).toBe('海医保支付〔2026〕2号');
    expect((await take(2026, 'c', '460200')).noticeNumber).toBe('琼医保支付〔2026〕1号');
    expect((await take(2026, 'd', '46')).noticeNumber).toBe('琼医保支付〔2026〕2号');
    expect(await issuingAgencyOf(poolOf(stores.dataSource), '460108')).toEqual(CITY);
  });

  test('where no agency is on file nothing is taken', async () => {
    expect(
      await inTransaction(stores.dataSource, (client) =>
        takeNoticeNumber(client, { area: '440100', year: 2026, takenFor: 'x', takenAt: TAKEN_AT }),
      ),
    ).toEqual({ kind: 'no_agency', area: '440100' });
  });

  test("a new prefix begins a new series; one that is or was an area's is never another's", async () => {
    const name = (agency: IssuingAgency): Promise<string> =>
      inTransaction(stores.dataSource, (client) => nameIssuingAgency(client, agency));
    const sanya = { area: '4602', agencyName: '三亚市社会保险服务中心', prefix: '三医保支付' };
    expect(await name({ ...sanya, prefix: CITY.prefix })).toBe('prefix_taken');
    expect(await name(sanya)).toBe('named');
    expect((await take(2027, 'e', '460200')).noticeNumber).toBe('三医保支付〔2027〕1号');
    expect(await name({ ...sanya, prefix: '三医保资格' })).toBe('named');
    expect((await take(2027, 'f', '460200')).noticeNumber).toBe('三医保资格〔2027〕1号');
    expect(await name({ ...CITY, prefix: '三医保支付' })).toBe('prefix_taken');
  });

  test('the database itself refuses a gap, a number twice, and to forget one', async () => {
    const pool = poolOf(stores.dataSource);
    const insert = (number: number, text: string): Promise<unknown> =>
      pool.query(
        `INSERT INTO notice_number (prefix, year, number, notice_number, taken_for, taken_at)
         VALUES ('海医保支付', 2030, $1, $2, 'x', now())`,
        [number, text],
      );
    await expect(insert(2, 'second')).rejects.toThrow(/foreign key/);
    await insert(1, 'first');
    await expect(insert(1, 'again')).rejects.toThrow(/duplicate key/);
    await expect(insert(2, 'first')).rejects.toThrow(/duplicate key/);
    await expect(pool.query('DELETE FROM notice_number WHERE year = 2030')).rejects.toThrow(/append-only/);
    await expect(pool.query('UPDATE notice_number SET number = 9')).rejects.toThrow(/append-only/);
  });
});
