/** Reads plans for whoever reaches the institutions that they are about. */
import { formatInstant } from '@gatekeeper/calendar';
import { inSnapshot, poolOf } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import {
  detachedWork,
  findPlan,
  institutionsOfPlan,
  linesOfPlan,
  listPlans,
  PLAN_STATES,
} from '@gatekeeper/decision-store';
import type { SweepPlan } from '@gatekeeper/decision-store';
import { commitOf, subjectsChangedBy } from '@gatekeeper/registry-store';
import { figuresFrom } from '@gatekeeper/settling';
import type { LineIdentity, RegistryRecord } from '@gatekeeper/vocabulary';
import { subjectOf } from '@gatekeeper/vocabulary';
import type { Caller } from '../access/caller';
import type { Reaches } from '../access/reaches';
import { coversArea, coversClinician, coversInstitution, isProvinceWide } from '../access/scope';
import { notOnFile } from '../http/refusals';
import { pageOf } from '../http/page';
import type { PageQuery } from '../http/page';
import type { AdminParts } from '../parts';
import { recordAnswer } from '../registry/answer-parts';
import { outOfReach } from '../registry/registry-refusals';
import { detachedAnswer, planAnswer, planLineAnswer, planSummary } from './plan-answer';
import type { PlanPage, WholePlan } from './plan-answer';
import type { PlansQuery } from './plan-bodies';

const RECORDS_TOLD = 100;
const SUBJECTS_AT_ONCE = 1_000;
/** No plan has that number: 64 bits. */
const PAST_EVERY_PLAN = '9223372036854775807';
const PLAN_NUMBER = /^[1-9][0-9]{0,17}$/;

export class PlanReads {
  constructor(
    private readonly parts: Pick<AdminParts, 'dataSource' | 'registry'>,
    private readonly reaches: Reaches,
  ) {}

  /**
   * The latest first, with what waits for periods that are detached: plans that turn a line of any institution in the caller's scope, without saying
   * which others.
   */
  async list({ state, limit, after }: PlansQuery, caller: Caller): Promise<PlanPage> {
    const states = state === undefined ? PLAN_STATES : [state];
    const found: SweepPlan[] = [];
    let before = after !== undefined && PLAN_NUMBER.test(after) ? after : PAST_EVERY_PLAN;
    while (found.length <= limit) {
      const page = await listPlans(poolOf(this.parts.dataSource), { states, before, atMost: limit + 1 });
      for (const plan of page) if (await this.reachesAny(plan, caller)) found.push(plan);
      const last = page.at(-1);
      if (last === undefined || page.length <= limit) break;
      before = last.planId;
    }
    const detached = (await detachedWork(poolOf(this.parts.dataSource))).filter(({ period }) =>
      coversArea(caller, period),
    );
    return {
      ...pageOf(found, limit, planSummary, ({ planId }) => planId),
      ...(detached.length === 0 ? {} : { detached: detached.map(detachedAnswer) }),
    };
  }

  /** A plan with a part of its lines. @throws Refused: unknown, or about an institution out of the caller's scope. */
  read(planId: string, { limit, after }: PageQuery, caller: Caller): Promise<WholePlan> {
    const { dataSource, registry } = this.parts;
    return inSnapshot(dataSource, async (client) => {
      const plan = await this.within(client, planId, caller);
      const { receivedAt } = await commitOf(client, plan.version);
      const { count, records } = await registry.recordsOfWrite(client, plan.version, RECORDS_TOLD);
      const lines = await linesOfPlan(client, planId, lineAt(after), limit + 1);
      return {
        ...planAnswer(plan),
        write: {
          version: plan.version,
          received_at: formatInstant(receivedAt),
          records: count,
          // Of a write that reaches further the rest is only counted.
          items: (await this.covered(records, caller)).map(recordAnswer),
        },
        lines: pageOf(lines, limit, planLineAnswer, ({ identity }) => placeOf(identity)),
      };
    });
  }

  /** A plan all of whose institutions are in the caller's scope. @throws Refused */
  async within(client: Queryable, planId: string, caller: Caller): Promise<SweepPlan> {
    const plan = await findPlan(client, planId);
    if (plan === null) throw notOnFile('The plan', '计划');
    if (isProvinceWide(caller)) return plan;
    const institutions = await institutionsOfPlan(client, planId);
    for (const institution of institutions)
      if (!(await coversInstitution(caller, institution, this.reaches))) throw outOfReach();
    // A plan without a line is about no institution of anybody's.
    if (institutions.length === 0) throw outOfReach();
    return plan;
  }

  /** @throws Refused where the plan's registry write changed anybody out of the caller's scope. */
  async demandReachOfWrite(client: Queryable, { version }: SweepPlan, caller: Caller): Promise<void> {
    if (isProvinceWide(caller)) return;
    for await (const subjects of subjectsChangedBy(client, version, SUBJECTS_AT_ONCE))
      for (const subject of subjects) if (!(await this.covers(caller, subject))) throw outOfReach();
  }

  private async covered(
    records: readonly RegistryRecord[],
    caller: Caller,
  ): Promise<readonly RegistryRecord[]> {
    if (isProvinceWide(caller)) return records;
    const covered: RegistryRecord[] = [];
    for (const record of records) {
      const subject = subjectOf(record);
      if (subject !== null && (await this.covers(caller, subject))) covered.push(record);
    }
    return covered;
  }

  /** A person or an institution. */
  private async covers(caller: Caller, subject: string): Promise<boolean> {
    return (
      (await coversInstitution(caller, subject, this.reaches)) ||
      (await coversClinician(caller, subject, this.reaches))
    );
  }

  private async reachesAny(plan: SweepPlan, caller: Caller): Promise<boolean> {
    if (isProvinceWide(caller)) return true;
    const institutions = new Set(figuresFrom(plan.figures).by.map(({ fixmedins_code }) => fixmedins_code));
    for (const institution of institutions)
      if (await coversInstitution(caller, institution, this.reaches)) return true;
    return false;
  }
}

/** The parts of a key may hold any character: a place among lines holds them apart. */
const placeOf = ({ fixmedinsCode, visitId, lineNo, chargeBatch }: LineIdentity): string =>
  [fixmedinsCode, visitId, lineNo, chargeBatch].map(encodeURIComponent).join('|');

/** Whatever is no place begins at the first line. */
function lineAt(place: string | undefined): LineIdentity | null {
  const [fixmedinsCode, visitId, lineNo, chargeBatch] = (place ?? '').split('|').map(decoded);
  if (fixmedinsCode === undefined || visitId === undefined || lineNo === undefined) return null;
  return { fixmedinsCode, visitId, lineNo, chargeBatch: chargeBatch ?? '' };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // not ours: it names no line, and compares like any other text
  }
}
