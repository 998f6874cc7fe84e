/** What looks odd among lines is found, and what does not is not; both again when lines or sanctions change. */
import { inTransaction, poolOf } from '@gatekeeper/database';
import { DecisionStore, examineDay, takeDueDay } from '@gatekeeper/decision-store';
import { RegistryStore } from '@gatekeeper/registry-store';
import { registryCodec } from '@gatekeeper/wire';
import { examineSignals } from '../../apps/gatekeeper/signals';
import { foldAll } from '../../apps/gatekeeper/tally-folding';
import { HandDriven } from '../gatekeeper/hand-driven';
import { appendNow } from '../gatekeeper/inputs';
import { lineRow, personRows, recordRow, refundRow, sanctionRow, voidRow } from '../gatekeeper/rows';
import { describeWith } from '../servers/addresses';

/** A hospital of a scenario, with one clinician whom a suspension from 2025-06-10 reaches, and a colleague. */
const site = (n: number): string => `H4402990${String(n).padStart(4, '0')}`;
const suspended = (n: number): string => `D44029900${String(n).padStart(4, '0')}`;
const colleague = (n: number): string => `D44029901${String(n).padStart(4, '0')}`;
const PHARMACY = 'P44029900001';
const SITES = Array.from({ length: 16 }, (_, n) => n + 1);

const registration = (code: string, at: string): string =>
  recordRow(`registration-${code}-${at}`, {
    ...{ kind: 'registration', code, fixmedins_code: at, main_site: false },
    ...{ from: '2024-01-01', committed_on: '2024-01-01' },
  });

const REGISTRY = [
  ...SITES.flatMap((n) => [
    recordRow(`hospital-${n}`, {
      ...{
        kind: 'institution',
        fixmedins_code: site(n),
        name: `医院${n}`,
        type: 'hospital',
        admdvs: '440200',
      },
    }),
    ...personRows(suspended(n), '甲', 'doctor', site(n)),
    ...personRows(colleague(n), '乙', 'doctor', site(n)),
    sanctionRow(suspended(n), site(n), `GD-${n}`),
  ]),
  registration(colleague(8), site(9)),
  registration(colleague(10), site(11)),
].join('\n');

let lines = 0;
/** So many lines of a clinician at a site, each of a visit of its own. */
const lineRows = (count: number, at: string, doctor: string, feeTime: string, more: object = {}): string[] =>
  Array.from({ length: count }, () =>
    lineRow({
      ...{ mdtrt_id: `V${(lines += 1)}`, fixmedins_code: at, mdtrtarea_admvs: '440200' },
      ...{ bilg_dr_codg: doctor, fee_ocur_time: feeTime, ...more },
    }),
  );
const BEFORE = '2025-05-13 08:00:00';
const BEHIND = '2025-07-07 17:00:00';

/** Lines of the suspended and the colleague, before the suspension and in the window behind. */
const moved = (n: number, own: readonly [number, number], other: readonly [number, number]): string[] => [
  ...lineRows(own[0], site(n), suspended(n), BEFORE),
  ...lineRows(own[1], site(n), suspended(n), BEHIND),
  ...lineRows(other[0], site(n), colleague(n), BEFORE),
  ...lineRows(other[1], site(n), colleague(n), BEHIND),
];

interface Found {
  readonly signal_id: string;
  readonly kind: string;
  readonly fixmedins_code: string;
  readonly area: string;
  readonly subject: string;
  readonly beside: string;
  readonly period: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly evidence: readonly unknown[];
}

describeWith(['postgres'], 'signals', () => {
  let driven: HandDriven;

  beforeAll(async () => {
    driven = await HandDriven.open('signals', { registry: REGISTRY });
    const second = '2025-07-01 09:30:';
    const placeholders = (n: number, missing: number, all: number): string[] => [
      ...lineRows(missing - 1, site(n), '/', '2025-07-15 10:00:00'),
      ...lineRows(1, site(n), '009999', '2025-07-16 10:00:00'),
      ...lineRows(all - missing, site(n), colleague(n), '2025-07-17 10:00:00'),
    ];
    await settled([
      ...moved(1, [20, 4], [5, 13]),
      ...moved(2, [19, 0], [5, 40]),
      ...moved(3, [20, 5], [5, 40]),
      ...moved(4, [20, 4], [5, 12]),
      // One day too early and one too late.
      ...lineRows(20, site(5), suspended(5), '2025-05-12 23:59:59'),
      ...lineRows(30, site(5), colleague(5), BEHIND),
      ...lineRows(20, site(6), suspended(6), BEFORE),
      ...lineRows(1, site(6), colleague(6), BEHIND),
      ...lineRows(30, site(6), colleague(6), '2025-07-08 00:00:00'),
      // In one minute at two sites; in two minutes; with a bare day; at a pharmacy.
      ...lineRows(2, site(8), colleague(8), `${second}00`),
      ...lineRows(1, site(9), colleague(8), `${second}59`),
      ...lineRows(1, site(10), colleague(10), '2025-07-01 09:29:59'),
      ...lineRows(1, site(11), colleague(10), `${second}00`),
      ...lineRows(1, site(10), colleague(10), '2025-07-02'),
      ...lineRows(1, site(11), colleague(10), '2025-07-02'),
      ...lineRows(1, site(10), colleague(10), '2025-07-03 10:00:00'),
      ...lineRows(1, PHARMACY, colleague(10), '2025-07-03 10:00:00', { infno: '2102' }),
      ...placeholders(13, 10, 200),
      ...placeholders(14, 9, 100),
      ...placeholders(15, 10, 201),
    ]);
  }, 60_000);
  afterAll(() => driven.close());

  async function settled(rows: readonly string[]): Promise<void> {
    driven.send(rows);
    await driven.settleAll(500);
    await examined();
  }

  /** Everything folded and every day looked at that is due now. */
  async function examined(): Promise<void> {
    const parts = { background: driven.dataSource, decisions: new DecisionStore(driven.dataSource) };
    await foldAll(parts);
    do await examineSignals(parts, 0);
    while ((await due()) > 0);
  }

  async function due(): Promise<number> {
    const [row] = await driven.rows<{ count: number }>(
      'SELECT count(*)::integer AS count FROM signal_due WHERE due_since <= clock_timestamp()',
    );
    return row?.count ?? 0;
  }

  const found = (kind: string): Promise<readonly Found[]> =>
    driven.rows<Found>(`
      SELECT signal_id::text, kind, fixmedins_code, area, subject, beside, from_day || '/' || until_day AS period, figures, evidence
      FROM signal WHERE kind = '${kind}' ORDER BY fixmedins_code`);

  it('a suspended clinician whose lines a colleague at the site has instead', async () => {
    expect(await found('volume_moved')).toEqual([
      expect.objectContaining({
        ...{ fixmedins_code: site(1), area: '440200', subject: suspended(1), beside: colleague(1) },
        period: '2025-05-13/2025-07-08',
        figures: {
          ...{ lines_before: 20, lines_behind: 4 },
          ...{ colleague_lines_before: 5, colleague_lines_behind: 13 },
        },
        evidence: [{ document_no: 'GD-1', from: '2025-06-10' }],
      }),
    ]);
  });

  it('a clinician at two sites in the same minute, told of either', async () => {
    const [one, other, ...more] = await found('two_sites');
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      ...{ fixmedins_code: site(8), subject: colleague(8), beside: site(9), period: '2025-07-01/2025-07-02' },
      figures: { minutes: 1, lines: 2, lines_beside: 1 },
      evidence: ['2025-07-01 09:30'],
    });
    expect(other).toMatchObject({ fixmedins_code: site(9), subject: colleague(8), beside: site(8) });
  });

  it('placeholders in the place of codes, by institution and month', async () => {
    expect(await found('placeholder_codes')).toEqual([
      expect.objectContaining({
        ...{ fixmedins_code: site(13), subject: '', beside: '', period: '2025-07-01/2025-08-01' },
        figures: { lines: 200, placeholder_lines: 10 },
        evidence: [
          { code: '/', lines: 9 },
          { code: '009999', lines: 1 },
        ],
      }),
    ]);
  });

  it('are found again with what came since, and gone with what was withdrawn', async () => {
    const [before] = await found('placeholder_codes');
    await settled(lineRows(1, site(13), '无', '2025-07-20 10:00:00'));
    const [since] = await found('placeholder_codes');
    expect(since).toMatchObject({ signal_id: before?.signal_id, figures: { placeholder_lines: 11 } });
    const [there] = await driven.rows<{ mdtrt_id: string }>(
      `SELECT mdtrt_id FROM line_identity WHERE fixmedins_code = '${site(9)}'`,
    );
    await settled([voidRow({ fixmedins_code: site(9), mdtrt_id: there?.mdtrt_id, feedetl_sn: '1' })]);
    expect(await found('two_sites')).toMatchObject([]);
  });

  it('are not made by refunds', async () => {
    const rows = lineRows(1, site(8), colleague(8), '2025-07-04 10:00:00');
    const { mdtrt_id }: Record<string, string> = JSON.parse(
      lineRows(1, site(9), colleague(8), '2025-07-04 11:00:00')[0] ?? '',
    );
    const shared = {
      mdtrt_id,
      fixmedins_code: site(9),
      mdtrtarea_admvs: '440200',
      bilg_dr_codg: colleague(8),
    };
    await settled([
      ...rows,
      lineRow({ ...shared, fee_ocur_time: '2025-07-04 11:00:00' }),
      refundRow('1', { ...shared, feedetl_sn: 'R1', fee_ocur_time: '2025-07-04 10:00:00' }),
    ]);
    expect(await found('two_sites')).toEqual([]);
  });

  it('follow a sanction that is annulled', async () => {
    const annulment = recordRow('annulled', {
      ...{ kind: 'annulment', document_no: 'GD-1', code: suspended(1), decided_at: '2025-07-20' },
    });
    await appendNow(new RegistryStore(driven.dataSource, registryCodec), annulment);
    await examined();
    expect(await found('volume_moved')).toEqual([]);
  });

  it('what changes while a day is looked at has it looked at once more; what is left is taken again', async () => {
    const pool = poolOf(driven.dataSource);
    const make = `INSERT INTO signal_due (fixmedins_code, fee_day) VALUES ('${site(1)}', '2025-07-01') ON CONFLICT DO NOTHING`;
    await driven.rows(make);
    const taken = await takeDueDay(pool, 0);
    expect(taken).toEqual({ fixmedinsCode: site(1), feeDay: '2025-07-01' });
    await driven.rows(make);
    expect(await takeDueDay(pool, 0)).toBeNull();
    await inTransaction(driven.dataSource, (client) =>
      examineDay(client, taken ?? { fixmedinsCode: '', feeDay: '' }),
    );
    expect(await takeDueDay(pool, 0)).toEqual(taken);
    expect(await takeDueDay(pool, 0)).toBeNull();
    await driven.rows(`UPDATE signal_due SET due_since = due_since - INTERVAL '2 hours' WHERE is_taken`);
    await examined();
    expect(await driven.rows('SELECT FROM signal_due WHERE is_taken')).toEqual([]);
  });
});
