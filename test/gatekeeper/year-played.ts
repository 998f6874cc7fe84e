/**
 * Plays a year through the stream, and has it lie in the year: the store stamps what it takes with its own clock, so after each
 * moment everything it has just stamped is moved back to that moment, in the database and in what was published.
 */
import { inTransaction, poolOf } from '@gatekeeper/database';
import { endPlan, findPlan, listPlans, recordAct, setPlanState } from '@gatekeeper/decision-store';
import type { Stated } from './answers';
import { objectAt, objectsAt, textAt, textAtOr } from './answers';
import { gatekeeperMust } from './command';
import { HandDriven } from './hand-driven';
import { until } from './until';
import type { Arrival, Asked, YearHistory } from './year-history';
import type { ClosedInYear, OracleAnswer, PublishedDecision, PublishedHold, Received } from './year-oracle';
import type { RegistryRow } from './registry-oracle';
import type { Row } from './visit-oracle';

/** Before anything comes: when the installation was set up. */
const SET_UP = '2024-12-31 00:00:00';
/** Whatever moves money that was paid waits for people. */
const SWEEP_APPROVAL_FEN = 0n;
/** Paid lines of a plan, kept as they are while it is open, and once it was refused. */
export type KeptLines = ReadonlyMap<string, 'plan_open' | 'plan_refused'>;

/** A run that somebody asked for, and what had been said by then of plans. */
export interface AskedThen extends Asked {
  readonly kept: KeptLines;
}

export class YearPlayed {
  readonly lines: Received<Row>[] = [];
  readonly notices: Received<Row>[] = [];
  readonly records: Received<RegistryRow>[];
  readonly decisions: PublishedDecision[] = [];
  readonly holds: PublishedHold[] = [];
  readonly closed: ClosedInYear[] = [];
  /** How much was read of what was published. */
  private readonly read = { decisions: 0, holds: 0 };
  private readonly known = new Set<string>();
  private readonly moved: string;

  private constructor(
    readonly driven: HandDriven,
    private readonly history: YearHistory,
    columns: readonly Column[],
  ) {
    this.records = history.ground.map((text) => ({ at: SET_UP, row: registryRow(text) }));
    this.moved = movingBack(columns);
  }

  static async open(history: YearHistory): Promise<YearPlayed> {
    const begun = Date.now();
    const driven = await HandDriven.open('year', { registry: history.ground.join('\n') });
    try {
      driven.instead = { sweepApprovalFen: SWEEP_APPROVAL_FEN };
      // Held to be one truth at each moment: moved back row by row it is not, in between.
      await poolOf(driven.dataSource).query(
        'ALTER TABLE registry_assertion DROP CONSTRAINT registry_assertion_one_truth',
      );
      await gatekeeperMust(['policy', '--adopt', '--by', 'u-1'], { DATABASE_URL: driven.databaseUrl });
      const played = new YearPlayed(driven, history, await driven.rows<Column>(COLUMNS));
      await played.moveBack(begun, SET_UP);
      return played;
    } catch (error) {
      await driven.close();
      throw error;
    }
  }

  /** @param onAsked at each run that somebody asks for, in the state of that moment; what it writes is moved back as well */
  async play(onAsked: (asked: AskedThen) => Promise<void>): Promise<void> {
    for (const event of this.history.events) {
      const begun = Date.now();
      if (event.kind === 'arrival') await this.arrive(event);
      else await onAsked({ ...event, kept: await this.kept() });
      if (event.kind === 'asked' && event.closes) await this.close(event);
      await this.moveBack(begun, event.at);
    }
  }

  /** Closes the period by a run of that moment, as two people do; also before it is over, which the admin app does not. */
  private async close({ area, period, at }: Asked): Promise<void> {
    await inTransaction(this.driven.dataSource, async (client) => {
      await client.query('SET LOCAL session_replication_role = replica');
      await client.query(CLOSE, [this.closed.length + 1, area, period, `${at}+08:00`]);
    });
    this.closed.push({ area, period, closedFrom: at });
  }

  private async arrive({ at, writes, lines, notices, isWorkedOff, plans }: Arrival): Promise<void> {
    const { driven } = this;
    for (const rows of writes) {
      await driven.write(rows);
      this.records.push(...rows.map((text) => ({ at, row: registryRow(text) })));
    }
    driven.send(lines);
    driven.sendPayments(notices);
    await driven.settleAll();
    await driven.settleAll(Infinity, 'payments');
    this.lines.push(...lines.map((text) => ({ at, row: rowOf(text) })));
    this.notices.push(...notices.map((text) => ({ at, row: rowOf(text) })));
    if (isWorkedOff) await this.workOff(plans);
    this.hear(at);
  }

  private async workOff(plans: Arrival['plans']): Promise<void> {
    await this.driven.askAllDue();
    if (plans === 'leave') return;
    await until('no plan that waits', async () => {
      const waiting = await listPlans(poolOf(this.driven.dataSource), {
        ...{ states: ['proposed'], before: null, atMost: 100 },
      });
      for (const { planId, digest } of waiting) await this.answer(planId, digest, plans);
      await this.driven.askAllDue();
      return waiting.length === 0;
    });
  }

  private answer(planId: string, digest: string, plans: 'approve' | 'refuse'): Promise<void> {
    return inTransaction(this.driven.dataSource, async (client) => {
      const plan = await findPlan(client, planId, true);
      if (plan?.state !== 'proposed') return;
      const act = (byWhom: string): Promise<void> =>
        recordAct(client, planId, { act: plans, digest, byWhom, reason: null });
      await act('u-1');
      if (plans === 'refuse') return endPlan(client, planId, 'refused');
      await act('u-2');
      await setPlanState(client, planId, 'approved');
    });
  }

  private async kept(): Promise<KeptLines> {
    const rows = await this.driven.rows<{ line: string; state: string }>(
      `SELECT concat_ws('|', l.fixmedins_code, l.mdtrt_id, l.chrg_bchno, l.feedetl_sn) AS line, p.state
       FROM sweep_plan_line l JOIN sweep_plan p USING (plan_id) WHERE l.excluded`,
    );
    return new Map(rows.map(({ line, state }) => [line, state === 'refused' ? 'plan_refused' : 'plan_open']));
  }

  /** What was published since, as of a moment. */
  private hear(at: string): void {
    const decisions = this.driven.stated('decisions');
    const holds = this.driven.stated('holds');
    for (const said of decisions.slice(this.read.decisions)) {
      const decision = decisionFrom(said, at);
      // A message that was sent again is told its decision again.
      if (this.known.has(decision.decisionId)) continue;
      this.known.add(decision.decisionId);
      this.decisions.push(decision);
    }
    this.holds.push(...holds.slice(this.read.holds).map((said) => holdFrom(said, at)));
    this.read.decisions = decisions.length;
    this.read.holds = holds.length;
  }

  /** What was stamped since `begun` was so at that moment; nobody remembers it otherwise. */
  private async moveBack(begun: number, moment: string): Promise<void> {
    const to = Date.parse(`${moment.replace(' ', 'T')}+08:00`);
    await inTransaction(this.driven.dataSource, async (client) => {
      await client.query(`SET LOCAL session_replication_role = replica`);
      await client.query(`SET LOCAL gatekeeper_test.begun = '${new Date(begun).toISOString()}'`);
      await client.query(`SET LOCAL gatekeeper_test.back = '${begun - to} milliseconds'`);
      await client.query(this.moved);
    });
    this.driven.restart();
  }
}

const CLOSE = `
  INSERT INTO closed_period (closing_id, area, period, kind, counted_by, area_of, run_id, known_at, digest, size, root, held,
    proposed_by, approved_by)
  VALUES ($1, $2, $3, 'soft', 'settlement', 'treatment', 0, $4, '', 0, repeat('0', 64), 0, 'u-1', 'u-2')`;

interface Column {
  table_name: string;
  column_name: string;
  type: string;
}

/** Moments that the store stamps by its own clock, or that senders state: those lie in the year, and stay. */
const COLUMNS = `
  SELECT c.relname AS table_name, a.attname AS column_name, t.typname AS type
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND t.typname IN ('timestamptz', 'tstzrange')
    AND c.relname <> 'recording_moment'
  ORDER BY 1, 2`;

function movingBack(columns: readonly Column[]): string {
  const tables = [...new Set(columns.map(({ table_name }) => table_name))];
  return tables
    .map((table) => {
      const own = columns.filter(({ table_name }) => table_name === table);
      const set = own.map(({ column_name: name, type }) =>
        type === 'timestamptz'
          ? `${name} = ${backFrom(name)}`
          : `${name} = CASE WHEN isempty(${name}) THEN ${name} ELSE tstzrange(${backFrom(`lower(${name})`)}, ${backFrom(`upper(${name})`)}) END`,
      );
      const touched = own.map(({ column_name: name, type }) =>
        type === 'timestamptz'
          ? stamped(name)
          : `${stamped(`lower(${name})`)} OR ${stamped(`upper(${name})`)}`,
      );
      return `UPDATE ${table} SET ${set.join(', ')} WHERE ${touched.join(' OR ')};`;
    })
    .join('\n');
}

const stamped = (value: string): string =>
  `(${value} >= current_setting('gatekeeper_test.begun')::timestamptz AND ${value} < clock_timestamp())`;
const backFrom = (value: string): string =>
  `CASE WHEN ${stamped(value)} THEN ${value} - current_setting('gatekeeper_test.back')::interval ELSE ${value} END`;

const rowOf = (text: string): Row => JSON.parse(text) as Row;
const registryRow = (text: string): RegistryRow => JSON.parse(text) as RegistryRow;

/** The key of a line by its fields. */
export const keyOf = (line: Stated): string =>
  ['fixmedins_code', 'mdtrt_id', 'chrg_bchno', 'feedetl_sn'].map((field) => textAt(line, field)).join('|');

/** What a decision or a hold says, in the terms of the oracle. */
export function answerFrom(said: Stated): OracleAnswer {
  const amounts = objectAt(said, 'amounts');
  return {
    answer: textAtOr(said, 'outcome', textAtOr(said, 'hold_code', '')),
    refused: Math.round(Number(amounts['refused']) * 100),
    recover: Math.round(Number(amounts['recover']) * 100),
    reasons: JSON.stringify(
      objectsAt(said, 'reasons').map(({ code, effect, role }) => [code, effect, role ?? null]),
    ),
    liable: textAt(said, 'liable'),
  };
}

const decisionFrom = (said: Stated, at: string): PublishedDecision => ({
  at,
  line: keyOf(objectAt(said, 'line')),
  decisionId: textAt(said, 'decision_id'),
  supersedes: said['supersedes'] === null ? null : textAt(said, 'supersedes'),
  pack: textAt(said, 'pack'),
  edition: textAt(said, 'edition'),
  answer: answerFrom(said),
});

const holdFrom = (said: Stated, at: string): PublishedHold => ({
  at,
  line: keyOf(objectAt(said, 'line')),
  holdCode: said['hold_code'] === undefined ? null : textAt(said, 'hold_code'),
  releasedBy: said['released_by'] == null ? null : textAt(said, 'released_by'),
  pack: textAtOr(said, 'pack', ''),
  edition: textAtOr(said, 'edition', ''),
});
