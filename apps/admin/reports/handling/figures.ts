/** What a report on handling counts, and how it is added up: for each institution, and for each area above it. */
import { SANCTION_CAUSES, compareText } from '@gatekeeper/vocabulary';
import type { SanctionCause } from '@gatekeeper/vocabulary';

/** Each figure in words. Those of people are of the last moment of the month, all others of the month. */
export const FIGURE_WORDS = {
  cases_opened: { en: 'Cases opened', zh: '登记违规线索数' },
  findings_opened: { en: 'Findings in the cases opened', zh: '登记记分情形数' },
  points: { en: 'Points that counted in measures approved', zh: '记分分值' },
  notices_issued: { en: 'Notices of handling issued', zh: '制发处理通知书数' },
  notices_issued_late: { en: 'Of these, issued late', zh: '逾期制发数' },
  notices_delivered: { en: 'Notices of handling delivered', zh: '送达处理通知书数' },
  notices_delivered_late: { en: 'Of these, delivered late', zh: '逾期送达数' },
  notices_timeliness_unknown: {
    en: 'Issued or delivered under a limit that ends in a year without a published calendar',
    zh: '时限所在年度工作日历未公布数',
  },
  appeals_filed: { en: 'Appeals filed', zh: '提交陈述申辩数' },
  appeals_waived: { en: 'Of these, filed late and so waived', zh: '逾期视为放弃数' },
  appeals_upheld: { en: 'Appeals upheld', zh: '申辩成立数' },
  appeals_rejected: { en: 'Appeals rejected', zh: '申辩不成立数' },
  restorations: { en: 'Restorations approved', zh: '恢复资格数' },
  annulments: { en: 'Measures annulled', zh: '撤销处理数' },
  statuses_maintained: { en: 'Statuses maintained on the platform', zh: '状态动态维护数' },
  statuses_maintained_late: { en: 'Of these, maintained late', zh: '逾期维护数' },
  statuses_not_maintained: { en: 'Measures delivered and not maintained at the end', zh: '月末送达未维护数' },
  people_suspended: { en: 'People suspended at the end', zh: '月末暂停人数' },
  people_terminated: { en: 'People terminated at the end', zh: '月末终止人数' },
  people_not_restored: { en: 'People whose period is over and who are not restored', zh: '期满未恢复人数' },
} as const;

export type FigureName = keyof typeof FIGURE_WORDS;
export const FIGURE_NAMES = Object.keys(FIGURE_WORDS) as readonly FigureName[];

export const MEASURES = ['inform', 'suspended', 'terminated'] as const;
export type MeasureWord = (typeof MEASURES)[number];

/** Measures of one kind and cause that were approved. */
export interface MeasuresApproved {
  readonly measure: MeasureWord;
  readonly cause: SanctionCause;
  readonly count: number;
}

export interface Figures {
  readonly counts: Readonly<Record<FigureName, number>>;
  /** By measure, then by cause; none that is 0. */
  readonly measures: readonly MeasuresApproved[];
}

/** Where something happened: the institution, and its area of 6 digits. */
export interface Place {
  readonly area: string;
  readonly fixmedinsCode: string;
}

/** How people are counted: each once in a row, whatever the number of their measures. */
export type PeopleFigure = 'people_suspended' | 'people_terminated' | 'people_not_restored';

/** The sums of one row, while they are added up. */
class Row {
  private readonly counts = new Map<FigureName, number>();
  private readonly people = new Map<PeopleFigure, Set<string>>();
  private readonly measures = new Map<string, MeasuresApproved>();

  add(figure: FigureName, count: number): void {
    this.counts.set(figure, (this.counts.get(figure) ?? 0) + count);
  }

  person(figure: PeopleFigure, code: string): void {
    const codes = this.people.get(figure) ?? new Set();
    this.people.set(figure, codes.add(code));
  }

  approved({ measure, cause, count }: MeasuresApproved): void {
    const key = `${MEASURES.indexOf(measure)}|${SANCTION_CAUSES.indexOf(cause)}`;
    this.measures.set(key, { measure, cause, count: (this.measures.get(key)?.count ?? 0) + count });
  }

  sums(): Figures {
    const countOf = (figure: FigureName): number =>
      isOfPeople(figure) ? (this.people.get(figure)?.size ?? 0) : (this.counts.get(figure) ?? 0);
    return {
      counts: Object.fromEntries(
        FIGURE_NAMES.map((figure) => [figure, countOf(figure)]),
      ) as Figures['counts'],
      measures: [...this.measures].sort(([a], [b]) => compareText(a, b)).map(([, approved]) => approved),
    };
  }
}

const isOfPeople = (figure: FigureName): figure is PeopleFigure => figure.startsWith('people_');

/** The figures of an area, or of one institution in it. */
export interface PlaceFigures extends Figures {
  readonly area: string;
}
export interface InstitutionFigures extends PlaceFigures {
  readonly fixmedinsCode: string;
}

/** Digits of an area code by which areas contain one another: province, city, county. */
const AREA_LENGTHS = [2, 4, 6];

/** Adds up what happened under an area. Everything that is told of it counts for its institution and for each area above. */
export class HandlingSums {
  private readonly areas = new Map<string, Row>();
  private readonly institutions = new Map<string, { readonly place: Place; readonly row: Row }>();

  /** @param asked the area reported on: it has a row, whatever happened */
  constructor(private readonly asked: string) {
    this.areas.set(asked, new Row());
  }

  add(place: Place, figure: Exclude<FigureName, PeopleFigure>, count: number): void {
    if (count > 0) for (const row of this.rowsOf(place)) row.add(figure, count);
  }

  person(place: Place, figure: PeopleFigure, code: string): void {
    for (const row of this.rowsOf(place)) row.person(figure, code);
  }

  approved(place: Place, measures: MeasuresApproved): void {
    for (const row of this.rowsOf(place)) row.approved(measures);
  }

  /** By area; only those in which something happened, and the one asked for. */
  areaFigures(): readonly PlaceFigures[] {
    return [...this.areas]
      .sort(([a], [b]) => compareText(a, b))
      .map(([area, row]) => ({ area, ...row.sums() }));
  }

  /** By area, then by code; only those in which something happened. */
  institutionFigures(): readonly InstitutionFigures[] {
    return [...this.institutions]
      .sort(([a], [b]) => compareText(a, b))
      .map(([, { place, row }]) => ({ ...place, ...row.sums() }));
  }

  private rowsOf(place: Place): readonly Row[] {
    const key = `${place.area}|${place.fixmedinsCode}`;
    const known = this.institutions.get(key) ?? { place, row: new Row() };
    this.institutions.set(key, known);
    const above = AREA_LENGTHS.filter((length) => length >= this.asked.length).map((length) =>
      this.areaRow(place.area.slice(0, length)),
    );
    return [known.row, ...above];
  }

  private areaRow(area: string): Row {
    const row = this.areas.get(area) ?? new Row();
    this.areas.set(area, row);
    return row;
  }
}
