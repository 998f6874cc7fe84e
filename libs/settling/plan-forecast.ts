/** What a plan would turn as things stand now: the same when it is proposed, approved and selected anew. */
import type { Queryable } from '@gatekeeper/database';
import { countLines, feeMonthOf, linesOfSweep } from '@gatekeeper/decision-store';
import type { PlanLine, Sweep, SweptLine } from '@gatekeeper/decision-store';
import type { IdentityKey, LineIdentity, SettlementLine } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { forecast } from './forecast';
import type { SettlingSources } from './line-walk';
import type { TurnFigures } from './turn-figures';

const LINES_AT_ONCE = 500;

export interface PlanForecast {
  readonly figures: TurnFigures;
  /** Each line that would turn, and each whose refunds alone would. */
  readonly lines: readonly PlanLine[];
  /** Lines of the selection that would turn nothing. */
  readonly unmoved: readonly LineIdentity[];
}

/**
 * Read in the snapshot of the caller's transaction.
 * @param planId the plan's lines; `null`: those of the sweep that are in none yet
 */
export async function forecastPlan(
  sources: SettlingSources,
  client: Queryable,
  sweep: Pick<Sweep, 'sweepId' | 'unchanged'>,
  planId: string | null,
  onPage?: (lines: number) => void,
): Promise<PlanForecast> {
  const lines: PlanLine[] = [];
  const unmoved = new Map<IdentityKey, LineIdentity>();
  const pages = selected(client, sweep.sweepId, planId, (page) => {
    for (const { identity } of page) unmoved.set(identityKey(identity), identity);
  });
  const figures = await forecast(sources, client, {
    pages,
    before: null,
    // What other plans keep was left out when the lines were selected.
    exclusionsOf: () => Promise.resolve(new Map()),
    onPage,
    onTurned: ({ asked, turns }) => {
      const named = new Map(turns.map((turn) => [identityKey(turn.identity), turn]));
      for (const line of asked) {
        unmoved.delete(identityKey(line));
        // A line that only its refunds move is the plan's all the same: it is by the line that they are kept together.
        if (!named.has(identityKey(line))) lines.push(unmovedLine(line));
      }
      for (const { line, identity, before, after, refused, recover, givenBack } of turns)
        lines.push({
          identity,
          before,
          after,
          feeMonth: feeMonthOf(line.feeOccurredAt),
          refused,
          recover,
          givenBack,
        });
    },
  });
  figures.addUnchanged(sweep.unchanged);
  const { excluded = 0 } = await countLines(client, sweep.sweepId);
  if (excluded > 0) figures.exclude('open_plan', excluded);
  return { figures, lines, unmoved: [...unmoved.values()] };
}

async function* selected(
  client: Queryable,
  sweepId: string,
  planId: string | null,
  onSelected: (page: readonly SweptLine[]) => void,
): AsyncGenerator<readonly SweptLine[]> {
  const state = planId === null ? 'paid' : 'planned';
  for await (const page of linesOfSweep(client, sweepId, [state], LINES_AT_ONCE)) {
    const own = page.filter((line) => line.planId === planId);
    onSelected(own);
    if (own.length > 0) yield own;
  }
}

const unmovedLine = (line: SettlementLine): PlanLine => ({
  identity: line,
  before: '',
  after: '',
  feeMonth: feeMonthOf(line.feeOccurredAt),
  refused: 0n,
  recover: 0n,
  givenBack: 0n,
});
