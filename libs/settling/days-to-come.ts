/** How many lines a day would be rejected that are not today: told from the lines of the days before. */
import type { Reach } from '@gatekeeper/adjudication';
import { decide } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { isAfter, MS_PER_DAY, plusMs } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { identityKey, isRefund } from '@gatekeeper/vocabulary';
import { LineFacts } from './line-facts';
import { LineLedger } from './line-ledger';
import type { SettlingSources } from './line-walk';
import type { Overlay } from './proposal';
import { keysReached, sampleOf } from './reached-lines';

const DAYS = 30;
/** Of more lines than that so many are drawn. */
const MOST_LINES = 5_000;
const LINES_AT_ONCE = 500;

interface AskedDays {
  /** What the records touch. */
  readonly reaches: readonly Reach[];
  readonly overlay: Overlay;
  readonly onLines: ((lines: number) => void) | undefined;
}

/** Lines a day, to a tenth; negative where fewer would be rejected. */
export async function rejectedADay(
  sources: SettlingSources,
  client: Queryable,
  { reaches, overlay, onLines }: AskedDays,
): Promise<number> {
  const { knownAt } = await sources.registry.readSnapshot(client, []);
  const keys = keysReached(lastDaysOf(reaches, knownAt));
  if (keys === null) return 0;
  const { lines, count } = await sampleOf(client, keys, MOST_LINES);
  let rejected = 0;
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
    const page = lines.slice(from, from + LINES_AT_ONCE);
    const ledger = new LineLedger();
    const drawn = new Set(page.map(identityKey));
    const later = [...(await sources.decisions.findOriginals(client, page)).values()]
      .flat()
      .map((stored) => ledger.loadStored(stored))
      .filter((line) => drawn.has(identityKey(line)) && !isRefund(line))
      .map(daysLater);
    const before = await LineFacts.read(sources, client, later, { from: 'snapshot' });
    const after = await LineFacts.read(sources, client, later, { from: 'snapshot', overlay });
    for (const line of later) {
      if (isRejected(sources, line, after)) rejected += 1;
      if (isRejected(sources, line, before)) rejected -= 1;
    }
    onLines?.(page.length);
  }
  if (lines.length === 0) return 0;
  return Math.round(((rejected * count) / lines.length / DAYS) * 10) / 10;
}

/** The subjects' fees of the last days, of what reaches into days to come. */
const lastDaysOf = (reaches: readonly Reach[], now: Instant): readonly Reach[] =>
  reaches
    .filter(({ fees }) => isAfter(fees.until, now))
    .map((reach) => ({ ...reach, fees: { from: plusMs(now, -DAYS * MS_PER_DAY), until: now } }));

const daysLater = (line: SettlementLine): SettlementLine => ({
  ...line,
  feeOccurredAt: plusMs(line.feeOccurredAt, DAYS * MS_PER_DAY),
  admittedAt: line.admittedAt === null ? null : plusMs(line.admittedAt, DAYS * MS_PER_DAY),
  ...{ settlementId: null, settledAt: null, paidAt: null },
});

/** As known then by what is known now. */
function isRejected({ policy }: SettlingSources, line: SettlementLine, facts: LineFacts): boolean {
  const answer = decide(line, facts.foreseen(line, plusMs(facts.knownAt, DAYS * MS_PER_DAY)), policy);
  return answer.kind === 'verdict' && answer.outcome !== 'accept';
}
