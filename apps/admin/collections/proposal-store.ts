/** What one person proposes about an institution's ledger and another decides, in PostgreSQL; append-only. */
import { createHash } from 'node:crypto';
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { ObjectionOutcome } from '@gatekeeper/clearing';
import { OBJECTION_OUTCOMES } from '@gatekeeper/clearing';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import { StoredFields } from '@gatekeeper/decision-store';
import { Defect } from '@gatekeeper/runtime';

export const PROPOSAL_KINDS = ['netting', 'write_off', 'objection'] as const;
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];

/** Amounts as texts: they are digested, shown and kept as they stand. */
export type ProposalContent =
  | {
      readonly kind: 'netting';
      /** `2025-07` */
      readonly month: string;
      /** In whose books; `null`: proposed before areas were told. */
      readonly area: string | null;
      readonly payable: string;
      readonly deducted: string;
      readonly carried: string;
      readonly unconfirmed: string;
      readonly suspended: string;
      readonly items: readonly { readonly claim_id: string; readonly amount: string }[];
    }
  | { readonly kind: 'write_off'; readonly claim_id: string; readonly amount: string }
  | {
      readonly kind: 'objection';
      readonly objection_id: string;
      readonly claim_id: string;
      readonly amount: string;
      readonly outcome: ObjectionOutcome;
    };

export interface Proposal {
  readonly proposalId: string;
  readonly content: ProposalContent;
  readonly digest: string;
  readonly reason: string | null;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  /** `null`: nobody has decided yet. */
  readonly decision: {
    readonly outcome: 'confirmed' | 'declined';
    readonly decidedBy: string;
    readonly reason: string | null;
    readonly decidedAt: Instant;
  } | null;
}

/** What it is about: one open proposal at a time. */
export function subjectOfProposal(content: ProposalContent): string {
  switch (content.kind) {
    case 'netting':
      return content.area === null ? content.month : `${content.area}/${content.month}`;
    case 'write_off':
      return content.claim_id;
    case 'objection':
      return content.objection_id;
  }
}

/** Of what is agreed to: whoever confirms says that this was seen. */
const digestOf = (content: ProposalContent): string =>
  createHash('sha256').update(JSON.stringify(content), 'utf8').digest('hex');

/** @returns its number */
export async function addProposal(
  client: Queryable,
  fixmedinsCode: string,
  content: ProposalContent,
  { by, at, reason }: { readonly by: string; readonly at: Instant; readonly reason: string | null },
): Promise<string> {
  const { rows } = await client.query<{ proposal_id: string }>(
    `INSERT INTO collection_proposal (fixmedins_code, kind, subject, content, digest, reason, proposed_by, proposed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING proposal_id::text`,
    [
      fixmedinsCode,
      content.kind,
      subjectOfProposal(content),
      JSON.stringify(content),
      digestOf(content),
      reason,
      by,
      timestampText(at),
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Defect('a proposal was added and gave no row');
  return row.proposal_id;
}

export async function addDecision(
  client: Queryable,
  fixmedinsCode: string,
  { proposalId, content, proposedBy }: Proposal,
  {
    outcome,
    by,
    at,
    reason,
  }: {
    readonly outcome: 'confirmed' | 'declined';
    readonly by: string;
    readonly at: Instant;
    readonly reason: string | null;
  },
): Promise<void> {
  await client.query(
    `INSERT INTO collection_decision
       (fixmedins_code, proposal_id, kind, subject, outcome, proposed_by, decided_by, reason, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      fixmedinsCode,
      proposalId,
      content.kind,
      subjectOfProposal(content),
      outcome,
      proposedBy,
      by,
      reason,
      timestampText(at),
    ],
  );
}

interface ProposalRow {
  proposal_id: string;
  content: unknown;
  digest: string;
  reason: string | null;
  proposed_by: string;
  proposed_ms: number;
  outcome: 'confirmed' | 'declined' | null;
  decided_by: string | null;
  decided_reason: string | null;
  decided_ms: number | null;
}

const PROPOSALS = `
  SELECT p.proposal_id::text, p.content, p.digest, p.reason, p.proposed_by, ${epochMsOf('p.proposed_at')} AS proposed_ms,
         d.outcome, d.decided_by, d.reason AS decided_reason, ${epochMsOf('d.decided_at')} AS decided_ms
  FROM collection_proposal p LEFT JOIN collection_decision d USING (fixmedins_code, proposal_id)
  WHERE p.fixmedins_code = $1`;

/** The latest first. @param before the number of a proposal; those before it */
export async function proposalsOf(
  client: Queryable,
  fixmedinsCode: string,
  before: string,
  limit: number,
): Promise<readonly Proposal[]> {
  const { rows } = await client.query<ProposalRow>(
    `${PROPOSALS} AND p.proposal_id < $2 ORDER BY p.proposal_id DESC LIMIT $3`,
    [fixmedinsCode, before, limit],
  );
  return rows.map(proposalFrom);
}

/** `null`: not on file. */
export async function findProposal(
  client: Queryable,
  fixmedinsCode: string,
  proposalId: string,
): Promise<Proposal | null> {
  const { rows } = await client.query<ProposalRow>(`${PROPOSALS} AND p.proposal_id = $2`, [
    fixmedinsCode,
    proposalId,
  ]);
  const [row] = rows;
  return row === undefined ? null : proposalFrom(row);
}

/** Proposals of these subjects that nobody has declined: one that waits, or one that was agreed to. */
export async function standingProposals(
  client: Queryable,
  fixmedinsCode: string,
  kind: ProposalKind,
  subjects: readonly string[],
): Promise<readonly Proposal[]> {
  const { rows } = await client.query<ProposalRow>(
    `${PROPOSALS} AND p.kind = $2 AND p.subject = ANY ($3) AND d.outcome IS DISTINCT FROM 'declined' ORDER BY p.proposal_id`,
    [fixmedinsCode, kind, subjects],
  );
  return rows.map(proposalFrom);
}

function proposalFrom(row: ProposalRow): Proposal {
  const { outcome, decided_by: decidedBy, decided_ms: decidedMs } = row;
  return {
    proposalId: row.proposal_id,
    content: contentFrom(row.content),
    digest: row.digest,
    reason: row.reason,
    proposedBy: row.proposed_by,
    proposedAt: instantOf(row.proposed_ms),
    decision:
      outcome === null || decidedBy === null || decidedMs === null
        ? null
        : { outcome, decidedBy, reason: row.decided_reason, decidedAt: instantOf(decidedMs) },
  };
}

/** @throws a defect where the database holds what this version does not write */
function contentFrom(json: unknown): ProposalContent {
  const fields = new StoredFields(json, 'proposal');
  const text = (name: string): string => fields.text(name);
  const amount = (name: string): string => money(text(name));
  switch (fields.oneOf('kind', PROPOSAL_KINDS)) {
    case 'netting':
      return {
        kind: 'netting',
        month: text('month'),
        area: fields.names().includes('area') ? fields.textOrNull('area') : null,
        payable: amount('payable'),
        deducted: amount('deducted'),
        carried: amount('carried'),
        unconfirmed: amount('unconfirmed'),
        suspended: amount('suspended'),
        items: fields.list('items').map(itemFrom),
      };
    case 'write_off':
      return { kind: 'write_off', claim_id: text('claim_id'), amount: amount('amount') };
    case 'objection':
      return {
        kind: 'objection',
        objection_id: text('objection_id'),
        claim_id: text('claim_id'),
        amount: amount('amount'),
        outcome: fields.oneOf('outcome', OBJECTION_OUTCOMES),
      };
  }
}

function itemFrom(json: unknown): { readonly claim_id: string; readonly amount: string } {
  const item = new StoredFields(json, 'item of a netting');
  return { claim_id: item.text('claim_id'), amount: money(item.text('amount')) };
}

function money(text: string): string {
  if (!/^-?[0-9]+\.[0-9]{2}$/.test(text)) throw new Defect(`no amount: ${text}`);
  return text;
}
