/** Reads the registry of record for its doors: what a subject was, at one moment, as known at another. */
import { InstitutionView, neverOnFile, resolveSanctions } from '@gatekeeper/adjudication';
import { formatInstant, heldAt } from '@gatekeeper/calendar';
import { RegistryLookups } from '@gatekeeper/registry-store';
import { compareText, foldCode } from '@gatekeeper/vocabulary';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import type { Caller } from '../access/caller';
import { notOnFile } from '../http/refusals';
import type { AdminParts } from '../parts';
import { everyWriteKnown } from '../standing/every-write-known';
import {
  clinicianSummary,
  historyEntry,
  institutionSummary,
  recordAnswer,
  sanctionAnswer,
  statusAnswer,
} from './answer-parts';
import type {
  ClinicianAnswer,
  ClinicianPage,
  ColleaguePage,
  DepartmentsAnswer,
  HistoryAnswer,
  InstitutionAnswer,
  InstitutionPage,
} from './answers';
import type { AskedMoments, MomentsQuery } from './asked-moments';
import { momentOf } from './asked-moments';
import { describing, holdsAt } from './held-records';
import { faultsAt, siteAnswer, sitesOf } from './sites';

interface AnswerMoments {
  readonly version: number;
  readonly effective_at: string;
  readonly known_at: string;
}

export interface ListPart {
  readonly after: string | null;
  readonly limit: number;
}

export type DeskParts = Pick<AdminParts, 'registry' | 'dataSource' | 'policy' | 'clock'>;

export class RegistryDesk {
  private readonly lookups: RegistryLookups;

  constructor(private readonly parts: DeskParts) {
    this.lookups = new RegistryLookups(parts.dataSource, registryCodec);
  }

  /**
   * The moments that are asked for. What is known now is every write so far: the store's clock, by which records are known,
   * may be ahead of this process's, and whoever has written must see it.
   */
  async moments({ effective_at: effectiveAt, known_at: knownAt }: MomentsQuery): Promise<AskedMoments> {
    const now = this.parts.clock.now();
    return {
      effectiveAt: momentOf(effectiveAt) ?? now,
      knownAt: momentOf(knownAt) ?? (await everyWriteKnown(now, this.lookups)),
    };
  }

  /** The institutions within the caller's scope, each with its statuses. */
  async institutions(
    caller: Caller,
    asked: AskedMoments & ListPart & { readonly text?: string; readonly area?: string },
  ): Promise<InstitutionPage> {
    const { items, next } = await this.lookups.institutions({ ...asked, within: caller });
    const timelines = await this.parts.registry.timelines(items.map(({ fixmedinsCode }) => fixmedinsCode));
    return {
      items: items.map((record) => {
        const view = new InstitutionView(onFile(timelines, record.fixmedinsCode), asked.knownAt);
        return institutionSummary(record, view.statuses, asked.effectiveAt);
      }),
      next,
    };
  }

  /** @throws Refused where it was not on file at `knownAt`. */
  async institution(fixmedinsCode: string, moments: AskedMoments): Promise<InstitutionAnswer> {
    const timeline = await this.timeline(fixmedinsCode);
    const described = describing(timeline, 'institution', moments.knownAt);
    if (described === null) throw notOnFile('The institution', '机构');
    const { statuses } = new InstitutionView(timeline, moments.knownAt);
    return {
      ...momentsAnswer(timeline, moments),
      institution: institutionSummary(described, statuses, moments.effectiveAt),
      records: heldAnswers(timeline, moments),
    };
  }

  /** The departments of an institution that are or were suspended. @throws Refused where it was not on file. */
  async departments(fixmedinsCode: string, moments: AskedMoments): Promise<DepartmentsAnswer> {
    const timeline = await this.timeline(fixmedinsCode);
    const view = new InstitutionView(timeline, moments.knownAt);
    if (!view.known) throw notOnFile('The institution', '机构');
    return {
      ...momentsAnswer(timeline, moments),
      items: [...view.departmentStatuses]
        .sort(([a], [b]) => compareText(a, b))
        .map(([department, statuses]) => ({
          dept_codg: department,
          statuses: statuses.map((status) => statusAnswer(status, moments.effectiveAt)),
        })),
    };
  }

  /** Who is registered at an institution, each with the standing there. */
  async cliniciansOf(
    fixmedinsCode: string,
    { effectiveAt, knownAt, after, limit }: AskedMoments & ListPart,
    whenever: boolean,
  ): Promise<ColleaguePage> {
    const site = foldCode(fixmedinsCode);
    const { items, next } = await this.lookups.registeredAt(site, {
      ...{ knownAt, after, limit },
      effectiveAt: whenever ? null : effectiveAt,
    });
    const timelines = await this.parts.registry.timelines([site, ...items.map(({ code }) => code)]);
    return {
      items: items.map(({ code, registrations }) => {
        const timeline = onFile(timelines, code);
        const held = heldAt(timeline.records, knownAt);
        const sites = sitesOf(this.parts, held, (subject) => timelines.get(subject), {
          effectiveAt,
          knownAt,
        });
        const person = describing(timeline, 'clinician', knownAt);
        return {
          code,
          ...(person === null ? {} : { name: person.name, category: person.category }),
          registrations: registrations.map(recordAnswer),
          faults: sites
            .filter((one) => one.fixmedinsCode === site)
            .flatMap((one) => faultsAt(one, effectiveAt)),
        };
      }),
      next,
    };
  }

  /** The clinicians within the caller's scope. */
  async clinicians(
    caller: Caller,
    asked: AskedMoments & ListPart & { readonly text?: string },
  ): Promise<ClinicianPage> {
    const { items, next } = await this.lookups.clinicians({ ...asked, within: caller });
    return { items: items.map(clinicianSummary), next };
  }

  /** @throws Refused where the person was not on file at `knownAt`. */
  async clinician(code: string, moments: AskedMoments): Promise<ClinicianAnswer> {
    const timeline = await this.timeline(code);
    const { effectiveAt, knownAt } = moments;
    const described = describing(timeline, 'clinician', knownAt);
    if (described === null) throw notOnFile('The clinician', '医务人员');
    const held = heldAt(timeline.records, knownAt);
    const siteCodes = held.flatMap((record) =>
      record.kind === 'registration' ? [record.fixmedinsCode] : [],
    );
    const timelines = await this.parts.registry.timelines(siteCodes);
    const sites = sitesOf(this.parts, held, (site) => timelines.get(site), moments);
    return {
      ...momentsAnswer(timeline, moments),
      clinician: clinicianSummary(described),
      records: heldAnswers(timeline, moments),
      sites: sites.map((site) => siteAnswer(site, effectiveAt)),
      sanctions: resolveSanctions(held).map((sanction) => sanctionAnswer(sanction, effectiveAt)),
    };
  }

  /** Every record of a person that was known at `knownAt`, corrected ones too, in the order of writing. @throws Refused */
  async history(
    code: string,
    { knownAt, effectiveAt }: AskedMoments,
    { after, limit }: ListPart,
    effective: 'whenever' | 'asked',
  ): Promise<HistoryAnswer> {
    const timeline = await this.timeline(code);
    if (timeline.version === 0) throw notOnFile('The clinician', '医务人员');
    const known = timeline.records.filter(
      ({ fact, recorded }) =>
        recorded.from <= knownAt && (effective === 'whenever' || holdsAt(fact, effectiveAt)),
    );
    const start = known.findIndex(({ fact }) => fact.recordId === after) + 1;
    const shown = known.slice(start, start + limit);
    const last = known.length > start + limit ? shown.at(-1) : undefined;
    return {
      version: timeline.version,
      items: shown.map(historyEntry),
      next: last?.fact.recordId ?? null,
    };
  }

  private async timeline(subject: string): Promise<SubjectTimeline> {
    const folded = foldCode(subject);
    return onFile(await this.parts.registry.timelines([folded]), folded);
  }
}

const onFile = (timelines: ReadonlyMap<string, SubjectTimeline>, subject: string): SubjectTimeline =>
  timelines.get(subject) ?? neverOnFile(subject);

const momentsAnswer = (
  { version }: SubjectTimeline,
  { effectiveAt, knownAt }: AskedMoments,
): AnswerMoments => ({
  version,
  effective_at: formatInstant(effectiveAt),
  known_at: formatInstant(knownAt),
});

const heldAnswers = (
  { records }: SubjectTimeline,
  { effectiveAt, knownAt }: AskedMoments,
): readonly object[] =>
  heldAt(records, knownAt)
    .filter((record) => holdsAt(record, effectiveAt))
    .map(recordAnswer);
