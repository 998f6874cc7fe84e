/**
 * What set logic may say of a visit in a database, and what not (libs/clearing-run, README): visits in which one thing happened
 * each. The files, and what a closing would seal, are those of a run that decides every line.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantOf } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { parsePeriod } from '@gatekeeper/clearing';
import { DatabaseRuns } from '@gatekeeper/clearing-run';
import { poolOf } from '@gatekeeper/database';
import { partsToDo } from '@gatekeeper/decision-store';
import { RegistryStore } from '@gatekeeper/registry-store';
import { silentLog } from '@gatekeeper/runtime';
import { StatusCache } from '@gatekeeper/status-cache';
import { registryCodec } from '@gatekeeper/wire';
import { gatekeeperMust } from '../gatekeeper/command';
import { HandDriven } from '../gatekeeper/hand-driven';
import {
  factRow,
  lineRow,
  lineVoidRow,
  noticeRow,
  personRows,
  recordRow,
  refundRow,
  sanctionRow,
  voidRow,
} from '../gatekeeper/rows';
import { describeWith } from '../servers/addresses';

type Fields = Readonly<Record<string, unknown>>;

/** An institution of its own for each case, its ordering clinician, and another who performs. */
interface Stage {
  readonly fixmedins_code: string;
  readonly doctor: string;
  readonly other: string;
}

interface Case {
  readonly lines: (at: Stage, line: (fields?: Fields) => string) => readonly string[];
  /** After these are settled. */
  readonly then?: (at: Stage, line: (fields?: Fields) => string) => readonly string[];
  readonly paid?: (at: Stage) => readonly string[];
  /** On file before anything came, and written after all of it. */
  readonly ground?: (at: Stage) => readonly string[];
  readonly written?: (at: Stage) => readonly string[];
  /** Received after the moment that is asked for. */
  readonly later?: (at: Stage, line: (fields?: Fields) => string) => readonly string[];
  readonly pharmacy?: boolean;
}

const one: Case = { lines: (_, line) => [line()] };
const suspended = (code: string, at: Stage, fields: Fields = {}): string =>
  sanctionRow(code, at.fixmedins_code, `文-${code}`, fields);
const status = ({ fixmedins_code }: Stage, fields: Fields): string =>
  recordRow(`status-${fixmedins_code}`, {
    ...{
      kind: 'institution_status',
      fixmedins_code,
      status: 'suspended',
      document_no: `停-${fixmedins_code}`,
    },
    ...fields,
  });
const JULY = { from: '2025-07-01', until: '2025-08-01' };
const of = (at: Stage): Fields => ({ fixmedins_code: at.fixmedins_code });

/** Each line of the visit is proven. */
const UNTOUCHED: Readonly<Record<string, Case>> = {
  'a line accepted at once': one,
  'two lines, one that claims nothing': {
    lines: (_, line) => [line(), line({ feedetl_sn: '2', pool_pay_amt: '0.00' })],
  },
  'a line sent twice': { lines: (_, line) => [line()], then: (_, line) => [line()] },
  'a line that was paid': { ...one, paid: (at) => [noticeRow(of(at))] },
  'somebody else performs': { lines: ({ other }, line) => [line({ orders_dr_code: other })] },
  'a placeholder performs': { lines: (_, line) => [line({ orders_dr_code: '/' })] },
  'an exemption that lifts nothing': {
    ...one,
    written: ({ doctor }) => [
      recordRow(`exempt-${doctor}`, {
        ...{ kind: 'exemption', exemption_no: `免-${doctor}`, code: doctor, ...JULY },
        ...{ reason: '支援', approved_at: '2025-06-01' },
      }),
    ],
  },
  'a status of the institution in another month': {
    ...one,
    written: (at) => [status(at, { from: '2025-09-01', until: '2025-10-01' })],
  },
  'a department with a status that is not the line’s': {
    lines: (_, line) => [line({ bilg_dept_codg: 'A03' })],
    written: (at) => [department(at, 'A04')],
  },
  'somebody else’s sanction': { ...one, written: (at) => [suspended(at.other, at)] },
  'a pharmacy under the eyes of its principal': { ...one, pharmacy: true },
};

/** At least one line of the visit is not, and so none. */
const DECIDED: Readonly<Record<string, Case>> = {
  'a line sent again with other content': {
    lines: (_, line) => [line()],
    then: (_, line) => [line({ pric: '99.00' })],
  },
  'a settlement stated later': {
    lines: (_, line) => [line()],
    then: (_, line) => [line({ setl_id: 'S-1', setl_time: '2025-07-20 10:00:00' })],
  },
  'a settlement stated anew behind the moment asked for': {
    lines: (_, line) => [
      line({ fee_ocur_time: '2025-05-10 09:30:00', setl_id: 'S-1', setl_time: '2025-06-20 10:00:00' }),
    ],
    later: (_, line) => [
      line({ fee_ocur_time: '2025-05-10 09:30:00', setl_id: 'S-2', setl_time: '2025-08-02 10:00:00' }),
    ],
  },
  'an admission in the year 1': {
    lines: (_, line) => [line({ infno: '2301', adm_time: '0001-01-01 00:00:00' })],
  },
  'a line withdrawn': { lines: (_, line) => [line()], then: (at) => [lineVoidRow(of(at))] },
  'another line of the visit withdrawn': {
    lines: (_, line) => [line(), line({ feedetl_sn: '2' })],
    then: (at) => [lineVoidRow({ ...of(at), feedetl_sn: '2' })],
  },
  'a void that names no line on file': {
    lines: (at, line) => [voidRow({ ...of(at), feedetl_sn: '9' }), line()],
  },
  'a finding of officers': {
    lines: (_, line) => [line()],
    then: (at) => [factRow('emergency_proven', of(at))],
  },
  'a refund': {
    lines: (at, line) => [line(), refundRow('1', { ...of(at), bilg_dr_codg: at.doctor, feedetl_sn: 'R' })],
  },
  'a line that waits': {
    lines: (at, line) => [line(), refundRow('9', { ...of(at), bilg_dr_codg: at.doctor, feedetl_sn: 'R' })],
  },
  'a line that waited': {
    lines: (_, line) => [
      line({ fee_ocur_time: '2025-07-01 09:30:00', adm_time: '2025-08-01 08:00:00', infno: '2301' }),
    ],
    then: (at) => [factRow('date_confirmed', of(at))],
  },
  'a line refused': { lines: (_, line) => [line({ bilg_dr_codg: '/' })] },
  'amounts that contradict each other': { lines: (_, line) => [line({ pool_pay_amt: '81.00' })] },
  'an admission after the fee': {
    lines: (_, line) => [line({ infno: '2301', adm_time: '2025-07-02 08:00:00' })],
  },
  'an escaped character': { lines: (_, line) => [line({ bilg_dr_name: '\\u0041' })] },
  'a clinician suspended since': { ...one, written: (at) => [suspended(at.doctor, at)] },
  'a clinician whose suspension is over': {
    ...one,
    ground: (at) => [
      suspended(at.doctor, at, { from: '2024-06-01', until: '2024-07-01' }),
      recordRow(`restored-${at.doctor}`, {
        ...{ kind: 'restoration', document_no: `文-${at.doctor}` },
        ...{ effective_from: '2024-07-01', approved_at: '2024-06-20' },
      }),
    ],
  },
  'a clinician accepted under an emergency': {
    lines: (_, line) => [line({ rescue_record_no: 'QJ-1' })],
    ground: (at) => [suspended(at.doctor, at)],
  },
  'a clinician who had left by then': {
    ...one,
    written: ({ doctor }) => [
      recordRow(`left-${doctor}`, {
        kind: 'deregistration',
        code: doctor,
        reason: 'left',
        from: '2025-06-01',
      }),
    ],
  },
  'whoever performs suspended since': {
    lines: ({ other }, line) => [line({ orders_dr_code: other })],
    written: (at) => [suspended(at.other, at)],
  },
  'the institution suspended since': { ...one, written: (at) => [status(at, JULY)] },
  'its department suspended since': {
    lines: (_, line) => [line({ bilg_dept_codg: 'a03' })],
    written: (at) => [department(at, 'A03')],
  },
  'a principal suspended since': { ...one, pharmacy: true, written: (at) => [suspended(at.other, at)] },
  'a line of the visit that came later': {
    lines: (_, line) => [line()],
    later: (_, line) => [line({ feedetl_sn: '2' })],
  },
  'a decision taken later': { lines: (_, line) => [line()], later: (at) => [lineVoidRow(of(at))] },
};

function department({ fixmedins_code }: Stage, dept_codg: string): string {
  return recordRow(`department-${fixmedins_code}`, {
    ...{ kind: 'department_status', fixmedins_code, dept_codg, status: 'suspended', document_no: '科' },
    ...JULY,
  });
}

const CASES = Object.entries({ ...UNTOUCHED, ...DECIDED }).map(([name, what], n) => {
  const number = String(n).padStart(4, '0');
  const stage: Stage = {
    fixmedins_code: `${what.pharmacy === true ? 'P' : 'H'}4401990${number}`,
    ...{ doctor: `D44019900${number}`, other: `D44019901${number}` },
  };
  const line = (fields: Fields = {}): string =>
    lineRow({
      ...{ ...of(stage), bilg_dr_codg: stage.doctor, infno: what.pharmacy === true ? '2102' : '2204' },
      ...fields,
    });
  return { name, what, stage, line };
});

const groundOf = ({ what, stage }: (typeof CASES)[number]): readonly string[] => [
  recordRow(stage.fixmedins_code, {
    ...{ kind: 'institution', ...of(stage), name: '医院', admdvs: '440100' },
    type: what.pharmacy === true ? 'pharmacy' : 'hospital',
  }),
  ...personRows(stage.doctor, '甲', 'doctor', stage.fixmedins_code),
  ...personRows(stage.other, '乙', 'doctor', stage.fixmedins_code),
  ...(what.pharmacy === true
    ? [
        recordRow(`principal-${stage.fixmedins_code}`, {
          ...{ kind: 'pharmacy_principal', ...of(stage), code: stage.other, from: '2024-01-01' },
        }),
      ]
    : []),
  ...(what.ground?.(stage) ?? []),
];

interface Ran {
  readonly files: readonly (readonly [string, string])[];
  /** By institution: lines untouched and decided. */
  readonly lines: ReadonlyMap<string, { readonly untouched: number; readonly decided: number }>;
}

describeWith(['postgres'], 'set logic', () => {
  let driven: HandDriven;
  let folder: string;
  let knownAt: Instant;
  let proven: Ran;
  let full: Ran;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatekeeper-set-logic-'));
    driven = await HandDriven.open('set_logic', { registry: CASES.flatMap(groundOf).join('\n') });
    await gatekeeperMust(['policy', '--adopt', '--by', 'set-logic'], { DATABASE_URL: driven.databaseUrl });
    await settle(CASES.flatMap(({ what, stage, line }) => what.lines(stage, line)));
    await settle(CASES.flatMap(({ what, stage, line }) => what.then?.(stage, line) ?? []));
    driven.sendPayments(CASES.flatMap(({ what, stage }) => what.paid?.(stage) ?? []));
    await driven.settleAll(Infinity, 'payments');
    await driven.write(CASES.flatMap(({ what, stage }) => what.written?.(stage) ?? []));
    const [row] = await driven.rows<{ ms: number }>(
      'SELECT ceil(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms FROM pg_sleep(0.002)',
    );
    knownAt = instantOf(row?.ms ?? 0);
    await driven.rows('SELECT pg_sleep(0.005)');
    await settle(CASES.flatMap(({ what, stage, line }) => what.later?.(stage, line) ?? []));
    proven = await run(false);
    full = await run(true);
  });
  afterAll(async () => {
    await driven.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function settle(rows: readonly string[]): Promise<void> {
    driven.send(rows);
    await driven.settleAll();
  }

  async function run(isFull: boolean, period = '2025'): Promise<Ran> {
    const { dataSource } = driven;
    const lines = new Map<string, { untouched: number; decided: number }>();
    let institution = '';
    const registry = new RegistryStore(dataSource, registryCodec);
    const runs = new DatabaseRuns({
      ...{ dataSource, registry },
      cache: new StatusCache({
        ...{ registry, codec: registryCodec, redis: null },
        ...{ metrics: { count: () => undefined }, log: silentLog() },
      }),
      onLines: (figures) => void lines.set(institution, figures),
    });
    const begun = await runs.begin({
      ...{ area: '44', areaOf: 'treatment', by: 'settlement', seed: 'x', closed: [], knownAt, full: isFull },
      period: parsePeriod(period) ?? fail('no period'),
    });
    for (const part of await partsToDo(poolOf(dataSource), begun.runId)) {
      institution = part.fixmedinsCode;
      await runs.workOn(part);
    }
    const out = mkdtempSync(join(folder, 'run-'));
    await runs.write(begun, out);
    const files = readdirSync(out)
      .sort()
      .map((name) => [name, readFileSync(join(out, name), 'utf8')] as const);
    return { files, lines };
  }

  const countsOf = ({ lines }: Ran, name: string) => {
    const found = CASES.find((each) => each.name === name);
    return lines.get(found?.stage.fixmedins_code ?? '');
  };

  it('gives the same files as deciding every line', () => {
    expect(proven.files).toEqual(full.files);
    expect([...full.lines.values()].every(({ untouched }) => untouched === 0)).toBe(true);
  });

  it('leaves what a closing seals as it is', async () => {
    const apart = await driven.rows(
      `SELECT fixmedins_code, month FROM clearing_part GROUP BY fixmedins_code, month
       HAVING count(*) <> 2 OR count(DISTINCT leaf_hashes) <> 1 OR count(DISTINCT line_keys) <> 1`,
    );
    expect(apart).toEqual([]);
  });

  it('finds a line in the month that it was settled in then, wherever it is settled since', async () => {
    const counts = [await run(true, '2025-06'), await run(false, '2025-06')].map((ran) =>
      countsOf(ran, 'a settlement stated anew behind the moment asked for'),
    );
    expect(counts).toEqual([
      { untouched: 0, decided: 1 },
      { untouched: 0, decided: 1 },
    ]);
  });

  it.each(Object.keys(UNTOUCHED))('proves: %s', (name) => {
    const decided = countsOf(full, name)?.decided ?? 0;
    expect(decided).toBeGreaterThan(0);
    expect(countsOf(proven, name)).toEqual({ untouched: decided, decided: 0 });
  });

  it.each(Object.keys(DECIDED))('leaves to be decided: %s', (name) => {
    expect(countsOf(full, name)?.decided).toBeGreaterThan(0);
    expect(countsOf(proven, name)).toEqual(countsOf(full, name));
  });
});

function fail(words: string): never {
  throw new Error(words);
}
