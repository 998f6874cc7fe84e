/** What becomes of the lines of a page of a sweep: who may be asked at all, and what of that is recorded now (CONTRACT 8, Sweep). */
import { excludedFromSweeps, findPlanLines, findTurning, includeAgain } from '@gatekeeper/decision-store';
import type { Excluding, PlanLine, Sweep, SweptLine, SweptLineState } from '@gatekeeper/decision-store';
import type { TurnedUnit } from '@gatekeeper/settling';
import type { IdentityKey, LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type { PoolClient } from 'pg';

/** `to` is `null`: nothing is left to do about it. */
export interface Fate {
  readonly identity: LineIdentity;
  readonly to: SweptLineState | null;
  /** The plan that it waits for. */
  readonly planId: string | null;
}

/** Lines of another open plan wait for its end; those of a refused one until a later write touches them, which this may be. */
export async function leaveOutExcluded(
  client: PoolClient,
  sweep: Pick<Sweep, 'version'>,
  claimed: readonly SweptLine[],
): Promise<{ readonly asked: readonly SweptLine[]; readonly excluded: readonly Fate[] }> {
  const excluded = await excludedFromSweeps(
    client,
    claimed.map(({ identity }) => identity),
    'wait',
  );
  if (excluded.size === 0) return { asked: claimed, excluded: [] };
  const asked: SweptLine[] = [];
  const waiting: Fate[] = [];
  const included: LineIdentity[] = [];
  for (const line of claimed) {
    const by = excluded.get(identityKey(line.identity));
    if (by === undefined || by.state === 'done' || by.planId === line.planId) asked.push(line);
    else if (isOpen(by)) waiting.push({ identity: line.identity, to: 'excluded', planId: by.planId });
    else if (sweep.version > by.version) {
      included.push(line.identity);
      asked.push(line);
    }
  }
  await includeAgain(client, included);
  return { asked, excluded: waiting };
}

/** What becomes of a unit; `to` is `null`: it is recorded. */
export interface UnitFate extends Pick<Fate, 'to' | 'planId'> {
  readonly unit: TurnedUnit;
}

/**
 * @param page the lines that were asked
 * @param asksPeople whether paid money is added up before it moves
 */
export async function fatesOf(
  client: PoolClient,
  sweepId: string,
  page: readonly SweptLine[],
  turned: readonly TurnedUnit[],
  asksPeople: boolean,
): Promise<readonly UnitFate[]> {
  const lines = new Map(page.map((line) => [identityKey(line.identity), line]));
  const approved = await approvedLines(client, sweepId, page, turned);
  const followers = await keptFollowers(client, turned);
  const fates = turned.map((unit): UnitFate => {
    const own = unit.asked.flatMap((line) => lines.get(identityKey(line)) ?? []);
    return { unit, ...fateOf(unit, own, asksPeople, approved, followers) };
  });
  // What follows a line that turns turns with it, whatever was refused of it before.
  await includeAgain(
    client,
    fates
      .flatMap(({ unit, to }) => (to === null ? unit.turns : []))
      .map(({ identity }) => identity)
      .filter((identity) => followers.has(identityKey(identity))),
  );
  return fates;
}

function fateOf(
  { turns, isPaid }: TurnedUnit,
  own: readonly SweptLine[],
  asksPeople: boolean,
  approved: ApprovedLines,
  followers: ReadonlyMap<IdentityKey, Excluding>,
): Pick<Fate, 'to' | 'planId'> {
  // A refund that waits with the plan of another line that it reversed: both turn together, when that plan has ended.
  const elsewhere = turns
    .map(({ identity }) => followers.get(identityKey(identity)))
    .find((by) => by !== undefined && isOpen(by) && own.every(({ planId }) => planId !== by.planId));
  if (elsewhere !== undefined) return { to: 'excluded', planId: elsewhere.planId };
  if (own.some(({ state }) => state === 'due'))
    return { to: isPaid && asksPeople ? 'paid' : null, planId: null };
  const planId = own[0]?.planId ?? null;
  if (planId === null && !asksPeople) return { to: null, planId };
  // What was added up, and what two people have approved, is what they saw then: a line that would turn otherwise by now, by
  // another write, is left out and looked at again.
  const isAsApproved = turns.every(({ identity, before, after }) => {
    const line = approved.get(planId)?.get(identityKey(identity));
    return line?.before === before && line.after === after;
  });
  return { to: isAsApproved ? null : 'due', planId: null };
}

const isOpen = ({ state }: Excluding): boolean => state !== 'done' && state !== 'refused';

/** By plan, `null` where nobody had to be asked, and line. */
type ApprovedLines = ReadonlyMap<string | null, ReadonlyMap<IdentityKey, Pick<PlanLine, 'before' | 'after'>>>;

/** What was said of what would turn, by the plans of a page, or when it was added up. */
async function approvedLines(
  client: PoolClient,
  sweepId: string,
  page: readonly SweptLine[],
  turned: readonly TurnedUnit[],
): Promise<ApprovedLines> {
  const approved = new Map<string | null, ReadonlyMap<IdentityKey, Pick<PlanLine, 'before' | 'after'>>>();
  const turning = turned.flatMap(({ turns }) => turns.map(({ identity }) => identity));
  for (const planId of new Set(page.flatMap((line) => line.planId ?? [])))
    approved.set(planId, await findPlanLines(client, planId, turning));
  if (page.some(({ state, planId }) => state === 'turn' && planId === null))
    approved.set(null, await findTurning(client, sweepId, turning));
  return approved;
}

/** Plans that keep lines which were not asked by themselves, and turn with one that was. */
function keptFollowers(
  client: PoolClient,
  turned: readonly TurnedUnit[],
): Promise<ReadonlyMap<IdentityKey, Excluding>> {
  const asked = new Set(turned.flatMap((unit) => unit.asked.map(identityKey)));
  const turns = turned.flatMap((unit) => unit.turns.map(({ identity }) => identity));
  return excludedFromSweeps(
    client,
    turns.filter((identity) => !asked.has(identityKey(identity))),
    // Behind the fence nobody is waited for.
    'at_once',
  );
}
