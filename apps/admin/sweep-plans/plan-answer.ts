/** Plans as they are answered. */
import { formatInstant } from '@gatekeeper/calendar';
import type { ActOnPlan, DetachedWork, PlanLine, SweepPlan } from '@gatekeeper/decision-store';
import type { Figures } from '@gatekeeper/settling';
import { figuresFrom } from '@gatekeeper/settling';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import { formatFen } from '@gatekeeper/vocabulary';
import type { Page } from '../http/page';

export interface PlanSummary extends Pick<
  Figures,
  'changed' | 'refused' | 'recover' | 'given_back' | 'digest'
> {
  readonly plan_id: string;
  /** Of the registry write that it came of. */
  readonly version: number;
  readonly state: string;
  readonly proposed_at: string;
  /** Who has approved what it holds now. */
  readonly approved_by: readonly string[];
  /** Of the registry write that took back the plan's. */
  readonly reverted_version: number | null;
}

export interface PlanAnswer extends PlanSummary {
  readonly figures: Figures;
  readonly acts: readonly {
    readonly act: string;
    readonly digest: string;
    readonly by: string;
    readonly at: string;
    readonly reason: string | null;
  }[];
}

export interface LineAnswer {
  readonly fixmedins_code: string;
  readonly mdtrt_id: string;
  readonly chrg_bchno: string;
  readonly feedetl_sn: string;
}

/** What stands of a line, or would: its decision, and the code of its hold while it waits. */
export interface StandingAnswer {
  readonly decision_id: string | null;
  readonly hold_code: string | null;
}

/** What becomes of a line; `null` where it stays itself, and is the plan's because of its refunds. */
export interface TurnAnswer {
  readonly stands: StandingAnswer | null;
  readonly becomes: StandingAnswer | null;
  readonly refused: string;
  readonly recover: string;
  readonly given_back: string;
}

export interface PlanLineAnswer extends TurnAnswer {
  readonly line: LineAnswer;
  /** `2025-06` */
  readonly month: string;
}

/** A period that is detached, and what waits until it is attached: sweeps of registry writes, lines due, messages. */
export interface DetachedAnswer {
  readonly period: string;
  readonly versions: readonly string[];
  readonly swept_lines: number;
  readonly due_lines: number;
  readonly messages: number;
}

export interface PlanPage extends Page<PlanSummary> {
  /** Where any in the caller's areas is. */
  readonly detached?: readonly DetachedAnswer[];
}

export const detachedAnswer = (work: DetachedWork): DetachedAnswer => ({
  ...{ period: work.period, versions: work.versions },
  ...{ swept_lines: work.sweptLines, due_lines: work.dueLines, messages: work.messages },
});

export interface WholePlan extends PlanAnswer {
  readonly write: {
    readonly version: number;
    readonly received_at: string;
    readonly records: number;
    /** The first of them. */
    readonly items: readonly object[];
  };
  readonly lines: Page<PlanLineAnswer>;
}

/** What was done about a plan, by this call. */
export interface PlanActAnswer extends PlanAnswer {
  /** The same person had approved the same digest before: it counts once. */
  readonly repeated: boolean;
}

/** Who has approved a plan's digest since its lines were last selected. */
export function approversOf({ digest, acts }: Pick<SweepPlan, 'digest' | 'acts'>): readonly string[] {
  const selected = acts.findLastIndex(({ act }) => act === 'refresh');
  const counting = acts
    .slice(selected + 1)
    .filter((each) => each.act === 'approve' && each.digest === digest)
    .map(({ byWhom }) => byWhom);
  return [...new Set(counting)];
}

export function planSummary(plan: SweepPlan): PlanSummary {
  const { changed, refused, recover, given_back } = figuresFrom(plan.figures);
  return {
    plan_id: plan.planId,
    version: plan.version,
    state: plan.state,
    proposed_at: formatInstant(plan.proposedAt),
    approved_by: approversOf(plan),
    reverted_version: plan.revertedVersion,
    ...{ changed, refused, recover, given_back },
    digest: plan.digest,
  };
}

export const planAnswer = (plan: SweepPlan): PlanAnswer => ({
  ...planSummary(plan),
  figures: figuresFrom(plan.figures),
  acts: plan.acts.map(actAnswer),
});

const actAnswer = ({ act, digest, byWhom, reason, at }: ActOnPlan): PlanAnswer['acts'][number] => ({
  ...{ act, digest, reason },
  by: byWhom,
  at: formatInstant(at),
});

export const lineAnswer = ({ fixmedinsCode, visitId, chargeBatch, lineNo }: LineIdentity): LineAnswer => ({
  fixmedins_code: fixmedinsCode,
  mdtrt_id: visitId,
  chrg_bchno: chargeBatch,
  feedetl_sn: lineNo,
});

export const turnAnswer = ({ before, after, refused, recover, givenBack }: PlanLine): TurnAnswer => ({
  stands: standingAnswer(before),
  becomes: standingAnswer(after),
  refused: formatFen(refused),
  recover: formatFen(recover),
  given_back: formatFen(givenBack),
});

export const planLineAnswer = (line: PlanLine): PlanLineAnswer => ({
  line: lineAnswer(line.identity),
  month: line.feeMonth.slice(0, -'-01'.length),
  ...turnAnswer(line),
});

/** Kept as `<decision>|<hold>`; nothing at all of a line that only its refunds move. */
function standingAnswer(kept: string): StandingAnswer | null {
  if (kept === '') return null;
  const [decision = '', hold = ''] = kept.split('|');
  return { decision_id: decision === '' ? null : decision, hold_code: hold === '' ? null : hold };
}
