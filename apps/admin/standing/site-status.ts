/** The registration status (登记备案状态) of a person at a site, as adjudication sees it: derived from the timelines, never kept as a flag. */
import type { PersonView } from '@gatekeeper/adjudication';
import type { Instant, Interval } from '@gatekeeper/calendar';
import { covers } from '@gatekeeper/calendar';
import type { Parameters, SanctionOnFile } from '@gatekeeper/policy';
import type { DeregistrationReason } from '@gatekeeper/vocabulary';

/** A sanction that stands at the moment asked about. */
export interface SanctionStanding {
  readonly sanction: SanctionOnFile;
  /** Its period is over, and no restoration is on file where the text asks for one. */
  readonly served: boolean;
}

/** What else keeps a registered person from the fund, whatever the status. */
export type SiteLack = 'uncommitted' | 'expired';

export type SiteStatus =
  | { readonly kind: 'normal'; readonly lacks: readonly SiteLack[] }
  | {
      readonly kind: 'suspended' | 'terminated';
      readonly lacks: readonly SiteLack[];
      /** The one that weighs most, and of those the one that ends last, leads. */
      readonly standing: readonly [SanctionStanding, ...SanctionStanding[]];
    }
  | { readonly kind: 'not_registered' }
  | { readonly kind: 'deregistered'; readonly reason: DeregistrationReason | null }
  /** No text covers the area, or it has blanks: what its sanctions reach is not known. */
  | { readonly kind: 'unknown' };

/** @param parameters of the text that governs the site's area; `null`: none is known */
export function statusAtSite(
  person: PersonView,
  fixmedinsCode: string,
  parameters: Parameters | null,
  at: Instant,
): SiteStatus {
  if (parameters === null) return { kind: 'unknown' };
  const { site, sanctions } = person.atSite(fixmedinsCode, parameters).inRole('ordering', at);
  const faults = site?.faults.map(({ fault }) => fault) ?? [];
  if (faults.includes('deregistered')) return { kind: 'deregistered', reason: site?.deregistration ?? null };
  if (faults.includes('not_registered')) return { kind: 'not_registered' };
  const lacks = faults.filter((fault) => fault === 'uncommitted' || fault === 'expired');
  const [leading, ...others] = standingAt(sanctions, parameters, at);
  if (leading === undefined) return { kind: 'normal', lacks };
  return { kind: leading.sanction.status, lacks, standing: [leading, ...others] };
}

function standingAt(
  sanctions: readonly SanctionOnFile[],
  { restore }: Pick<Parameters, 'restore'>,
  at: Instant,
): readonly SanctionStanding[] {
  return sanctions
    .flatMap((sanction): readonly SanctionStanding[] => {
      if (covers(sanction.running, at)) return [{ sanction, served: false }];
      return restore === 'application' && covers(sanction.served, at) ? [{ sanction, served: true }] : [];
    })
    .sort((a, b) => weight(b) - weight(a) || later(b.sanction.running, a.sanction.running));
}

const weight = ({ sanction }: SanctionStanding): number => (sanction.status === 'terminated' ? 1 : 0);

/** Without subtracting: two open ends are equal. */
const later = (a: Interval, b: Interval): number => (a.until > b.until ? 1 : a.until < b.until ? -1 : 0);
