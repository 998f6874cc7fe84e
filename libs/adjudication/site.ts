/** Where a person stands at one site, as a step function of time (CONTRACT 7, Person). */
import type { Instant, Interval } from '@gatekeeper/calendar';
import {
  BEFORE_ALL,
  covers,
  earlierOf,
  formatBoundary,
  formatDay,
  formatInterval,
  laterOf,
  neverWas,
  OPEN_END,
  startOfDay,
} from '@gatekeeper/calendar';
import type { Parameters, SiteStanding } from '@gatekeeper/policy';
import type { DeregistrationRecord, RegistrationRecord } from '@gatekeeper/vocabulary';
import { compareText } from '@gatekeeper/vocabulary';
import { joinTouching } from './sanctions';

/** What the registry holds of one person that bears on one site. */
export interface SiteFile {
  readonly fixmedinsCode: string;
  readonly registrations: readonly RegistrationRecord[];
  readonly deregistrations: readonly DeregistrationRecord[];
}

/** A registration with the moment it began: where its record carries on another that is its equal, that one's. */
interface BegunRegistration extends RegistrationRecord {
  readonly begun: Instant;
}

interface BegunFile extends SiteFile {
  readonly registrations: readonly BegunRegistration[];
}

/** A stretch of time in which the standing does not change. */
export interface StandingStretch extends Interval {
  readonly standing: SiteStanding;
}

type SiteRules = Pick<Parameters, 'commitmentRequired' | 'certificateChecked'>;

/** The standing at every moment, in adjoining stretches from before all to the open end. */
export function standingOverTime(onFile: SiteFile, rules: SiteRules): readonly StandingStretch[] {
  const file = { ...onFile, registrations: withBeginnings(onFile.registrations) };
  const cuts = new Set<Instant>([BEFORE_ALL]);
  for (const { from, until, committedOn, certificateUntil } of file.registrations) {
    cuts.add(from).add(until).add(certificateUntil);
    if (committedOn !== null) cuts.add(startOfDay(committedOn));
  }
  for (const { from } of file.deregistrations) cuts.add(from);
  cuts.delete(OPEN_END);
  const starts = [...cuts].sort((a, b) => a - b);
  const spans = joinTouching(file.registrations);
  return starts.map((from, index) => ({
    from,
    until: starts[index + 1] ?? OPEN_END,
    standing: standingAt(from, file, spans, rules),
  }));
}

function standingAt(
  at: Instant,
  file: BegunFile,
  spans: readonly Interval[],
  rules: SiteRules,
): SiteStanding {
  const gone = deregistrationAt(at, file);
  if (gone !== null) {
    const evidence = [gone.fixmedinsCode ?? 'every site', gone.reason, `from ${formatBoundary(gone.from)}`];
    return { faults: [{ fault: 'deregistered', evidence }], evidence: [], deregistration: gone.reason };
  }
  const span = spans.find((candidate) => covers(candidate, at));
  if (span === undefined) {
    return {
      faults: [{ fault: 'not_registered', evidence: [`site ${file.fixmedinsCode}`] }],
      evidence: [],
      deregistration: null,
    };
  }
  const covering = file.registrations.filter((registration) => covers(registration, at));
  const registered = `registration ${formatInterval(span)}`;
  const evidence = [registered];
  const faults: SiteStanding['faults'][number][] = [];
  if (rules.commitmentRequired) {
    const committed = earliestCommitment(covering);
    const commitment = committed === null ? 'no commitment on file' : `commitment ${committed.text}`;
    if (committed === null || at < committed.from)
      faults.push({ fault: 'uncommitted', evidence: [registered, commitment] });
    else evidence.push(commitment);
  }
  if (rules.certificateChecked) {
    const until = covering.map(({ certificateUntil }) => certificateUntil).reduce(laterOf, BEFORE_ALL);
    const certificate = `certificate until ${formatBoundary(until)}`;
    if (at >= until) faults.push({ fault: 'expired', evidence: [registered, certificate] });
    else evidence.push(certificate);
  }
  return { faults, evidence, deregistration: null };
}

/** The deregistration in force: not undone by a registration that began at this site after it. Death speaks first, then the earliest. */
function deregistrationAt(
  at: Instant,
  { registrations, deregistrations }: BegunFile,
): DeregistrationRecord | null {
  const inForce = deregistrations.filter(
    (gone) => gone.from <= at && !registrations.some(({ begun }) => gone.from < begun && begun <= at),
  );
  const rank = ({ reason }: DeregistrationRecord): number => (reason === 'deceased' ? 0 : 1);
  inForce.sort((a, b) => rank(a) - rank(b) || a.from - b.from || compareText(a.recordId, b.recordId));
  return inForce[0] ?? null;
}

function earliestCommitment(covering: readonly RegistrationRecord[]): { from: Instant; text: string } | null {
  const [first] = covering
    .flatMap(({ committedOn }) => (committedOn === null ? [] : [committedOn]))
    .sort((a, b) => a - b);
  return first === undefined ? null : { from: startOfDay(first), text: formatDay(first) };
}

/**
 * The registrations that ever held, each with its beginning. One interval in two adjoining records is the interval in
 * one, so the second does not begin anew and undoes no deregistration; one that adjoins with another commitment,
 * certificate or rank of the site is a registration of its own.
 */
function withBeginnings(registrations: readonly RegistrationRecord[]): readonly BegunRegistration[] {
  const begunBy = new Map<string, Instant>();
  return registrations
    .filter((registration) => !neverWas(registration))
    .sort((a, b) => a.from - b.from)
    .map((registration) => {
      const { from, until, committedOn, certificateUntil, mainSite } = registration;
      const adjoining = (boundary: Instant): string =>
        [committedOn, certificateUntil, mainSite, boundary].join();
      const begun = begunBy.get(adjoining(from)) ?? from;
      begunBy.set(adjoining(until), earlierOf(begunBy.get(adjoining(until)) ?? OPEN_END, begun));
      return { ...registration, begun };
    });
}
