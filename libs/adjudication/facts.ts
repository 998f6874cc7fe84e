import type { Instant } from '@gatekeeper/calendar';
import type { EmergencyFound } from '@gatekeeper/policy';
import type { Decision, Fen, Reason, SettlementLine, SubjectTimeline, Verdict } from '@gatekeeper/vocabulary';
import { foldCode, isMissingCode, isRefund } from '@gatekeeper/vocabulary';
import type { InstitutionView } from './institution-view';
import type { Views } from './knowledge';
import type { PersonView } from './person-view';
import type { Measured, Taken } from './refund-room';

/** Of the decision that stands on a line: what a refund mirrors, and what a later decision is compared with. */
export interface StandingDecision extends Pick<
  Verdict,
  'outcome' | 'liable' | 'borneBy' | 'fundScope' | 'pack' | 'edition' | 'refused' | 'recover'
> {
  readonly decisionId: string;
  readonly supersedes: string | null;
  /** Of the line's revision that it is about. */
  readonly revision: number;
  readonly reasons: readonly Pick<Reason, 'code' | 'effect' | 'role'>[];
}

export const standingDecision = ({ decisionId, supersedes, verdict, line }: Decision): StandingDecision => ({
  decisionId,
  supersedes,
  revision: line.revision,
  reasons: verdict.reasons,
  refused: verdict.refused,
  outcome: verdict.outcome,
  liable: verdict.liable,
  ...(verdict.borneBy === undefined ? {} : { borneBy: verdict.borneBy }),
  fundScope: verdict.fundScope,
  pack: verdict.pack,
  edition: verdict.edition,
  recover: verdict.recover,
});

/** What of a decision a refund mirrors. */
export type MirroredDecision = Omit<StandingDecision, 'supersedes' | 'revision' | 'reasons' | 'refused'>;

/** What became of the line a refund reverses. */
export type OriginalLine =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'held' }
  | {
      readonly kind: 'decided';
      readonly decision: MirroredDecision;
      readonly line: Measured;
      /** What the refunds of it take whose identities came before this one's. */
      readonly taken: Taken;
    };

/** What the fund paid of a line by its notices, in fen. */
export interface Noticed {
  readonly fundAmount: Fen;
  readonly pooledAmount: Fen;
}

/** What officers found about a line, by documents (CONTRACT 8, Facts). */
export interface OfficerFindings {
  readonly emergency: EmergencyFound | null;
  /** The document that confirms the line's dates. */
  readonly dateConfirmedBy: string | null;
}

export const NOTHING_FOUND: OfficerFindings = { emergency: null, dateConfirmedBy: null };

/** Everything `decide` may know of a line besides the line. */
export interface Facts {
  /** The registry is asked as it was known then. */
  readonly knownAt: Instant;
  /** What the notices that count add up to; `null`: none counts. */
  readonly noticed: Noticed | null;
  /** What officers found about this revision of the line. */
  readonly found: OfficerFindings;
  readonly institution: InstitutionView;
  /** `null` where the line names no one. */
  readonly ordering: PersonView | null;
  readonly performing: PersonView | null;
  /** Views of everyone who ever was principal of the institution; read for pharmacies only. */
  readonly principals: ReadonlyMap<string, PersonView>;
  /** `null` unless the line is a refund. */
  readonly original: OriginalLine | null;
}

/** Where timelines come from: a file, or what was fetched for a batch. `undefined`: it was not read, which is not the same as absent. */
export type TimelineOf = (subject: string) => SubjectTimeline | undefined;

const NO_PRINCIPALS: ReadonlyMap<string, PersonView> = new Map();

/** What `gatherFacts` needs besides timelines. */
export interface Asking {
  readonly knownAt: Instant;
  readonly noticed: Noticed | null;
  /** Only asked for refunds. */
  readonly original: OriginalLine | null;
}

/** Views of every subject the line reads (what officers found is filled in by whoever settles it), or the first subject whose timeline was not read. */
export function gatherFacts(
  line: SettlementLine,
  { knownAt, noticed, original }: Asking,
  timelineOf: TimelineOf,
  views: Views,
): Facts | { readonly unread: string } {
  const institutionCode = foldCode(line.fixmedinsCode);
  const institutionTimeline = timelineOf(institutionCode);
  if (institutionTimeline === undefined) return { unread: institutionCode };
  const institution = views.institution(institutionTimeline, knownAt);
  let unread: string | null = null;
  const personOf = (code: string | null): PersonView | null => {
    if (code === null) return null;
    const folded = foldCode(code);
    if (isMissingCode(folded)) return null;
    const timeline = timelineOf(folded);
    if (timeline === undefined) {
      unread ??= folded;
      return null;
    }
    return views.person(timeline, knownAt);
  };
  const ordering = personOf(line.orderingCode);
  const performing = personOf(line.performingCode);
  let principals = NO_PRINCIPALS;
  if (line.transaction === '2102' && institution.principals.length > 0) {
    const found = new Map<string, PersonView>();
    for (const { code } of institution.principals) {
      const timeline = timelineOf(code);
      if (timeline === undefined) unread ??= code;
      else found.set(code, views.person(timeline, knownAt));
    }
    principals = found;
  }
  if (unread !== null) return { unread };
  return {
    knownAt,
    noticed,
    found: NOTHING_FOUND,
    institution,
    ordering,
    performing,
    principals,
    original: isRefund(line) ? original : null,
  };
}
