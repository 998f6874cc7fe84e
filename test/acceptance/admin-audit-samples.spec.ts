/** The second audit: frame digest and seed published, lines drawn, results entered by door and file, what they say of the whole. */
import { createHash } from 'node:crypto';
import type { FrameData, Sha256 } from '@gatekeeper/clearing';
import { frameDigest, rankHash } from '@gatekeeper/clearing';
import { SampleDesk } from '../../apps/admin/audit-samples/sample-desk';
import type { ExtrapolationAnswer, SampleAnswer } from '../../apps/admin/audit-samples/sample-answer';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';

const HOSPITAL = 'H44010000001';
const SEED = '2025-06/公证';
const newSha256 = (): Sha256 => {
  const hash = createHash('sha256');
  return { update: (text) => void hash.update(text, 'utf8'), hex: () => hash.digest('hex') };
};

/** 60 stays of ¥100.00 each, of which 5 % are drawn: 3. */
const frame = (amount = '600000'): readonly FrameData[] => [
  { stratum: `${HOSPITAL}/2025-06`, lines: 60, amount, least: 3, digest: 'f'.repeat(64) },
];
const DRAWN = Array.from({ length: 60 }, (_, n) => ({
  fixmedinsCode: HOSPITAL,
  visitId: `V-${n + 1}`,
  chargeBatch: '',
  lineNo: '1',
}))
  .map((line) => ({ line, hash: rankHash(SEED, line, newSha256) }))
  .sort((a, b) => (a.hash < b.hash ? -1 : 1))
  .slice(0, 3)
  .map(({ line }) => line.visitId);
const csv = (visits: readonly string[]): string =>
  ['stratum,rank,fixmedins_code,mdtrt_id,chrg_bchno,feedetl_sn,amount']
    .concat(visits.map((visit, n) => `${HOSPITAL}/2025-06,${n + 1},${HOSPITAL},${visit},,1,100.00`))
    .join('\n');
const found = (visit = DRAWN[0], wrong = '10.00', more: object = {}): object => ({
  ...{ fixmedins_code: HOSPITAL, mdtrt_id: visit, feedetl_sn: '1', wrong },
  ...more,
});

describeWith(['postgres'], 'samples of the second audit', () => {
  let database: FreshDatabase;
  let admin: AdminApp;
  let auditor: Somebody;
  let elsewhere: Somebody;
  beforeAll(async () => {
    database = await migratedDatabase('admin-audit-samples');
    admin = await openAdminApp(database.url);
    auditor = await somebody(admin, configuration({ roles: ['settlement_auditor'], areas: ['44'] }));
    elsewhere = await somebody(admin, configuration({ roles: ['settlement_auditor'], areas: ['46'] }));
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });

  const publish = (
    frames = frame(),
    digest = frameDigest(frames, newSha256),
    areas = ['44'],
    area = '44',
  ): Promise<SampleAnswer> =>
    new SampleDesk(admin.parts, {
      frames: (_, runId) => Promise.resolve({ runId, area, period: '2025-06', frames }),
    }).publish(
      { runId: 'run-june', frameDigest: digest, seed: SEED },
      {
        userId: auditor.userId,
        login: '',
        roles: ['settlement_auditor'],
        areas,
        institutions: [],
        clinicianCode: null,
      },
    );
  const send = async (
    path: string,
    body: object | string,
    who = auditor,
  ): Promise<{ status: number; body: SampleAnswer }> => {
    const asked = admin.ask('post', `/v1/audit-samples/1/${path}`, who.token);
    const answer =
      typeof body === 'string'
        ? await asked.set('Content-Type', 'text/csv').send(body)
        : await asked.send(body);
    return { status: answer.status, body: answer.body as SampleAnswer };
  };
  const extrapolation = async (query = ''): Promise<ExtrapolationAnswer> =>
    (await admin.ask('get', `/v1/audit-samples/1/extrapolation${query}`, auditor.token))
      .body as ExtrapolationAnswer;

  it('are published once for each frame, of an area in scope that a text samples', async () => {
    await expect(publish(frame(), '0'.repeat(64))).rejects.toThrow('other-frame');
    await expect(publish(frame(), undefined, ['46'])).rejects.toThrow('out-of-reach');
    await expect(publish(frame('1'), undefined, [''], '11')).rejects.toThrow('no-second-audit');
    expect(await publish()).toMatchObject({
      ...{
        sample_id: '1',
        seed: SEED,
        pack: 'nhsa-2018',
        strata: 1,
        lines: 60,
        least: 3,
        drawn: 0,
        found: 0,
      },
    });
    await expect(publish()).rejects.toThrow('frame-drawn-from');
    expect((await admin.ask('get', '/v1/audit-samples/1', elsewhere.token)).status).toBe(403);
    expect((await admin.ask('get', '/v1/audit-samples', elsewhere.token)).body).toEqual({
      items: [],
      next: null,
    });
    expect((await admin.ask('get', '/v1/audit-samples', auditor.token)).body).toMatchObject({
      items: [{ sample_id: '1' }],
    });
  });

  it.each([
    ['another header', 'stratum,rank\n', 422],
    ['a bad cell', `${csv(DRAWN)},more`, 422],
    ['other lines than the seed ranks first', csv(DRAWN.toReversed()), 409],
    ['too few', csv(DRAWN.slice(0, 2)), 409],
    ['another stratum', csv(DRAWN).replaceAll('/2025-06', '/2025-07'), 409],
    ['an amount above the frame', csv(DRAWN).replaceAll('100.00', '2500.00'), 409],
  ])('take no lines of %s', async (_, file, status) => {
    expect((await send('lines', file)).status).toBe(status);
  });

  it('take the lines drawn, once', async () => {
    expect((await send('lines', csv(DRAWN), elsewhere)).status).toBe(403);
    expect((await send('lines', csv(DRAWN))).body).toMatchObject({ drawn: 3, found: 0 });
    expect((await send('lines', csv(DRAWN))).status).toBe(409);
  });

  it('take one result of each line of theirs, all of a request or none', async () => {
    const refused = await admin.ask('post', '/v1/audit-samples/1/results', auditor.token, {
      results: [found(), found(), found('V-none'), found(DRAWN[1], '90.00', { status_hit: '10.01' })],
    });
    expect(refused.status).toBe(422);
    const { errors } = refused.body as { errors: readonly { path: string; got: string }[] };
    expect(errors.map(({ path, got }) => `${path} ${got}`)).toEqual([
      'results.1 twice',
      'results.2 not_of_the_sample',
      'results.3 more_than_claimed',
    ]);
    expect((await send('results', { results: [found()] })).body).toMatchObject({ found: 1 });
    expect((await send('results', { results: [found()] })).status).toBe(422);
    expect(await extrapolation()).toMatchObject({
      extrapolates: false,
      because: 'results_missing',
      refusable: '10.00',
      overall: null,
    });
    const header = 'fixmedins_code,mdtrt_id,chrg_bchno,feedetl_sn,wrong,status_hit,note';
    const row = (visit = '', wrong = '', hit = ''): string => `${HOSPITAL},${visit},,1,${wrong},${hit},`;
    expect((await send('results/file', `${header}\n${row(DRAWN[1], '1e2')}\n`)).status).toBe(422);
    const file = `${header}\n${row(DRAWN[1], '0.00')}\n${row(DRAWN[2], '20.00', '5.00')}\n`;
    expect((await send('results/file', file)).body).toMatchObject({ drawn: 3, found: 3 });
  });

  it('say what the whole comes to, and what may be refused by them: never status hits in proportion', async () => {
    const answer = await extrapolation(`?fixmedins_code=${HOSPITAL}`);
    // 30.00 of 3 lines: 10.00 a line, 600.00 of 60; the deviation is 10.00, so 60 × 10 / √3 × √(57/60) = 337.64.
    expect(answer).toMatchObject({
      extrapolates: true,
      cap_percent: 100,
      refusable: '605.00',
      overall: { point_estimate: '600.00', standard_error: '337.64', nonzero: 2 },
      strata: [
        {
          standard_deviation: '10.00',
          refusable: { in_proportion: '600.00', status_hits: '5.00', capped: false },
        },
      ],
    });
    expect(answer.overall?.intervals.map(({ level, quantile }) => `${level} ${quantile}`)).toEqual([
      '80 1.885618083164',
      '90 2.919985580354',
      '95 4.302652729749',
    ]);
    expect(await extrapolation('?fixmedins_code=H44010000002')).toMatchObject({
      refusable: '0.00',
      strata: [],
    });
  });
});
