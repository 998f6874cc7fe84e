/** What asking lines again would make of them, and what that moves (CONTRACT 8, Sweep): told apart by line, put together by unit. */
import type { LineState, Settled } from '@gatekeeper/adjudication';
import { isPaid } from '@gatekeeper/adjudication';
import { feeMonthOf } from '@gatekeeper/decision-store';
import type { PlanLine } from '@gatekeeper/decision-store';
import type { IdentityKey, SettlementLine } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { LineFacts } from './line-facts';
import type { LedgerEntry, LineLedger } from './line-ledger';
import { numberKey, originalNamedBy } from './line-ledger';

/** What was told of a line, as a recording writes it. */
export interface ToldLine {
  readonly settled: Settled;
  readonly before: LedgerEntry;
  readonly line: SettlementLine;
}

/**
 * A line that asking turned: what stood and what would, the decision and the hold where it waits; by how much it is refused
 * more, signed, 0 while it waits; the rise, or the fall, of what is recovered, both unsigned.
 */
export interface Turn extends PlanLine {
  readonly line: SettlementLine;
  readonly told: readonly ToldLine[];
}

/** Lines that turn together or not at all: those of one number of a visit, and the refunds that follow from them. */
export interface TurnedUnit {
  /** What was asked of it by itself; the rest follows. */
  readonly asked: readonly SettlementLine[];
  readonly turns: readonly Turn[];
  /** Whether money that the fund has paid is at stake. */
  readonly isPaid: boolean;
}

/** What was told of lines while they were asked again, in order. */
export class Turns {
  private readonly told: ToldLine[] = [];

  /** To be given to a `LineWalk`. */
  readonly add = (settled: Settled, before: LedgerEntry, line: SettlementLine): void => {
    this.told.push({ settled, before, line });
  };

  /** @param asked what was asked of by itself: each is in one of the units, also where nothing turns. */
  units(asked: readonly SettlementLine[], ledger: LineLedger, facts: LineFacts): readonly TurnedUnit[] {
    const roots = new Roots([...asked, ...this.told.map(({ line }) => line)]);
    const units = new Map<string, { asked: SettlementLine[]; told: Map<IdentityKey, ToldLine[]> }>();
    const unitOf = (line: SettlementLine) => {
      const root = roots.of(line);
      const unit = units.get(root) ?? { asked: [], told: new Map<IdentityKey, ToldLine[]>() };
      units.set(root, unit);
      return unit;
    };
    for (const line of asked) unitOf(line).asked.push(line);
    for (const each of this.told) {
      const { told } = unitOf(each.line);
      const key = identityKey(each.line);
      const lines = told.get(key);
      if (lines === undefined) told.set(key, [each]);
      else lines.push(each);
    }
    return [...units.values()].map((unit) => {
      const turns = [...unit.told.values()].flatMap(turnOf);
      return {
        asked: unit.asked,
        turns,
        isPaid:
          turns.some(({ recover, givenBack }) => recover > 0n || givenBack > 0n) ||
          [...unit.asked, ...turns.map(({ line }) => line)].some(
            (line) => isRecovered(ledger, line) || isPaid(line, facts.of(line, ledger)),
          ),
      };
    });
  }
}

const isRecovered = (ledger: LineLedger, line: SettlementLine): boolean =>
  (ledger.find(line)?.state.standing?.recover ?? 0n) !== 0n;

function turnOf(told: readonly ToldLine[]): readonly Turn[] {
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (!told.some(({ settled: { decision, held, release } }) => decision ?? held ?? release)) return [];
  const [was, is] = [first.before.state, last.settled.state];
  const recovery = (is.standing?.recover ?? 0n) - (was.standing?.recover ?? 0n);
  return [
    {
      line: last.line,
      identity: last.line,
      feeMonth: feeMonthOf(last.line.feeOccurredAt),
      before: standingText(was),
      after: standingText(is),
      refused: (is.standing?.refused ?? 0n) - (was.standing?.refused ?? 0n),
      recover: recovery > 0n ? recovery : 0n,
      givenBack: recovery < 0n ? -recovery : 0n,
      told,
    },
  ];
}

const standingText = ({ standing, held }: LineState): string =>
  `${standing?.decisionId ?? ''}|${held?.hold.holdCode ?? ''}`;

/**
 * Numbers of a visit that belong together: of lines and of what they reverse, along the whole chain. Refunds of one number in
 * two charge batches may reverse different lines: these belong together too, so that none is turned without the other.
 */
class Roots {
  private readonly parents = new Map<string, string>();

  constructor(lines: readonly SettlementLine[]) {
    for (const line of lines)
      for (const original of originalNamedBy(line))
        this.parents.set(
          this.rootOf(numberKey(line, line.lineNo)),
          this.rootOf(numberKey(original, original.lineNo)),
        );
  }

  of(line: SettlementLine): string {
    return this.rootOf(numberKey(line, line.lineNo));
  }

  private rootOf(number: string): string {
    let root = number;
    for (
      let next = this.parents.get(root);
      next !== undefined && next !== root;
      next = this.parents.get(root)
    )
      root = next;
    return root;
  }
}

/** What a plan keeps of a unit: also the lines that only its refunds turn, for it is by them that they are kept together. */
export function planLinesOf({ asked, turns }: TurnedUnit): readonly PlanLine[] {
  const turned = new Set(turns.map(({ identity }) => identityKey(identity)));
  return [...turns, ...asked.filter((line) => !turned.has(identityKey(line))).map(unturned)];
}

const unturned = (line: SettlementLine): PlanLine => ({
  identity: line,
  before: '',
  after: '',
  feeMonth: feeMonthOf(line.feeOccurredAt),
  refused: 0n,
  recover: 0n,
  givenBack: 0n,
});

/** Whether it is in a plan only for the sake of its refunds. */
export const isUnturned = ({ before, after }: PlanLine): boolean => before === '' && after === '';
