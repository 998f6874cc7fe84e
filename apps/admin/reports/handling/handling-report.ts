/** Draws a report on handling: the figures of an area in a month, as they were known at a moment. */
import { createHash } from 'node:crypto';
import type { Instant } from '@gatekeeper/calendar';
import { formatDay } from '@gatekeeper/calendar';
import { poolOf, timestampText } from '@gatekeeper/database';
import { RegistryLookups } from '@gatekeeper/registry-store';
import { Defect } from '@gatekeeper/runtime';
import type { Month } from '@gatekeeper/scoring';
import { SANCTION_CAUSES } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import type { AdminParts } from '../../parts';
import { describing } from '../../registry/held-records';
import { everyWriteKnown } from '../../standing/every-write-known';
import { inChunks } from '../in-chunks';
import { firstDayOf, formatMonth, lastDayOf, momentsOf } from '../month';
import type { FigureName, InstitutionFigures, MeasuresApproved, PeopleFigure, PlaceFigures } from './figures';
import { FIGURE_NAMES, HandlingSums, MEASURES } from './figures';
import { ACTS_OF_MONTH, MEASURES_OF_MONTH, STEPS_OF_MONTH } from './handling-statements';
import { addMeasuredPeople } from './measured-people';
import type { ReportDue } from './report-due';
import { reportDue } from './report-due';

type Parts = Pick<AdminParts, 'dataSource' | 'registry' | 'policy' | 'clock'>;

export interface HandlingReport {
  readonly area: string;
  readonly month: Month;
  readonly knownAt: Instant;
  readonly due: ReportDue;
  /** Names what was reported: the same figures of the same area and month have the same. */
  readonly figuresHash: string;
  readonly areas: readonly PlaceFigures[];
  readonly institutions: readonly (InstitutionFigures & { readonly name: string | null })[];
}

type Counted = Exclude<FigureName, PeopleFigure>;
interface PlaceRow {
  area: string;
  fixmedins_code: string;
}
interface MeasuresRow extends PlaceRow {
  measure: string;
  cause: string;
  count: number;
}

export class HandlingReports {
  private readonly lookups: RegistryLookups;

  constructor(private readonly parts: Parts) {
    this.lookups = new RegistryLookups(parts.dataSource, registryCodec);
  }

  /** What is known now: every write so far, also where the store's clock, by which records are known, is ahead of ours. */
  knownNow(): Promise<Instant> {
    return everyWriteKnown(this.parts.clock.now(), this.lookups);
  }

  /**
   * The report on an area and all below it (hainan-2022 art. 31; guangdong-2025 art. 33). What says on which day it was done counts in the
   * month of that day, anything else in the month of its step. Drawn again for the same `knownAt` it is the same.
   * @throws an outage of the database.
   */
  async draw(area: string, month: Month, knownAt: Instant): Promise<HandlingReport> {
    const sums = new HandlingSums(area);
    await this.addSteps(area, month, knownAt, sums);
    await addMeasuredPeople(this.parts, { area, month: momentsOf(month), knownAt }, sums);
    const areas = sums.areaFigures();
    const institutions = sums.institutionFigures();
    return {
      area,
      month,
      knownAt,
      due: reportDue(this.parts.policy.policy, area, month),
      figuresHash: hashOf(area, month, [...areas, ...institutions]),
      areas,
      institutions: await this.named(institutions, knownAt),
    };
  }

  private async addSteps(area: string, month: Month, knownAt: Instant, sums: HandlingSums): Promise<void> {
    const pool = poolOf(this.parts.dataSource);
    const { from, until } = momentsOf(month);
    const steps = [area, timestampText(from), timestampText(until), timestampText(knownAt)];
    const acts = [area, formatDay(firstDayOf(month)), formatDay(lastDayOf(month)), timestampText(knownAt)];
    const counted = [
      ...(await pool.query<PlaceRow>(STEPS_OF_MONTH, steps)).rows,
      ...(await pool.query<PlaceRow>(ACTS_OF_MONTH, acts)).rows,
    ];
    for (const row of counted) addRow(row, sums);
    for (const row of (await pool.query<MeasuresRow>(MEASURES_OF_MONTH, steps)).rows)
      sums.approved(placeOf(row), measuresOf(row));
  }

  private async named(
    institutions: readonly InstitutionFigures[],
    knownAt: Instant,
  ): Promise<HandlingReport['institutions']> {
    const names = new Map<string, string>();
    for (const codes of inChunks(institutions.map(({ fixmedinsCode }) => fixmedinsCode)))
      for (const timeline of (await this.parts.registry.timelines(codes)).values()) {
        const described = describing(timeline, 'institution', knownAt);
        if (described !== null) names.set(timeline.subject, described.name);
      }
    return institutions.map((figures) => ({ ...figures, name: names.get(figures.fixmedinsCode) ?? null }));
  }
}

const placeOf = ({ area, fixmedins_code: fixmedinsCode }: PlaceRow) => ({ area, fixmedinsCode });

const isCounted = (name: string): name is Counted =>
  FIGURE_NAMES.some((figure) => figure === name) && !name.startsWith('people_');

/** The columns of a row bear the names of the figures. */
function addRow(row: PlaceRow, sums: HandlingSums): void {
  for (const [name, count] of Object.entries(row) as readonly (readonly [string, unknown])[])
    if (isCounted(name) && typeof count === 'number') sums.add(placeOf(row), name, count);
}

function measuresOf({ measure, cause, count }: MeasuresRow): MeasuresApproved {
  const known = MEASURES.find((it) => it === measure);
  const because = SANCTION_CAUSES.find((it) => it === cause);
  if (known === undefined || because === undefined)
    throw new Defect('a measure was approved that cannot be read');
  return { measure: known, cause: because, count };
}

/** Of the figures alone: a name that was corrected since changes none of them. */
function hashOf(area: string, month: Month, rows: readonly (PlaceFigures | InstitutionFigures)[]): string {
  const figures = rows.map((row) => [
    row.area,
    'fixmedinsCode' in row ? row.fixmedinsCode : null,
    FIGURE_NAMES.map((figure) => row.counts[figure]),
    row.measures.map(({ measure, cause, count }) => [measure, cause, count]),
  ]);
  const text = JSON.stringify([area, formatMonth(month), FIGURE_NAMES, figures]);
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
