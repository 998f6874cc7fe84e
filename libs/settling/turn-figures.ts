/** What turning lines would come to, in lines and money, with a digest of every one of them (CONTRACT 8, Sweep and what-if). */
import { createHash } from 'node:crypto';
import type { PlanLine } from '@gatekeeper/decision-store';
import type { Fen } from '@gatekeeper/vocabulary';
import { compareText, formatFen, identityKey } from '@gatekeeper/vocabulary';

/** Why lines that a change reaches are left out. */
export const EXCLUSIONS = ['open_plan', 'refused_plan'] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/** As CONTRACT 8 writes it; money in yuan, `"0.00"`. */
export interface Figures {
  readonly examined: number;
  readonly unchanged: number;
  readonly changed: number;
  readonly excluded: readonly { readonly reason: Exclusion; readonly lines: number }[];
  readonly refused: string;
  readonly recover: string;
  readonly given_back: string;
  /** By institution and month of the fee, in that order. */
  readonly by: readonly {
    readonly fixmedins_code: string;
    readonly month: string;
    readonly lines: number;
    readonly refused: string;
    readonly recover: string;
    readonly given_back: string;
  }[];
  /** Of all the above, and of each line with what stood and what would. */
  readonly digest: string;
}

const COUNTED = ['examined', 'unchanged', 'changed'] as const;
const MONEY = ['refused', 'recover', 'given_back', 'digest'] as const;

/** Figures as a plan keeps them. @throws where what is stored is none */
export function figuresFrom(stored: unknown): Figures {
  if (!isFigures(stored)) throw new Error('the figures of a plan cannot be read');
  return stored;
}

const isFigures = (stored: unknown): stored is Figures =>
  isObject(stored) &&
  COUNTED.every((name) => typeof stored[name] === 'number') &&
  MONEY.every((name) => typeof stored[name] === 'string') &&
  areObjects(stored['excluded'], 'reason') &&
  areObjects(stored['by'], 'fixmedins_code');

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const areObjects = (value: unknown, named: string): boolean =>
  Array.isArray(value) && value.every((each) => isObject(each) && typeof each[named] === 'string');

interface Sum {
  lines: number;
  refused: Fen;
  recover: Fen;
  givenBack: Fen;
}

export class TurnFigures {
  private readonly sums = new Map<string, Map<string, Sum>>();
  private readonly total: Sum = { lines: 0, refused: 0n, recover: 0n, givenBack: 0n };
  private readonly excluded = new Map<Exclusion, number>();
  private readonly fingerprints: Buffer[] = [];
  private unchanged = 0;

  add(turn: PlanLine): void {
    const { fixmedinsCode } = turn.identity;
    const month = turn.feeMonth.slice(0, -'-01'.length);
    const months = this.sums.get(fixmedinsCode) ?? new Map<string, Sum>();
    this.sums.set(fixmedinsCode, months);
    const sum = months.get(month) ?? { lines: 0, refused: 0n, recover: 0n, givenBack: 0n };
    months.set(month, sum);
    for (const each of [sum, this.total]) {
      each.lines += 1;
      each.refused += turn.refused;
      each.recover += turn.recover;
      each.givenBack += turn.givenBack;
    }
    this.fingerprints.push(fingerprintOf(turn));
  }

  addUnchanged(lines: number): void {
    this.unchanged += lines;
  }

  exclude(reason: Exclusion, lines: number): void {
    this.excluded.set(reason, (this.excluded.get(reason) ?? 0) + lines);
  }

  /** Recoveries and givings-back added: what a threshold is compared with. */
  get moved(): Fen {
    return this.total.recover + this.total.givenBack;
  }

  figures(): Figures {
    const excluded = EXCLUSIONS.flatMap((reason) => {
      const lines = this.excluded.get(reason) ?? 0;
      return lines === 0 ? [] : [{ reason, lines }];
    });
    const leftOut = excluded.reduce((sum, { lines }) => sum + lines, 0);
    const by = [...this.sums]
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([fixmedins_code, months]) =>
        [...months]
          .sort(([a], [b]) => compareText(a, b))
          .map(([month, sum]) => ({ fixmedins_code, month, lines: sum.lines, ...moneyOf(sum) })),
      );
    const counted = {
      examined: this.unchanged + this.total.lines + leftOut,
      unchanged: this.unchanged,
      changed: this.total.lines,
      excluded,
      ...moneyOf(this.total),
      by,
    };
    // In whatever order lines were looked at, the same lines have the same digest.
    const hash = createHash('sha256').update(JSON.stringify(counted));
    for (const fingerprint of this.fingerprints.toSorted((a, b) => Buffer.compare(a, b)))
      hash.update(fingerprint);
    return { ...counted, digest: `sha256:${hash.digest('hex')}` };
  }
}

const moneyOf = ({ refused, recover, givenBack }: Sum) => ({
  refused: formatFen(refused),
  recover: formatFen(recover),
  given_back: formatFen(givenBack),
});

const fingerprintOf = ({ identity, before, after, refused, recover, givenBack }: PlanLine): Buffer =>
  createHash('sha256')
    .update([identityKey(identity), before, after, refused, recover, givenBack].join('\n'))
    .digest();
