/**
 * CONTRACT 8, Sweep: what records would change, told before they are written, is what then happens, to the fen: histories
 * drawn by chance, each with people, places and documents of its own, on one database.
 */
import { Views } from '@gatekeeper/adjudication';
import { formatInstant, MS_PER_DAY, plusMs } from '@gatekeeper/calendar';
import { inSnapshot } from '@gatekeeper/database';
import { DecisionStore } from '@gatekeeper/decision-store';
import { RegistryStore } from '@gatekeeper/registry-store';
import { silentLog, systemClock } from '@gatekeeper/runtime';
import { whatIf } from '@gatekeeper/settling';
import type { SettlingSources, WhatIf } from '@gatekeeper/settling';
import { StatusCache } from '@gatekeeper/status-cache';
import { compareText, formatFen } from '@gatekeeper/vocabulary';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { contentOf, loadPolicy, registryCodec } from '@gatekeeper/wire';
import fc from 'fast-check';
import { HandDriven } from '../gatekeeper/hand-driven';
import { recordOf } from '../gatekeeper/inputs';
import { HOSPITAL, IN_STANDING, lineRow, noticeRow, REGISTRY, sanctionRow } from '../gatekeeper/rows';
import { drawnLine, history, LATER } from '../laws/late-writes';
import type { DrawnLine } from '../laws/late-writes';
import { describeWith } from '../servers/addresses';

const CASES = 100;
const LINES_PER_HISTORY = 24;
const SEED = 20_261_130;
const PATIENCE_MS = 240_000;

type WhatIfFigures = Omit<WhatIf, 'digest' | 'outlook' | 'examined' | 'unchanged'>;

interface Standing {
  readonly key: string;
  readonly fixmedins_code: string;
  readonly month: string;
  readonly stands: string;
  readonly refused: string;
  readonly recover: string;
}

describeWith(['postgres'], 'what-if', () => {
  let driven: HandDriven;
  let registry: RegistryStore;
  let sources: SettlingSources;
  beforeAll(async () => {
    driven = await HandDriven.open('what-if', { registry: REGISTRY });
    registry = new RegistryStore(driven.dataSource, registryCodec);
    const policy = loadPolicy();
    if (!policy.ok) throw new Error(JSON.stringify(policy.problems));
    const metrics = { count: () => undefined };
    sources = {
      registry,
      cache: new StatusCache({ registry, codec: registryCodec, redis: null, metrics, log: silentLog() }),
      views: new Views(),
      decisions: new DecisionStore(driven.dataSource),
      policy: policy.value.policy,
      clock: systemClock,
    };
  });
  afterAll(() => driven.close());

  const ask = async (records: readonly RegistryRecord[]): Promise<WhatIf | null> => {
    const answer = await inSnapshot(driven.dataSource, (client) => whatIf(sources, client, { records }));
    return 'kind' in answer ? null : answer;
  };
  const send = async (lines: readonly string[], notices: readonly string[] = []): Promise<void> => {
    driven.sendPayments(notices);
    await driven.settleAll(Infinity, 'payments');
    driven.send(lines);
    await driven.settleAll();
    await driven.askAllDue();
  };
  const standings = async (): Promise<ReadonlyMap<string, Standing>> =>
    new Map((await driven.rows<Standing>(STANDINGS)).map((row) => [row.key, row]));

  it(
    `agrees with what happens in ${CASES} cases drawn by chance`,
    async () => {
      const tally = { compared: 0, turned: 0, refused: 0 };
      for (let number = 1; tally.compared < CASES; number++) {
        const [drawn] = fc.sample(fc.record({ writes: history, lines: someLines }), {
          seed: SEED + number,
          numRuns: 1,
        });
        const world = String(number).padStart(4, '0');
        const rows = (drawn?.lines ?? []).map((line, place) => rowsOf(line, place, world));
        for (const [place, { records }] of (drawn?.writes ?? []).entries()) {
          const proposed = records.map((record) => ofWorld(record, world));
          // Most lines are there from the start, and some come between writes.
          const some = rows.splice(
            0,
            place === 0 ? LINES_PER_HISTORY * 0.75 : place === 2 ? LINES_PER_HISTORY : 0,
          );
          if (some.length > 0)
            await send(
              some.flatMap(({ lines }) => lines),
              some.flatMap(({ notice }) => notice),
            );
          const before = await standings();
          const told = await ask(proposed);
          const outcome = await registry.append(proposed);
          if (outcome.kind !== 'appended') {
            tally.refused += 1;
            // What the database refuses of corrections that overlap is not told before.
            if (outcome.kind !== 'overlap') expect(told).toBeNull();
            continue;
          }
          await driven.askAllDue();
          const happened = figuresBetween(before, await standings());
          expect({ seed: SEED + number, place, ...figuresOf(told) }).toEqual({
            seed: SEED + number,
            place,
            ...happened,
          });
          tally.compared += 1;
          tally.turned += happened.changed;
        }
      }
      expect(tally.turned).toBeGreaterThan(CASES);
      expect((await driven.counters()).get('gatekeeper_sweep_pending')).toBe(0);
    },
    PATIENCE_MS,
  );

  it('has another digest when anything that it counts changes', async () => {
    const suspension = recordOf(sanctionRow(IN_STANDING, HOSPITAL, 'WHAT-IF-1'));
    const shorter = recordOf(sanctionRow(IN_STANDING, HOSPITAL, 'WHAT-IF-1', { until: '2025-07-15' }));
    const line = { bilg_dr_codg: IN_STANDING };
    await send([lineRow(line), lineRow({ ...line, mdtrt_id: 'V-2', fee_ocur_time: '2025-07-20 09:30:00' })]);
    const digests = [await ask([suspension]), await ask([shorter])];
    await send([lineRow({ ...line, mdtrt_id: 'V-3' })]);
    digests.push(await ask([suspension]));
    await send([], [noticeRow()]);
    digests.push(await ask([suspension]));
    expect(new Set(digests.map((told) => told?.digest)).size).toBe(4);
    expect((await ask([suspension]))?.digest).toBe(digests[3]?.digest);
    expect(digests[3]).toMatchObject({ examined: 3, changed: 3, refused: '140.00', recover: '70.00' });
  });

  it('tells of stays in progress, and of lines rejected a day from now on', async () => {
    const daysAgo = (days: number): string => formatInstant(plusMs(systemClock.now(), -days * MS_PER_DAY));
    const recent = Array.from({ length: 30 }, (_, day) =>
      lineRow({
        ...{ infno: '2301', mdtrt_id: `STAY-${day % 3}`, feedetl_sn: `${day}`, bilg_dr_codg: IN_STANDING },
        ...{ adm_time: daysAgo(29.5), fee_ocur_time: daysAgo(1 + (day % 28)) },
      }),
    );
    await send(recent);
    const from = daysAgo(29);
    const told = await ask([
      recordOf(sanctionRow(IN_STANDING, HOSPITAL, 'WHAT-IF-2', { from, until: undefined })),
    ]);
    expect(told?.outlook).toEqual({
      stays_in_progress: { stays: 3, lines: told?.changed },
      rejected_lines_a_day: 1,
      closed_periods: [],
    });
  });
});

const someLines = fc.array(drawnLine, { minLength: LINES_PER_HISTORY, maxLength: LINES_PER_HISTORY });

/** People, places and documents of a world's own, under codes of the same form. */
const inWorld = (text: string, world: string): string =>
  text.replace('0106', world).replace(/^(LOCAL-|文|免)/, `$1${world}`);

function ofWorld(record: RegistryRecord, world: string): RegistryRecord {
  const renamed = Object.entries(record).map(([field, value]: [string, unknown]) => [
    field,
    typeof value === 'string' && RENAMED.has(field) ? inWorld(value, world) : value,
  ]);
  const own = (recordId: string | null): string | null => (recordId === null ? null : `${world}-${recordId}`);
  const all = writable(Object.fromEntries(renamed) as RegistryRecord);
  return {
    ...all,
    recordId: own(record.recordId) ?? '',
    supersedes: own(record.supersedes),
    receivedAt: null,
  };
}

/** What a file must state that the generators of laws leave out. */
function writable(record: RegistryRecord): RegistryRecord {
  if (record.kind === 'institution' || record.kind === 'clinician')
    return { ...record, name: record.name === '' ? '甲' : record.name };
  if (record.kind === 'withdrawal') return { ...record, reason: '误报' };
  return record.kind === 'exemption'
    ? { ...record, reason: '义诊', until: Number.isFinite(record.until) ? record.until : LATER }
    : record;
}

const RENAMED = new Set(['code', 'fixmedinsCode', 'documentNo', 'exemptionNo']);

/** The line, every third with a refund of half of it, and its notice. */
function rowsOf(
  { line, paymentNoticed }: DrawnLine,
  place: number,
  world: string,
): { readonly lines: readonly string[]; readonly notice: readonly string[] } {
  const renamed = { ...line };
  for (const field of ['fixmedinsCode', 'sentFixmedinsCode', 'orderingCode', 'performingCode'] as const) {
    const code = renamed[field];
    if (code !== null) renamed[field] = inWorld(code, world);
  }
  const content = JSON.parse(contentOf({ ...renamed, visitId: `W${world}-${place}` })) as Record<
    string,
    string
  >;
  const written = {
    ...content,
    ...(line.settledAt === null ? {} : { setl_id: 'S', setl_time: formatInstant(line.settledAt) }),
    ...(line.paidAt === null ? {} : { paid_at: formatInstant(line.paidAt) }),
  };
  const refund = {
    ...content,
    ...{ feedetl_sn: 'R', init_feedetl_sn: content['feedetl_sn'] },
    ...{ cnt: '-0.5', det_item_fee_sumamt: '-50.00', fund_pay_amt: '-40.00' },
    ...{ pool_pay_amt: '-35.00', acct_pay_amt: '-5.00' },
  };
  const { fixmedins_code, mdtrt_id, feedetl_sn } = content;
  return {
    lines: [written, ...(place % 3 === 0 ? [refund] : [])].map((row) => JSON.stringify(row)),
    notice: paymentNoticed
      ? [noticeRow({ fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno: content['chrg_bchno'] })]
      : [],
  };
}

const STANDINGS = `
  SELECT i.fixmedins_code || '|' || i.mdtrt_id || '|' || i.chrg_bchno || '|' || i.feedetl_sn AS key, i.fixmedins_code,
         to_char(i.fee_month, 'YYYY-MM') AS month,
         coalesce(i.decision_id, '') || '|' || CASE WHEN i.held THEN (
           SELECT max(h.hold_id)::text FROM hold_record h WHERE h.fixmedins_code = i.fixmedins_code AND h.mdtrt_id = i.mdtrt_id
             AND h.feedetl_sn = i.feedetl_sn AND h.chrg_bchno = i.chrg_bchno) ELSE '' END AS stands,
         coalesce(d.refused_fen, 0)::text AS refused, coalesce(d.recover_fen, 0)::text AS recover
  FROM line_identity i LEFT JOIN decision d ON d.fixmedins_code = i.fixmedins_code AND d.decision_id = i.decision_id
    AND d.fee_month = i.decision_month`;

function figuresBetween(
  before: ReadonlyMap<string, Standing>,
  after: ReadonlyMap<string, Standing>,
): WhatIfFigures {
  const sums = new Map<string, { lines: number; refused: bigint; recover: bigint; givenBack: bigint }>();
  const total = { lines: 0, refused: 0n, recover: 0n, givenBack: 0n };
  for (const [key, is] of after) {
    const was = before.get(key);
    if (was === undefined || was.stands === is.stands) continue;
    const place = `${is.fixmedins_code}|${is.month}`;
    const sum = sums.get(place) ?? { lines: 0, refused: 0n, recover: 0n, givenBack: 0n };
    sums.set(place, sum);
    const moved = BigInt(is.recover) - BigInt(was.recover);
    for (const each of [sum, total]) {
      each.lines += 1;
      each.refused += BigInt(is.refused) - BigInt(was.refused);
      each.recover += moved > 0n ? moved : 0n;
      each.givenBack += moved < 0n ? -moved : 0n;
    }
  }
  const money = ({ refused, recover, givenBack }: typeof total) => ({
    refused: formatFen(refused),
    recover: formatFen(recover),
    given_back: formatFen(givenBack),
  });
  return {
    changed: total.lines,
    excluded: [],
    ...money(total),
    by: [...sums]
      .sort(([a], [b]) => compareText(a, b))
      .map(([place, sum]) => {
        const [fixmedins_code = '', month = ''] = place.split('|');
        return { fixmedins_code, month, lines: sum.lines, ...money(sum) };
      }),
  };
}

function figuresOf(told: WhatIf | null): WhatIfFigures | null {
  if (told === null) return null;
  const { changed, excluded, refused, recover, given_back, by } = told;
  return { changed, excluded, refused, recover, given_back, by };
}
