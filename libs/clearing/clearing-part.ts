/** Counts the lines of a part of a run, one after the other; parts add up in any order. */
import type { BreachMeasure } from '@gatekeeper/scoring';
import { foldCode } from '@gatekeeper/vocabulary';
import type { Adjustment } from './adjustments';
import { adjustmentsOf } from './adjustments';
import { carveOutRow } from './carve-outs';
import type { Cause } from './causes';
import type { ClearedLine, ClearingTerms, LineAnswer, LineCounted, UntouchedLine } from './cleared-line';
import type { Counts, LineMoney } from './counts';
import { addCounts, countLine, countsData, noCounts } from './counts';
import { csvField } from './csv';
import type { DamagesSoFar } from './damages';
import { addBase, baseOf, damagesData, noDamages } from './damages';
import { differenceOf } from './differences';
import type { Home } from './home';
import { belongs, homeOf } from './home';
import { correctionRow, reversalRow } from './ledger-rows';
import { countedUnder, isBarredByStatus, moneyOf } from './line-figures';
import { TermsOfLines } from './line-terms';
import type { PartResult, TableData } from './part-result';
import { orderingCodeOf } from './rows';
import { isInFrame, Stratum, stratumOf } from './sample';

/** What one line gave to the files that have rows of lines. */
export interface LineRows {
  /** Whether it counts in the totals, and is a leaf of the period. */
  readonly belongs: boolean;
  readonly adjustments: readonly string[];
  /** What it says of the books of other periods; in no file. */
  readonly ledger: readonly string[];
  readonly difference: { readonly cause: Cause; readonly row: string } | null;
  readonly carveOut: string | null;
}

type Table = Map<string, Counts>;

/**
 * One part of a run, such as a month of an institution. Its terms name the part's own month; `measures` are those of the whole
 * period of the run. Lines come in the order of the bytes of their identities, each once; a stratum of the sample (an
 * institution's month) lies within one part. Lines that do not belong are passed too where they may have adjustments.
 */
export class ClearingPart {
  private readonly termsOf: TermsOfLines;
  private readonly institutions: Table = new Map();
  private readonly clinicians: Table = new Map();
  private readonly departments: Table = new Map();
  private readonly reasons: Table = new Map();
  private readonly damages = new Map<string, DamagesSoFar>();
  private readonly packs = new Map<string, readonly [string, string]>();
  private readonly strata = new Map<string, Stratum>();
  private lastPack: readonly [string, string] = ['', ''];
  private adjusted = { refused: 0n, recover: 0n };

  constructor(private readonly terms: ClearingTerms) {
    this.termsOf = new TermsOfLines(terms.policy);
  }

  /** What was done about an institution's breaches in the run's period (`measuresIn`). */
  addMeasures(fixmedinsCode: string, measures: readonly BreachMeasure[]): void {
    const { measures: taken } = this.damagesOf(fixmedinsCode);
    for (const measure of measures) taken.add(measure);
  }

  add(cleared: ClearedLine): LineRows {
    const { line, run, original } = cleared;
    const home = homeOf(cleared.places, this.terms);
    const adjustments = this.adjustedBy(cleared, home);
    const rows = adjustments.map(({ row }) => row);
    // What a refund reverses is in the books of the line that it reverses.
    const counted = original ?? null;
    const books =
      counted === null ? { line, home } : { line: counted.line, home: homeOf(counted.places, this.terms) };
    const corrections = adjustments.flatMap((each) => correctionRow(each, books, this.terms) ?? []);
    if (!belongs(home, this.terms))
      return { belongs: false, adjustments: rows, ledger: corrections, difference: null, carveOut: null };
    const money = this.count(line, run, home);
    this.addDamages(cleared, money);
    const reversal = counted === null ? null : reversalRow(money, books, this.terms);
    return {
      belongs: true,
      adjustments: rows,
      ledger: reversal === null ? corrections : [...corrections, reversal],
      difference: this.terms.compares ? differenceOf(cleared, this.terms.knownAt) : null,
      carveOut: carveOutRow(line, run, money),
    };
  }

  /** A line that differs in nothing, and is no carve-out and owed no damages: the same as `add`, for less. */
  addUntouched({ line, knownFrom, run, decision }: UntouchedLine): Pick<LineRows, 'belongs' | 'adjustments'> {
    const { settledAt, feeOccurredAt, treatmentArea, insuranceArea } = line;
    const home = homeOf([{ settledAt, feeOccurredAt, treatmentArea, insuranceArea, knownFrom }], this.terms);
    // Its only decision accepts it: nothing is recovered, so the books of no period change.
    const adjustments = this.adjustedBy({ earlier: [decision], releases: [], countedBy: () => null }, home);
    const isHere = belongs(home, this.terms);
    const { knownAt } = this.terms;
    if (isHere)
      this.count(line, { kind: 'decision', decision: { line: decision.line, knownAt, verdict: run } }, home);
    return { belongs: isHere, adjustments: adjustments.map(({ row }) => row) };
  }

  /** Asked once, after the last line: what the part comes to, and its rows of `sample.csv`. */
  finish(): { readonly result: PartResult; readonly sample: readonly string[] } {
    const strata = [...this.strata.values()];
    const sample = strata.flatMap((stratum) => stratum.drawn());
    const result: PartResult = {
      totals: countsData(totalOf(this.reasons)),
      institutions: tableData(this.institutions),
      clinicians: tableData(this.clinicians),
      departments: tableData(this.departments),
      reasons: tableData(this.reasons),
      damages: [...this.damages].map(([code, damages]) => damagesData(code, damages)),
      packs: [...this.packs.values()],
      adjustments: { refused: String(this.adjusted.refused), recover: String(this.adjusted.recover) },
      frames: strata.map((stratum) => stratum.data()),
    };
    return { result, sample };
  }

  private adjustedBy(
    line: Pick<ClearedLine, 'earlier' | 'releases' | 'countedBy'>,
    home: Home,
  ): readonly Adjustment[] {
    const adjustments = adjustmentsOf(line, home, this.terms);
    for (const { refused, recover } of adjustments)
      this.adjusted = {
        refused: this.adjusted.refused + refused,
        recover: this.adjusted.recover + recover,
      };
    return adjustments;
  }

  private count(line: LineCounted, run: LineAnswer, home: Home): LineMoney {
    const money = moneyOf(line, run, this.termsOf.scopeOf(line));
    const institution = csvField(line.fixmedinsCode);
    const department = csvField(line.departmentCode === null ? '' : foldCode(line.departmentCode));
    // Of a line that is accepted no bar stands: the texts need not be asked what is lifted.
    const parameters = money.outcome === 'accepted' ? null : this.termsOf.parametersOf(line);
    countLine(countsIn(this.institutions, institution), money);
    countLine(countsIn(this.clinicians, csvField(orderingCodeOf(line))), money);
    countLine(countsIn(this.departments, `${institution},${department}`), money);
    countLine(countsIn(this.reasons, csvField(countedUnder(run, parameters))), money);
    this.addPack(run);
    this.addToFrame(line, money, home);
    return money;
  }

  private addDamages({ line, run, mirrored = null }: ClearedLine, money: LineMoney): void {
    const parameters = money.outcome === 'accepted' ? null : this.termsOf.parametersOf(line);
    if (run.kind === 'held' || !isBarredByStatus(run.decision, mirrored, parameters)) return;
    const values = this.termsOf.valuesOf(line);
    if (values === null) return;
    const damages = this.damagesOf(line.fixmedinsCode);
    addBase(damages, baseOf(line, money, values), values);
    // Pharmacies are not prepaid.
    if (values.prepaymentCutPercent !== 'none' && line.transaction !== '2102')
      damages.prepaymentCuts.add(values.prepaymentCutPercent);
  }

  private damagesOf(fixmedinsCode: string): DamagesSoFar {
    const known = this.damages.get(fixmedinsCode);
    if (known !== undefined) return known;
    const none = noDamages();
    this.damages.set(fixmedinsCode, none);
    return none;
  }

  private addPack(run: LineAnswer): void {
    const { pack, edition } = run.kind === 'held' ? run.held.hold : run.decision.verdict;
    if (pack === null || pack === '' || edition === null) return;
    const [lastPack, lastEdition] = this.lastPack;
    if (pack === lastPack && edition === lastEdition) return;
    this.lastPack = [pack, edition];
    this.packs.set(`${pack} ${edition}`, this.lastPack);
  }

  private addToFrame(line: LineCounted, money: LineMoney, { month }: Home): void {
    const values = this.termsOf.valuesOf(line);
    if (values === null || !isInFrame(line, money, values)) return;
    const name = stratumOf(line, month);
    let stratum = this.strata.get(name);
    if (stratum === undefined) {
      stratum = new Stratum(name, this.terms.seed, this.terms.newSha256);
      this.strata.set(name, stratum);
    }
    stratum.add(line, money.claimed, values);
  }
}

function countsIn(table: Table, key: string): Counts {
  const known = table.get(key);
  if (known !== undefined) return known;
  const none = noCounts();
  table.set(key, none);
  return none;
}

/** Each line stands under one reason. */
function totalOf(table: Table): Counts {
  const total = noCounts();
  for (const counts of table.values()) addCounts(total, counts);
  return total;
}

const tableData = (table: Table): TableData =>
  [...table].map(([key, counts]) => [key, countsData(counts)] as const);
