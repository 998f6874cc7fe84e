/** What records would change if they were written now (CONTRACT 8): the lines that a sweep would turn, and what they say of days to come. */
import { plusMs } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { isMonthOf, monthOf } from '@gatekeeper/clearing';
import type { ClosedPeriod } from '@gatekeeper/clearing';
import { closedPeriods, excludedFromSweeps } from '@gatekeeper/decision-store';
import type { ProposalRead } from '@gatekeeper/registry-store';
import type { IdentityKey, LineIdentity, RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import { forecast } from './forecast';
import type { AskedLine, SettlingSources } from './line-walk';
import { rejectedADay } from './days-to-come';
import { Proposal } from './proposal';
import { keysReached, linesAt, reachOfProposal } from './reached-lines';
import type { Exclusion, Figures } from './turn-figures';
import type { TurnedUnit } from './turns';

/** Beside the figures, and not in their digest. */
export interface Outlook {
  /** Stays without a settlement among the lines that would turn. */
  readonly stays_in_progress: { readonly stays: number; readonly lines: number };
  /**
   * How many lines more a day would be rejected from now on, fewer where negative: lines of the last 30 days of those whom the
   * records touch, asked as if they came 30 days later, with the records and without; a thirtieth, to a tenth of a line.
   */
  readonly rejected_lines_a_day: number;
  /** Closed periods in which such lines lie, `44/2025-06`: what turns of them falls into the next one that is open (CONTRACT 9). */
  readonly closed_periods: readonly string[];
}

export interface WhatIf extends Figures {
  readonly outlook: Outlook;
}

/** Records that a write would refuse. */
export type NotProposed = Exclude<ProposalRead, { readonly kind: 'proposed' }>;

export interface WhatIfAsked {
  readonly records: readonly RegistryRecord[];
  /** Told how many more lines were looked at; what it throws ends the answer. */
  readonly onLines?: (lines: number) => void;
  /** Told whom the records touch, before anything is read of lines; what it throws ends the answer. */
  readonly onSubjects?: (proposal: Proposal) => Promise<void>;
}

/**
 * Read in the snapshot of the caller's transaction, a REPEATABLE READ one; nothing is written. Lines that an open plan keeps
 * are excluded, as they are from the sweep; those of a refused plan are not, since a later write touches them. Lines that an
 * earlier write has still to turn are counted here too.
 */
export async function whatIf(
  sources: SettlingSources,
  client: Queryable,
  { records, onLines, onSubjects }: WhatIfAsked,
): Promise<WhatIf | NotProposed> {
  const { registry } = sources;
  const proposed = await registry.readProposed(client, records);
  if (proposed.kind !== 'proposed') return proposed;
  const proposal = new Proposal(proposed);
  await onSubjects?.(proposal);
  const { knownAt: heldFrom } = await registry.readSnapshot(client, []);
  // A moment later than every write: what is asked here is asked at the snapshot's moment or after it.
  const receivedAt = plusMs(heldFrom, 1);
  const reaches = await reachOfProposal(registry, client, proposal, receivedAt);
  const overlay = proposal.overlay({ receivedAt, heldFrom });
  const stays = new Map<string, number>();
  const closed = await closedPeriods(client, { knownAt: null });
  const concerned = new Set<string>();
  const keys = keysReached(reaches);
  const figures = await forecast(sources, client, {
    pages: asked(keys === null ? NOTHING : linesAt(client, keys)),
    before: null,
    exclusionsOf: keptByOpenPlans,
    overlay,
    onTurned: (unit) => {
      countStays(unit, stays);
      for (const { line } of unit.turns) nameClosed(line, closed, concerned);
    },
    onPage: onLines,
  });
  return {
    ...figures.figures(),
    outlook: {
      stays_in_progress: {
        stays: stays.size,
        lines: [...stays.values()].reduce((sum, lines) => sum + lines, 0),
      },
      rejected_lines_a_day: await rejectedADay(sources, client, { reaches, overlay, onLines }),
      closed_periods: [...concerned].sort(),
    },
  };
}

const NOTHING: readonly (readonly LineIdentity[])[] = [];

async function* asked(
  pages: AsyncIterable<readonly LineIdentity[]> | Iterable<readonly LineIdentity[]>,
): AsyncGenerator<readonly AskedLine[]> {
  for await (const page of pages) yield page.map((identity) => ({ identity, trigger: 'status_change' }));
}

async function keptByOpenPlans(
  client: Queryable,
  lines: readonly LineIdentity[],
): Promise<ReadonlyMap<IdentityKey, Exclusion>> {
  const excluded = await excludedFromSweeps(client, lines);
  return new Map(
    [...excluded].flatMap(([key, { state }]) => (state === 'refused' ? [] : [[key, 'open_plan'] as const])),
  );
}

function countStays({ turns }: TurnedUnit, stays: Map<string, number>): void {
  for (const { line } of turns) {
    if (line.admittedAt === null || line.settledAt !== null || line.settlementId !== null) continue;
    const stay = `${line.fixmedinsCode}|${line.visitId}`;
    stays.set(stay, (stays.get(stay) ?? 0) + 1);
  }
}

function nameClosed(line: SettlementLine, closed: readonly ClosedPeriod[], concerned: Set<string>): void {
  for (const { area, period, by } of closed)
    if (line.treatmentArea.startsWith(area) && isMonthOf(monthOf(line, by), period))
      concerned.add(`${area}/${period}`);
}
