import type { Instant } from '@gatekeeper/calendar';
import { governingTexts } from '@gatekeeper/casework';
import { Defect } from '@gatekeeper/runtime';
import type { AdminParts } from '../parts';
import { noPack } from './case-refused';
import type { Terms } from './workflow';

/**
 * What the leading text of an area says at a moment, and the texts beside it. @throws Refused where none does, or values of
 * one of them are not filled in.
 */
export function termsAt(
  { policy, workingCalendar }: Pick<AdminParts, 'policy' | 'workingCalendar'>,
  area: string,
  at: Instant,
): Terms {
  const texts = governingTexts(policy.policy, area, at);
  if (texts === null) throw noPack(area);
  const [{ edition, parameters }] = texts;
  const { name } = edition.pack;
  const pack = policy.packs.get(name);
  if (pack === undefined) throw new Defect(`the policy is bound to a pack that is not loaded: ${name}`);
  return { pack, parameters, texts, calendar: workingCalendar };
}
