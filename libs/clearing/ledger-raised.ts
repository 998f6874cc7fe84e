/** What a closing run says each institution owes: claims, and of which lines corrections are. */
import type { Fen, LineIdentity } from '@gatekeeper/vocabulary';
import { compareText, identityKey } from '@gatekeeper/vocabulary';
import type { ClaimRaised } from './ledger';
import { isMonthOf } from './period';

/** What one line adds to a claim, or takes back of it; not 0. */
export interface LineAmount {
  readonly line: LineIdentity;
  readonly amount: Fen;
}

export interface RaisedClaim extends ClaimRaised {
  /** Of an adjustment, the lines that it is of; they add up to its amount. `null`: it is a run's own total. */
  readonly lines: readonly LineAmount[] | null;
}

/**
 * By how much a line of a run changes what is recovered of the period of another: a correction of a closed period, or a refund that
 * reverses a recovery of a period before its own.
 */
export interface LedgerLine {
  readonly kind: 'correction' | 'reversal';
  /** The line that is recovered of: of a refund the one that it reverses. */
  readonly line: LineIdentity;
  /** Prefix of the area in whose books that line is; `null`: what was written before areas were told. */
  readonly area: string | null;
  /** The closed period that counted that line, else its month. */
  readonly period: string;
  readonly refused: Fen;
  readonly recover: Fen;
}

/** What a closing run says of one institution, in fen. */
export interface InstitutionResults {
  /** Of all lines of the run's period, reversals among them. */
  readonly recover: Fen;
  readonly damages: Fen;
  readonly lines: readonly LedgerLine[];
}

interface RunPosted {
  readonly area: string;
  readonly period: string;
}

/**
 * The claims that a run's results raise; an amount of 0 raises none. What changes a line of the run's own books is in its total already: a
 * year that is posted whole decides the lines of its closed months anew. Of each corrected period there is one for the lines that add and
 * one for those that take back, so that what is owed anew may be objected to, and nothing let off of one line is taken for another's.
 */
export function claimsRaisedBy(
  { recover, damages, lines }: InstitutionResults,
  { area, period }: RunPosted,
): readonly RaisedClaim[] {
  const others = lines.filter((each) => !isOwn(each, { area, period }));
  const reversed = others.reduce((sum, each) => (each.kind === 'reversal' ? sum + each.recover : sum), 0n);
  const all: readonly RaisedClaim[] = [
    { kind: 'recovery', area, corrects: null, amount: recover - reversed, lines: null },
    { kind: 'damages', area, corrects: null, amount: damages, lines: null },
    ...adjustmentsOf(others, area),
  ];
  return all.filter(({ amount }) => amount !== 0n);
}

/** Whether a line is in the run's own books: what changes it is in the run's totals. */
const isOwn = ({ area: of, period: counted }: LedgerLine, { area, period }: RunPosted): boolean =>
  (of ?? area) === area && (counted === period || isMonthOf(counted, period));

/** Periods before its own of which a run corrects what is refused or recovered, each once, in the order of area and period. */
export function periodsCorrected(
  { lines }: Pick<InstitutionResults, 'lines'>,
  run: RunPosted,
): readonly RunPosted[] {
  const found = new Map<string, RunPosted>();
  for (const each of lines) {
    const { kind, period, refused, recover, area } = each;
    if (kind !== 'correction' || (refused === 0n && recover === 0n) || isOwn(each, run)) continue;
    const of = { area: area ?? run.area, period };
    found.set(keyOf(of.area, period), of);
  }
  return inOrder(found);
}

interface OfPeriod extends RunPosted {
  readonly byLine: Map<string, LineAmount>;
}

function adjustmentsOf(lines: readonly LedgerLine[], area: string): readonly RaisedClaim[] {
  const found = new Map<string, OfPeriod>();
  for (const { area: of, period, line, recover } of lines) {
    const key = keyOf(of ?? area, period);
    const known: OfPeriod = found.get(key) ?? { area: of ?? area, period, byLine: new Map() };
    found.set(key, known);
    const lineKey = identityKey(line);
    known.byLine.set(lineKey, { line, amount: (known.byLine.get(lineKey)?.amount ?? 0n) + recover });
  }
  return inOrder(found).flatMap(({ area: of, period, byLine }) => {
    const all = [...byLine.values()];
    return [all.filter(({ amount }) => amount < 0n), all.filter(({ amount }) => amount > 0n)].map(
      (some): RaisedClaim => ({
        ...{ kind: 'adjustment', area: of, corrects: period, lines: some },
        amount: some.reduce((sum, { amount }) => sum + amount, 0n),
      }),
    );
  });
}

/** Areas are digits. */
const keyOf = (area: string, period: string): string => `${area}/${period}`;

const inOrder = <Each>(found: ReadonlyMap<string, Each>): readonly Each[] =>
  [...found].sort(([one], [other]) => compareText(one, other)).map(([, each]) => each);
