/** What a plan would turn as things stand now: the same when it is proposed, approved and selected anew. */
import type { Queryable } from '@gatekeeper/database';
import { countLines, linesOfSweep, turnsKept } from '@gatekeeper/decision-store';
import type { PlanLine, Sweep, SweptLine } from '@gatekeeper/decision-store';
import type { IdentityKey, LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { forecast } from './forecast';
import type { SettlingSources } from './line-walk';
import { TurnFigures } from './turn-figures';
import { isUnturned, planLinesOf } from './turns';

const LINES_AT_ONCE = 2_000;
const TURNS_PER_FETCH = 5_000;

export interface PlanForecast {
  readonly figures: TurnFigures;
  /** Each line that would turn, and each whose refunds alone would. */
  readonly lines: readonly PlanLine[];
  /** Lines of the selection that would turn nothing. */
  readonly unmoved: readonly LineIdentity[];
}

/**
 * Read in the snapshot of the caller's transaction.
 */
export async function forecastPlan(
  sources: SettlingSources,
  client: Queryable,
  sweep: Pick<Sweep, 'sweepId' | 'unchanged'>,
  planId: string,
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
    onTurned: (unit) => {
      for (const line of unit.asked) unmoved.delete(identityKey(line));
      lines.push(...planLinesOf(unit));
    },
  });
  await addTheRest(figures, client, sweep);
  return { figures, lines, unmoved: [...unmoved.values()] };
}

/** The same of what was kept while the sweep's lines were asked. */
export async function figuresKept(
  client: Queryable,
  sweep: Pick<Sweep, 'sweepId' | 'unchanged'>,
): Promise<TurnFigures> {
  const figures = new TurnFigures();
  for await (const page of turnsKept(client, sweep.sweepId, TURNS_PER_FETCH))
    for (const line of page) if (!isUnturned(line)) figures.add(line);
  await addTheRest(figures, client, sweep);
  return figures;
}

/** Lines of the sweep that stand as they are, and that other plans keep. */
async function addTheRest(
  figures: TurnFigures,
  client: Queryable,
  { sweepId, unchanged }: Pick<Sweep, 'sweepId' | 'unchanged'>,
): Promise<void> {
  figures.addUnchanged(unchanged);
  const { excluded = 0 } = await countLines(client, sweepId);
  if (excluded > 0) figures.exclude('open_plan', excluded);
}

async function* selected(
  client: Queryable,
  sweepId: string,
  planId: string,
  onSelected: (page: readonly SweptLine[]) => void,
): AsyncGenerator<readonly SweptLine[]> {
  for await (const page of linesOfSweep(client, sweepId, ['planned'], LINES_AT_ONCE)) {
    const own = page.filter((line) => line.planId === planId);
    onSelected(own);
    if (own.length > 0) yield own;
  }
}
