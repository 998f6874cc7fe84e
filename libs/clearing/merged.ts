/** Parts of a run added up: the same whatever order they come in. */
import type { Fen } from '@gatekeeper/vocabulary';
import { compareBytes } from '@gatekeeper/vocabulary';
import type { Counts } from './counts';
import { addCounts, countsOf, noCounts } from './counts';
import type { DamagesSoFar, PrepaymentProposed } from './damages';
import { addDamages, damagesOwed, noDamages, prepaymentProposed } from './damages';
import type { FrameData, PartResult, TableData } from './part-result';

export type MergedTable = ReadonlyMap<string, Counts>;

/** A run's figures. */
export interface MergedRun {
  readonly totals: Counts;
  readonly institutions: MergedTable;
  readonly clinicians: MergedTable;
  readonly departments: MergedTable;
  readonly reasons: MergedTable;
  /** Damages owed by `fixmedins_code`. */
  readonly damages: ReadonlyMap<string, Fen>;
  /** What is proposed of prepayment, by `fixmedins_code`; only those of whom something is. */
  readonly prepayment: ReadonlyMap<string, PrepaymentProposed>;
  /** Each once, in the order of their bytes. */
  readonly packs: readonly { readonly pack: string; readonly edition: string }[];
  readonly adjustments: { readonly refused: Fen; readonly recover: Fen };
  readonly frames: readonly FrameData[];
}

/** Takes parts one by one, so that none has to be kept. */
export class MergingRun {
  private readonly totals = noCounts();
  private readonly institutions = new Map<string, Counts>();
  private readonly clinicians = new Map<string, Counts>();
  private readonly departments = new Map<string, Counts>();
  private readonly reasons = new Map<string, Counts>();
  private readonly damages = new Map<string, DamagesSoFar>();
  private readonly packs = new Map<string, { readonly pack: string; readonly edition: string }>();
  private readonly frames: FrameData[] = [];
  private refused = 0n;
  private recover = 0n;

  add(part: PartResult): void {
    addCounts(this.totals, countsOf(part.totals));
    addTable(this.institutions, part.institutions);
    addTable(this.clinicians, part.clinicians);
    addTable(this.departments, part.departments);
    addTable(this.reasons, part.reasons);
    for (const one of part.damages) {
      const known = this.damages.get(one.fixmedinsCode) ?? noDamages();
      addDamages(known, one);
      this.damages.set(one.fixmedinsCode, known);
    }
    for (const [pack, edition] of part.packs) this.packs.set(`${pack} ${edition}`, { pack, edition });
    this.frames.push(...part.frames);
    this.refused += BigInt(part.adjustments.refused);
    this.recover += BigInt(part.adjustments.recover);
  }

  merged(): MergedRun {
    const { totals, institutions, clinicians, departments, reasons, frames, refused, recover } = this;
    return {
      totals,
      institutions,
      clinicians,
      departments,
      reasons,
      damages: new Map([...this.damages].map(([code, damages]) => [code, damagesOwed(damages)])),
      prepayment: new Map(
        [...this.damages].flatMap(([code, damages]) => {
          const proposed = prepaymentProposed(damages);
          return proposed === null ? [] : [[code, proposed] as const];
        }),
      ),
      packs: [...this.packs].sort(([a], [b]) => compareBytes(a, b)).map(([, pack]) => pack),
      adjustments: { refused, recover },
      frames,
    };
  }
}

function addTable(into: Map<string, Counts>, rows: TableData): void {
  for (const [key, data] of rows) {
    const counts = countsOf(data);
    const known = into.get(key);
    if (known === undefined) into.set(key, counts);
    else addCounts(known, counts);
  }
}

/** All parts at once. */
export function mergeParts(parts: readonly PartResult[]): MergedRun {
  const merging = new MergingRun();
  for (const part of parts) merging.add(part);
  return merging.merged();
}
