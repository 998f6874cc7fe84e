/** A reading that a case shows, and what the code that ships makes of it. */
import { formatInterval } from '@gatekeeper/calendar';
import type { Interval } from '@gatekeeper/calendar';
import type { Parameters } from '@gatekeeper/policy';
import type { Finding } from '@gatekeeper/scoring';
import type { RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import { setting, shortly } from '../asking';
import { parametersOf } from '../parameters';
import { answersOn, lastScore } from '../scoring';

/** A pack, as it stands or with values set by hand. */
export class Reading {
  constructor(
    readonly pack: string,
    private readonly values: Readonly<Record<string, string>>,
  ) {}

  get parameters(): Parameters {
    return parametersOf(this.pack, this.values);
  }

  /** What becomes of a line before a registry: `reject CLINICIAN_SUSPENDED`. */
  decides(line: SettlementLine, registry: readonly RegistryRecord[]): string {
    return shortly({ line, registry, pack: this.pack, values: setting(this.pack, this.values) });
  }

  /** What the last decision on these findings leads to: `9 → suspend 6 months 2025-06-10/2025-12-09`. */
  scores(...findings: readonly Finding[]): string {
    return lastScore(this.pack, findings, this.values) ?? 'nothing';
  }

  /** The credit grade after them; `none`: the text has no grades. */
  grades(...findings: readonly Finding[]): string {
    return answersOn(this.pack, findings, this.values).at(-1)?.grade ?? 'none';
  }

  /** The points that remain after them; `none`: the text counts up. */
  leaves(...findings: readonly Finding[]): number | 'none' {
    return answersOn(this.pack, findings, this.values).at(-1)?.remaining ?? 'none';
  }
}

/** What a case makes of one reading after the other, as text. */
export interface ShownCase {
  shows(this: void, reading: Reading): string;
  readonly asChosen: string;
  readonly otherwise: string;
}

export const shown = (shows: ShownCase['shows'], asChosen: string, otherwise: string): ShownCase => ({
  shows,
  asChosen,
  otherwise,
});

/** Cases by the item they show, in the order of its tested readings. */
export type Cases = Readonly<Record<string, readonly ShownCase[]>>;

/** `2025-06-10/2025-06-16 and 2025-07-01/2025-09-25`. */
export const inTurn = (intervals: readonly Interval[]): string => intervals.map(formatInterval).join(' and ');
