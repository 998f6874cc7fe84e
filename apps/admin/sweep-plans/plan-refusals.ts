/** Why nothing can be done about a plan as it stands. */
import type { PlanLine, SweepPlan } from '@gatekeeper/decision-store';
import type { Figures, PlanForecast } from '@gatekeeper/settling';
import { figuresFrom } from '@gatekeeper/settling';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { namedProblem, Refused } from '@gatekeeper/http';
import { conflict } from '../http/refusals';
import { lineAnswer, turnAnswer } from './plan-answer';
import type { LineAnswer, TurnAnswer } from './plan-answer';

/** Of more lines that changed only the number is told. */
const MOST_LINES_TOLD = 100;

interface ChangedLine {
  readonly line: LineAnswer;
  /** `null`: it was not among the plan's lines, or is no longer. */
  readonly was: TurnAnswer | null;
  readonly now: TurnAnswer | null;
}

interface Changed {
  readonly was: Figures;
  readonly now: Figures;
  readonly lines_changed: number;
  readonly lines: readonly ChangedLine[];
}

export const wrongState = ({ state }: SweepPlan, wanted: readonly string[]): Refused =>
  conflict(
    'wrong-state',
    'The plan is not at this step（计划状态不允许此操作）',
    `The plan is ${state}; this can be done while it is ${wanted.join(' or ')}（方案现为 ${state}，须为 ${wanted.join('、')} 时方可办理）`,
  );

/** What was agreed to is not what would happen: what would is told with it. */
export const planChanged = (plan: SweepPlan, lines: readonly PlanLine[], fresh: PlanForecast): Refused =>
  new Refused(
    namedProblem('plan-changed', {
      title: 'The plan is not what was read（计划内容已变化）',
      status: 409,
      detail:
        'Read it again and send its digest; where its lines would now turn otherwise, refresh it first（请重新读取；如明细已变化请先刷新计划）',
      changed: changedBetween(plan, lines, fresh),
    }),
  );

/** Somebody else has dealt with it at this moment. */
export const overtaken = (): Refused =>
  conflict(
    'overtaken',
    'Somebody else has changed the plan at this moment（计划刚被他人处理）',
    'Read it again（请重新读取）',
  );

export const otherDigest = ({ digest }: SweepPlan): Refused =>
  conflict(
    'other-digest',
    'The digest is not that of the plan（摘要与计划不一致）',
    `The plan holds ${digest}: read it again（请重新读取）`,
  );

export const heldElsewhere = (): Refused =>
  conflict(
    'held-elsewhere',
    'Another plan holds a line that this one would turn（明细已在其他计划中）',
    'Deal with the other plan first（请先处理其他计划）',
  );

export const alreadyReverted = (version: number): Refused =>
  conflict(
    'already-reverted',
    'The plan was reverted already（计划已撤回）',
    `The registry write ${version} took it back（已由登记写入 ${version} 撤回）`,
  );

export const correctedBesides = (recordIds: readonly string[]): Refused =>
  conflict(
    'corrected-besides',
    'What the write had superseded was corrected by others too（相关记录另有更正）',
    `It cannot be stated again as it was; withdraw what corrects it first（请先撤回其他更正）: ${recordIds.slice(0, MOST_LINES_TOLD).join(', ')}`,
  );

function changedBetween(plan: SweepPlan, lines: readonly PlanLine[], fresh: PlanForecast): Changed {
  const changes: ChangedLine[] = [];
  let count = 0;
  const tell = (line: LineIdentity, was: PlanLine | null, now: PlanLine | null): void => {
    count += 1;
    if (changes.length < MOST_LINES_TOLD)
      changes.push({
        line: lineAnswer(line),
        was: was === null ? null : turnAnswer(was),
        now: now === null ? null : turnAnswer(now),
      });
  };
  const now = new Map(fresh.lines.map((line) => [identityKey(line.identity), line]));
  for (const was of lines) {
    const key = identityKey(was.identity);
    const is = now.get(key) ?? null;
    now.delete(key);
    if (is === null || !isSame(was, is)) tell(was.identity, was, is);
  }
  for (const is of now.values()) tell(is.identity, null, is);
  return {
    was: figuresFrom(plan.figures),
    now: fresh.figures.figures(),
    lines_changed: count,
    lines: changes,
  };
}

const isSame = (a: PlanLine, b: PlanLine): boolean =>
  a.before === b.before &&
  a.after === b.after &&
  a.refused === b.refused &&
  a.recover === b.recover &&
  a.givenBack === b.givenBack;
