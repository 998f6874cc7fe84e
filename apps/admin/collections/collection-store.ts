/** The ledger of what institutions owe, in PostgreSQL: each function is one statement or a few, in the caller's transaction. */
import type { Day, Instant } from '@gatekeeper/calendar';
import { dayAt, formatDay, instantOf, parseDay } from '@gatekeeper/calendar';
import type { Account, Balances, Claim, ClaimKind, Entry } from '@gatekeeper/clearing';
import { ACCOUNTS, CLAIM_KINDS, NO_BALANCES } from '@gatekeeper/clearing';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';

/** Keeps others from changing what an institution owes until the transaction ends. */
export async function lockInstitution(client: Queryable, fixmedinsCode: string): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('collection of an institution'), hashtext($1))`, [
    fixmedinsCode,
  ]);
}

interface ClaimRow {
  claim_id: string;
  kind: string;
  corrects: string;
  area: string;
  amount_fen: string;
  period: string;
  posted_on: string;
  objection_working_days: number | null;
  balances: Readonly<Record<string, string>> | null;
}

const CLAIMS = `
  SELECT c.claim_id::text, c.kind, c.corrects, coalesce(c.area, r.area) AS area, c.amount_fen::text, r.period, r.posted_on::text, r.objection_working_days,
         (SELECT json_object_agg(account, sum) FROM (
            SELECT account, sum(amount_fen)::text AS sum FROM collection_entry e
            WHERE e.fixmedins_code = c.fixmedins_code AND e.claim_id = c.claim_id GROUP BY account) AS sums) AS balances
  FROM collection_claim c JOIN collection_run r USING (run_id)
  WHERE c.fixmedins_code = $1`;

/** Every claim on an institution, the earliest first. */
export async function claimsOn(client: Queryable, fixmedinsCode: string): Promise<readonly Claim[]> {
  const { rows } = await client.query<ClaimRow>(`${CLAIMS} ORDER BY c.claim_id`, [fixmedinsCode]);
  return rows.map(claimFrom);
}

/** `null`: not on file. */
export async function findClaim(
  client: Queryable,
  fixmedinsCode: string,
  claimId: string,
): Promise<Claim | null> {
  const { rows } = await client.query<ClaimRow>(`${CLAIMS} AND c.claim_id = $2`, [fixmedinsCode, claimId]);
  const [row] = rows;
  return row === undefined ? null : claimFrom(row);
}

const claimFrom = (row: ClaimRow): Claim => ({
  claimId: row.claim_id,
  kind: kindFrom(row.kind),
  corrects: row.corrects === '' ? null : row.corrects,
  area: row.area,
  amount: BigInt(row.amount_fen),
  period: row.period,
  postedOn: dayFrom(row.posted_on),
  objectionWorkingDays: row.objection_working_days ?? 'none',
  balances: balancesFrom(row.balances ?? {}),
});

function kindFrom(text: string): ClaimKind {
  const kind = CLAIM_KINDS.find((each) => each === text);
  if (kind === undefined) throw new Defect(`a claim of a kind that nobody knows: ${text}`);
  return kind;
}

function dayFrom(text: string): Day {
  const day = parseDay(text);
  if (day === null) throw new Defect(`no day: ${text}`);
  return day;
}

/** Sums by account, as texts of whole fen. */
export function balancesFrom(sums: Readonly<Record<string, string>>): Balances {
  const balances: Record<Account, bigint> = { ...NO_BALANCES };
  for (const account of ACCOUNTS) balances[account] = BigInt(sums[account] ?? '0');
  return balances;
}

export interface BalancesOfInstitution {
  readonly fixmedinsCode: string;
  readonly balances: Balances;
}

/** Sums by institution, in the order of their codes. @param institutions `null`: of all of them */
export async function balancesBy(
  client: Queryable,
  { institutions, after, limit }: { institutions: readonly string[] | null; after: string; limit: number },
): Promise<readonly BalancesOfInstitution[]> {
  const { rows } = await client.query<{ fixmedins_code: string; balances: Readonly<Record<string, string>> }>(
    `SELECT fixmedins_code, json_object_agg(account, sum) AS balances FROM (
       SELECT fixmedins_code, account, sum(amount_fen)::text AS sum FROM collection_entry
       WHERE fixmedins_code IN (
         SELECT fixmedins_code FROM collection_claim
         WHERE fixmedins_code COLLATE "C" > $2 AND ($1::text[] IS NULL OR fixmedins_code = ANY ($1))
         GROUP BY fixmedins_code ORDER BY fixmedins_code COLLATE "C" LIMIT $3)
       GROUP BY fixmedins_code, account) AS sums
     GROUP BY fixmedins_code ORDER BY fixmedins_code COLLATE "C"`,
    [institutions, after, limit],
  );
  return rows.map((row) => ({ fixmedinsCode: row.fixmedins_code, balances: balancesFrom(row.balances) }));
}

/** What a posting comes of. */
export type PostingOf =
  | { readonly kind: 'objected'; readonly objectionId: string }
  | {
      readonly kind: 'netting' | 'write_off' | 'objection';
      readonly proposalId: string;
      readonly subject: string;
    };

/** Adds a posting with its entries. @throws a check violation at the end of the transaction where it does not balance */
export async function post(
  client: Queryable,
  fixmedinsCode: string,
  of: PostingOf,
  entries: readonly Entry[],
  { by, at }: { readonly by: string; readonly at: Instant },
): Promise<void> {
  const { rows } = await client.query<{ posting_id: string }>(
    `INSERT INTO collection_posting (fixmedins_code, kind, subject, objection_id, proposal_id, posted_by, posted_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING posting_id::text`,
    [
      fixmedinsCode,
      of.kind,
      of.kind === 'objected' ? of.objectionId : of.subject,
      of.kind === 'objected' ? of.objectionId : null,
      of.kind === 'objected' ? null : of.proposalId,
      by,
      timestampText(at),
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Defect('a posting was added and gave no row');
  await client.query(
    `INSERT INTO collection_entry (fixmedins_code, posting_id, entry_no, claim_id, account, amount_fen)
     SELECT $1, $2, row_number() OVER (), claim_id, account, amount_fen
     FROM unnest($3::bigint[], $4::text[], $5::bigint[]) AS entry (claim_id, account, amount_fen)`,
    [
      fixmedinsCode,
      row.posting_id,
      entries.map(({ claimId }) => claimId),
      entries.map(({ account }) => account),
      entries.map(({ amount }) => amount.toString()),
    ],
  );
}

export interface PostingOnFile {
  readonly postingId: string;
  readonly kind: string;
  readonly subject: string;
  readonly postedBy: string;
  readonly postedAt: Instant;
  readonly entries: readonly {
    readonly claimId: string;
    readonly account: string;
    readonly amount: bigint;
  }[];
}

/** The latest first. @param before the number of a posting; those before it */
export async function postingsOf(
  client: Queryable,
  fixmedinsCode: string,
  before: string,
  limit: number,
): Promise<readonly PostingOnFile[]> {
  const { rows } = await client.query<{
    posting_id: string;
    kind: string;
    subject: string;
    posted_by: string;
    posted_ms: number;
    entries: readonly { claim_id: string; account: string; amount_fen: string }[];
  }>(
    `SELECT posting_id::text, kind, subject, posted_by, ${epochMsOf('posted_at')} AS posted_ms, (
       SELECT json_agg(json_build_object('claim_id', claim_id::text, 'account', account, 'amount_fen', amount_fen::text)
                       ORDER BY entry_no)
       FROM collection_entry e WHERE e.fixmedins_code = p.fixmedins_code AND e.posting_id = p.posting_id) AS entries
     FROM collection_posting p WHERE fixmedins_code = $1 AND posting_id < $2
     ORDER BY posting_id DESC LIMIT $3`,
    [fixmedinsCode, before, limit],
  );
  return rows.map((row) => ({
    postingId: row.posting_id,
    kind: row.kind,
    subject: row.subject,
    postedBy: row.posted_by,
    postedAt: instantOf(row.posted_ms),
    entries: row.entries.map(({ claim_id, account, amount_fen }) => ({
      claimId: claim_id,
      account,
      amount: BigInt(amount_fen),
    })),
  }));
}

/** The day of a moment in Asia/Shanghai, as the database takes it. */
export const dayText = (at: Instant): string => formatDay(dayAt(at));
