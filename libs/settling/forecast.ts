/** What asking lines again would come to, without anything being recorded: of a plan, and of records that are only proposed. */
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import type { IdentityKey, LineIdentity, SettlementLine } from '@gatekeeper/vocabulary';
import { identityKey, isRefund } from '@gatekeeper/vocabulary';
import type { Reading } from './line-facts';
import type { AskedLine, SettlingSources } from './line-walk';
import { LineWalk } from './line-walk';
import type { LineLedger } from './line-ledger';
import type { Exclusion } from './turn-figures';
import { TurnFigures } from './turn-figures';
import { inWholeNumbers } from './whole-numbers';
import type { TurnedUnit } from './turns';
import { Turns } from './turns';

/** One page of lines asked again in memory. */
export interface AskedPage {
  /** Lines that stand as they are, counted. */
  readonly unchanged: number;
  /** Units in which something turns. */
  readonly turned: readonly TurnedUnit[];
  /** What is asked no more: not on file, a refund (which its original asks), or decided since. */
  readonly passed: readonly LineIdentity[];
  readonly knownAt: Instant;
  /** What the lines were when they were read, for whoever records what became of them. */
  readonly versions: ReadonlyMap<IdentityKey, string>;
}

/** Whether a line's answer is later than what it would be asked for. */
const isDecidedSince = (ledger: LineLedger, line: SettlementLine, before: Instant): boolean => {
  const entry = ledger.find(line);
  const held = entry?.state.held ?? null;
  const answered = held === null ? (entry?.current?.knownAt ?? null) : held.knownAt;
  return answered !== null && answered >= before;
};

/**
 * Asks lines on file, and what follows from them, in memory.
 * @param before lines answered by what was known then, or later, are passed; `null`: none is
 */
export async function askPage(
  sources: SettlingSources,
  client: Queryable,
  asked: readonly AskedLine[],
  before: Instant | null,
  reading: Reading,
): Promise<AskedPage | null> {
  const turns = new Turns();
  const walk = new LineWalk(sources, client, turns.add);
  const loaded = await walk.load(
    asked.map(({ identity }) => identity),
    reading,
  );
  if (loaded.length === 0) return null;
  const triggers = new Map(asked.map(({ identity, trigger }) => [identityKey(identity), trigger]));
  const lines = loaded.filter(
    (line) => !isRefund(line) && (before === null || !isDecidedSince(walk.ledger, line, before)),
  );
  walk.ask(lines, (line) => ({ trigger: triggers.get(identityKey(line)) ?? 'status_change' }));
  const units = turns.units(lines, walk.ledger, walk.facts);
  const turned = units.filter((unit) => unit.turns.length > 0);
  const standing = new Set(lines.map(identityKey));
  for (const { turns: changes } of turned)
    for (const { identity } of changes) standing.delete(identityKey(identity));
  const isAsked = new Set(lines.map(identityKey));
  return {
    unchanged: standing.size,
    turned,
    passed: asked.map(({ identity }) => identity).filter((identity) => !isAsked.has(identityKey(identity))),
    knownAt: walk.facts.knownAt,
    versions: walk.ledger.versions,
  };
}

/** Lines of a page that stay out of it, and why. */
export type ExclusionsOf = (
  client: Queryable,
  lines: readonly LineIdentity[],
) => Promise<ReadonlyMap<IdentityKey, Exclusion>>;

export interface ForecastAsked {
  /** In the order of their keys. */
  readonly pages: AsyncIterable<readonly AskedLine[]>;
  readonly before: Instant | null;
  readonly exclusionsOf: ExclusionsOf;
  readonly overlay?: Reading['overlay'];
  /** Told of each unit that would turn. */
  readonly onTurned?: (unit: TurnedUnit) => void | Promise<void>;
  readonly onPage?: (lines: number) => void;
}

/** Figures of everything that would turn, read in the snapshot of the caller's transaction. */
export async function forecast(
  sources: SettlingSources,
  client: Queryable,
  { pages, before, exclusionsOf, overlay, onTurned, onPage }: ForecastAsked,
): Promise<TurnFigures> {
  const figures = new TurnFigures();
  for await (const page of inWholeNumbers(pages)) {
    const excluded = await exclusionsOf(
      client,
      page.map(({ identity }) => identity),
    );
    for (const reason of excluded.values()) figures.exclude(reason, 1);
    const asked = page.filter(({ identity }) => !excluded.has(identityKey(identity)));
    const answered = await askPage(sources, client, asked, before, { from: 'snapshot', overlay });
    if (answered !== null) {
      figures.addUnchanged(answered.unchanged);
      for (const unit of answered.turned) {
        for (const turn of unit.turns) figures.add(turn);
        await onTurned?.(unit);
      }
    }
    onPage?.(page.length);
  }
  return figures;
}
