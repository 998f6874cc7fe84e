import { heldAt } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { spanAt } from '@gatekeeper/policy';
import { Defect } from '@gatekeeper/runtime';
import type { AdminParts } from '../parts';
import { knownNow } from '../standing/known-now';
import { noPack } from './case-refused';
import type { Terms } from './workflow';

/** The area of an institution as known now; `null` for one that is not on file. */
export async function areaOf(
  { registry, clock }: Pick<AdminParts, 'registry' | 'clock'>,
  client: Queryable,
  fixmedinsCode: string,
): Promise<string | null> {
  const timelines = await registry.timelines([fixmedinsCode], client);
  const timeline = timelines.get(fixmedinsCode);
  if (timeline === undefined) return null;
  const knownAt = knownNow(clock.now(), [timeline]);
  for (const fact of heldAt(timeline.records, knownAt)) if (fact.kind === 'institution') return fact.area;
  return null;
}

/**
 * What the leading text of an area says at a moment, and the texts beside it. @throws Refused where none does, or values of
 * one of them are not filled in.
 */
export function termsAt(
  { policy, workingCalendar }: Pick<AdminParts, 'policy' | 'workingCalendar'>,
  area: string,
  at: Instant,
): Terms {
  const texts = (policy.policy.governing(area, at) ?? []).map((edition) => {
    const span = spanAt(edition, at);
    if (span === null) throw noPack(area);
    return { edition, parameters: span.parameters };
  });
  const [leading] = texts;
  if (leading === undefined) throw noPack(area);
  const { name } = leading.edition.pack;
  const pack = policy.packs.get(name);
  if (pack === undefined) throw new Defect(`the policy is bound to a pack that is not loaded: ${name}`);
  return { pack, parameters: leading.parameters, texts, calendar: workingCalendar };
}
