/**
 * What deciding reads of a subject at the moment of a fee, under any pack and values, as marks on time: two views that carry
 * the same marks at a moment answer alike for every line of it. Evidence (documents, names, days that only
 * explain) is left out: it supersedes nothing.
 */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { BEFORE_ALL, intersectionOf, neverWas, OPEN_END } from '@gatekeeper/calendar';
import type { ExemptionOnFile, SanctionOnFile } from '@gatekeeper/policy';
import { append } from '@gatekeeper/vocabulary';
import type { InstitutionView } from './institution-view';
import type { PersonView } from './person-view';
import { joinTouching } from './sanctions';
import type { SiteFile } from './site';
import { standingOverTime } from './site';

export interface Mark extends Interval {
  /** Seen by lines of this site (folded code) only; `null`: wherever the subject is named. */
  readonly site: string | null;
  readonly says: readonly unknown[];
}

const ALWAYS: Interval = { from: BEFORE_ALL, until: OPEN_END };

/** Under these a place shows every fault that it could show under others. */
const ALL_ASKED = { commitmentRequired: true, certificateChecked: true };

/** @param sites those that records of either view name: at all others the person stands alike */
export function marksOfPerson(view: PersonView, sites: readonly string[]): readonly Mark[] {
  const barred = view.sanctions.flatMap(({ running, served }) => [running, served]);
  const marks = [...view.sanctions.flatMap(marksOfSanction), ...marksOfExemptions(view.exemptions, barred)];
  // Of who is not on file no place is looked at, only what an outside prescriber was sanctioned for.
  if (!view.known) return marks;
  // A place at every moment is also the mark of being on file. A deregistration everywhere speaks also at sites that no record names.
  marks.push(...marksOfPlace(null, view.fileOf('')));
  for (const site of sites) marks.push(...marksOfPlace(site, view.fileOf(site)));
  return marks;
}

function marksOfPlace(site: string | null, file: SiteFile): readonly Mark[] {
  return standingOverTime(file, ALL_ASKED).map(({ from, until, standing: { faults, deregistration } }) => ({
    site,
    from,
    until,
    says: ['place', deregistration === 'deceased', ...faults.map(({ fault }) => fault)],
  }));
}

/** Bound to its site, under every pack, is one of that scope that no rule on points spreads. */
const siteOf = ({ scope, cause, fixmedinsCode }: SanctionOnFile): string | null =>
  scope === 'site' && cause !== 'points' ? fixmedinsCode : null;

const spreadOf = ({ scope, cause, fixmedinsCode }: SanctionOnFile): readonly unknown[] => [
  scope,
  cause,
  fixmedinsCode,
];

/** While it runs its start counts too: a text may ask whether a stay began before it. */
function marksOfSanction(sanction: SanctionOnFile): readonly Mark[] {
  const { status, running, served } = sanction;
  const spread = spreadOf(sanction);
  return [
    ...marksUntilDelivered(sanction, running, ['runs', status, running.from, ...spread]),
    ...marksUntilDelivered(sanction, served, ['served', ...spread]),
  ];
}

/** Who bears a recovery depends on whether the notice was delivered after the fee. */
function marksUntilDelivered(
  sanction: SanctionOnFile,
  during: Interval,
  says: readonly unknown[],
): readonly Mark[] {
  const site = siteOf(sanction);
  const delivered = sanction.deliveredAt ?? BEFORE_ALL;
  return [
    {
      site,
      says: [...says, 'not delivered yet'],
      ...intersectionOf(during, { from: BEFORE_ALL, until: delivered }),
    },
    { site, says, ...intersectionOf(during, { from: delivered, until: OPEN_END }) },
  ].filter((mark) => !neverWas(mark));
}

/** An exemption matters where there is something for it to lift. */
function marksOfExemptions(
  exemptions: readonly ExemptionOnFile[],
  barred: readonly Interval[],
): readonly Mark[] {
  const lifted = joinTouching(barred);
  return once(
    exemptions.flatMap(({ exemptionNo, fixmedinsCode, departmentCode, interval }) =>
      lifted.map((bar) => ({
        site: fixmedinsCode,
        says: ['exempt', exemptionNo, departmentCode],
        ...intersectionOf(interval, bar),
      })),
    ),
  );
}

/** The starts of sanctions that ran, each by where it reaches: what a stay can cross. */
export const stayStarts = ({ sanctions }: PersonView): ReadonlyMap<string, Instant> =>
  new Map(
    sanctions
      .filter(({ running }) => !neverWas(running))
      .map((sanction) => [
        JSON.stringify([sanction.running.from, ...spreadOf(sanction)]),
        sanction.running.from,
      ]),
  );

/** What lines of every kind see of their institution: all marks at `null`. */
export function marksOfInstitution(view: InstitutionView): readonly Mark[] {
  const { known, regionalMedicalCenter } = view.withoutStatus;
  const marks: Mark[] = known ? [{ site: null, says: ['on file'], ...ALWAYS }] : [];
  const barred: Interval[] = [];
  for (const { status, interval } of view.statuses) {
    const isGuidance = status === 'guidance';
    // Being a regional medical centre counts in guidance alone.
    marks.push({
      site: null,
      says: ['status', status, isGuidance && regionalMedicalCenter],
      ...interval,
    });
    if (isGuidance) barred.push(interval);
  }
  for (const [department, statuses] of view.departmentStatuses) {
    for (const { interval } of statuses) {
      marks.push({ site: null, says: ['department', department], ...interval });
      barred.push(interval);
    }
  }
  for (const mark of marksOfExemptions(view.exemptions, barred)) marks.push({ ...mark, site: null });
  return marks;
}

/** What pharmacy settlements see besides: who is principal. */
export const marksOfPrincipals = ({ principals }: InstitutionView): readonly Mark[] =>
  once(principals.map(({ code, from, until }) => ({ site: null, says: [code], from, until })));

/** Of what counts once however many records state it: each mark once at each moment. */
function once(marks: readonly Mark[]): readonly Mark[] {
  const alike = new Map<string, Mark[]>();
  for (const mark of marks) append(alike, keyOf(mark), mark);
  return [...alike.values()].flatMap((group) =>
    joinTouching(group).flatMap((interval) =>
      group.slice(0, 1).map(({ site, says }) => ({ site, says, ...interval })),
    ),
  );
}

const keyOf = ({ site, says }: Mark): string => JSON.stringify([site, ...says]);

interface Step {
  readonly at: Instant;
  readonly by: 1 | -1;
}

/** When the two carry other marks, or the same ones another number of times: by site, joined, in order. */
export function differing(
  before: readonly Mark[],
  after: readonly Mark[],
): ReadonlyMap<string | null, readonly Interval[]> {
  const steps = new Map<string, { readonly site: string | null; readonly steps: Step[] }>();
  const count = (marks: readonly Mark[], by: 1 | -1): void => {
    for (const mark of marks) {
      const key = keyOf(mark);
      const known = steps.get(key) ?? { site: mark.site, steps: [] };
      known.steps.push({ at: mark.from, by }, { at: mark.until, by: by === 1 ? -1 : 1 });
      steps.set(key, known);
    }
  };
  count(before, -1);
  count(after, 1);
  const found = new Map<string | null, Interval[]>();
  for (const { site, steps: taken } of steps.values()) {
    const intervals = found.get(site) ?? [];
    intervals.push(...whereUneven(taken));
    found.set(site, intervals);
  }
  return new Map([...found].map(([site, intervals]) => [site, joinTouching(intervals)]));
}

/** The stretches between steps in which they do not sum to zero. */
function whereUneven(steps: readonly Step[]): readonly Interval[] {
  const inOrder = [...steps].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  let sum = 0;
  return inOrder.flatMap(({ at, by }, index) => {
    sum += by;
    const next = inOrder[index + 1];
    return sum === 0 || next === undefined ? [] : [{ from: at, until: next.at }];
  });
}
