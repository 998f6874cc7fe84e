/** Whether the installation observes or is live (CONTRACT 8, Observing), and how observing is left: by two people, once. */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS, epochMsOf, inTransaction } from '@gatekeeper/database';
import { Defect, Outage } from '@gatekeeper/runtime';
import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';
import type { ObservedFigures } from './observed-figures';
import { digestOf, observedFiguresFrom } from './observed-figures';

export type Mode = 'observing' | 'live';

/** The mode that holds, and since when. */
export interface ModeInForce {
  readonly modeId: string;
  readonly mode: Mode;
  /** By the database's clock: what was recorded while the installation observed has an earlier `known_at`. */
  readonly since: Instant;
  /** A user's id, or which process or migration began it. */
  readonly setBy: string;
}

/** That observing be left, as one person saw what would turn. */
export interface LeavingProposed {
  readonly proposalId: string;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  readonly figures: ObservedFigures;
  /** Of the figures: whoever confirms says that these were seen. */
  readonly digest: string;
}

/** `null`: no gatekeeper has started yet. @throws an outage */
export async function modeInForce(client: Queryable): Promise<ModeInForce | null> {
  const { rows } = await client.query<ModeRow>(LAST_MODE);
  const [row] = rows;
  return row === undefined ? null : modeFrom(row);
}

/**
 * Begins a mode where none holds yet; several processes may begin at once.
 * @returns the one that holds from then on, this or another's. @throws an outage
 */
export async function firstMode(dataSource: DataSource, mode: Mode, setBy: string): Promise<ModeInForce> {
  return inTransaction(dataSource, async (client) => {
    const holding = await modeInForce(client);
    if (holding !== null) return holding;
    await client.query('LOCK TABLE installation_mode IN SHARE ROW EXCLUSIVE MODE');
    if ((await modeInForce(client)) === null)
      await client.query(
        `INSERT INTO installation_mode (mode, since, set_by)
         VALUES ($1, date_trunc('milliseconds', clock_timestamp()), $2)`,
        [mode, setBy],
      );
    const first = await modeInForce(client);
    if (first === null) throw new Defect('a mode was begun and is not there');
    return first;
  });
}

/**
 * For a transaction that records while the installation observes: from here to its end observing cannot be left, so what it
 * records lies before that.
 * @throws Outage where it has been left already: the process is to end, and records nothing meanwhile.
 */
export async function stillObserving(client: Queryable): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock_shared($1)', [ADVISORY_LOCKS.installationMode]);
  const holding = await modeInForce(client);
  if (holding?.mode !== 'observing')
    throw new Outage('this gatekeeper', 'observing has been left: start it again without OBSERVE');
}

/** Writes down what one person proposes, on the caller's transaction. */
export async function proposeLeaving(
  client: Queryable,
  proposedBy: string,
  figures: ObservedFigures,
): Promise<LeavingProposed> {
  await client.query(
    `INSERT INTO observing_proposal (proposed_by, proposed_at, figures, digest)
     VALUES ($1, date_trunc('milliseconds', clock_timestamp()), $2, $3)`,
    [proposedBy, JSON.stringify(figures), digestOf(figures)],
  );
  const proposed = await lastProposal(client);
  if (proposed === null) throw new Defect('a proposal was written and is not there');
  return proposed;
}

/** The latest proposal: it alone can be confirmed. */
export async function lastProposal(client: Queryable): Promise<LeavingProposed | null> {
  const { rows } = await client.query<ProposalRow>(LAST_PROPOSAL);
  const [row] = rows;
  return row === undefined
    ? null
    : {
        proposalId: row.proposal_id,
        proposedBy: row.proposed_by,
        proposedAt: instantOf(row.proposed_at_ms),
        figures: observedFiguresFrom(row.figures),
        digest: row.digest,
      };
}

/**
 * Waits until no transaction that observes is recording, and keeps others out until the caller's ends; to be called before
 * anything is read that leaving rests on.
 */
export async function lockMode(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.installationMode]);
}

/**
 * Leaves observing, behind `lockMode`, and has what was observed handed over.
 * @param confirmedBy someone other than the proposer: the database refuses the same
 * @param figures as they stand now
 */
export async function leaveObserving(
  client: ClientBase,
  { proposalId, proposedBy }: LeavingProposed,
  confirmedBy: string,
  figures: ObservedFigures,
): Promise<ModeInForce> {
  await client.query(
    `WITH left_now AS (
       INSERT INTO installation_mode (mode, since, set_by, proposal_id, proposed_by, figures)
       VALUES ('live', date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond', $1, $2, $3, $4)
       RETURNING mode_id)
     INSERT INTO observed_handover (mode_id, part) SELECT mode_id, 'decisions' FROM left_now`,
    [confirmedBy, proposalId, proposedBy, JSON.stringify(figures)],
  );
  const live = await modeInForce(client);
  if (live === null) throw new Defect('a mode was set and is not there');
  return live;
}

interface ModeRow {
  mode_id: string;
  mode: Mode;
  since_ms: number;
  set_by: string;
}

const modeFrom = ({ mode_id, mode, since_ms, set_by }: ModeRow): ModeInForce => ({
  modeId: mode_id,
  mode,
  since: instantOf(since_ms),
  setBy: set_by,
});

const LAST_MODE = `
  SELECT mode_id::text, mode, ${epochMsOf('since')} AS since_ms, set_by
  FROM installation_mode ORDER BY mode_id DESC LIMIT 1`;

interface ProposalRow {
  proposal_id: string;
  proposed_by: string;
  proposed_at_ms: number;
  figures: unknown;
  digest: string;
}

const LAST_PROPOSAL = `
  SELECT proposal_id::text, proposed_by, ${epochMsOf('proposed_at')} AS proposed_at_ms, figures, digest
  FROM observing_proposal ORDER BY proposal_id DESC LIMIT 1`;
