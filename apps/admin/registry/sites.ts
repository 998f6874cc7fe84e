import { standingOverTime } from '@gatekeeper/adjudication';
import type { StandingStretch } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { covers } from '@gatekeeper/calendar';
import { spanAt } from '@gatekeeper/policy';
import type { RegistrationRecord, RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import type { AdminParts } from '../parts';
import { faultAnswers, endsOf, recordAnswer } from './answer-parts';
import type { FaultAnswer, SiteAnswer } from './answers';
import type { AskedMoments } from './asked-moments';
import { describing, ofKind } from './held-records';

type Policy = Pick<AdminParts, 'policy'>;

/** A site of a person: its registrations, and how the person stands there over all time under the text that governs it. */
export interface Site {
  readonly fixmedinsCode: string;
  readonly registrations: readonly RegistrationRecord[];
  /** `null`: the institution is not on file, or no text governs its area. */
  readonly pack: string | null;
  readonly stretches: readonly StandingStretch[];
}

/** The sites of a person out of the records that were held; `timelineOf` gives a site's own. */
export function sitesOf(
  { policy }: Policy,
  held: readonly RegistryRecord[],
  timelineOf: (fixmedinsCode: string) => SubjectTimeline | undefined,
  { effectiveAt, knownAt }: AskedMoments,
): readonly Site[] {
  const registrations = ofKind(held, 'registration');
  const codes = [...new Set(registrations.map(({ fixmedinsCode }) => fixmedinsCode))].sort();
  return codes.map((fixmedinsCode) => {
    const here = registrations.filter((record) => record.fixmedinsCode === fixmedinsCode);
    const timeline = timelineOf(fixmedinsCode);
    const area = timeline === undefined ? null : describing(timeline, 'institution', knownAt)?.area;
    const leading =
      area === null || area === undefined ? null : policy.policy.governing(area, effectiveAt)?.[0];
    const span = leading === null || leading === undefined ? null : spanAt(leading, effectiveAt);
    const file = {
      fixmedinsCode,
      registrations: here,
      deregistrations: ofKind(held, 'deregistration').filter(
        (gone) => gone.fixmedinsCode === null || gone.fixmedinsCode === fixmedinsCode,
      ),
    };
    return {
      fixmedinsCode,
      registrations: here,
      pack: leading?.pack.name ?? null,
      stretches: span === null ? [] : standingOverTime(file, span.parameters),
    };
  });
}

/** What is wrong with the standing at a moment; none: in good standing, or no text says. */
export const faultsAt = ({ stretches }: Site, at: Instant): readonly FaultAnswer[] => {
  const stretch = stretches.find((candidate) => covers(candidate, at));
  return stretch === undefined ? [] : faultAnswers(stretch.standing);
};

export const siteAnswer = (site: Site, effectiveAt: Instant): SiteAnswer => ({
  fixmedins_code: site.fixmedinsCode,
  ...(site.pack === null ? {} : { pack: site.pack }),
  registrations: site.registrations.map(recordAnswer),
  standing: site.stretches.map((stretch) => ({
    ...endsOf(stretch),
    faults: faultAnswers(stretch.standing),
  })),
  faults: faultsAt(site, effectiveAt),
});
