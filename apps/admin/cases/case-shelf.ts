/** Reads cases and deadlines. */
import { dayAt, formatDay } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import { lineFactOfCase } from '@gatekeeper/decision-store';
import type { Caller } from '../access/caller';
import { isProvinceWide } from '../access/scope';
import { notOnFile } from '../http/refusals';
import { pageOf } from '../http/page';
import type { Page } from '../http/page';
import type { AdminParts } from '../parts';
import { caseAnswer, deadlineAnswer, eventAnswer, lineFactAnswer, reviewAnswer } from './case-answer';
import type { CaseAnswer, DeadlineAnswer, EventAnswer, LineFactAnswer, ReviewAnswer } from './case-answer';
import type { CasesQuery, DeadlinesQuery } from './case-bodies';
import type { CaseDeadline } from './case-file';
import { reviewsOf } from './case-reviews';
import type { CaseFilter } from './case-store';
import { eventsOf, findCase, listCases } from './case-store';
import type { DeadlineRow } from './deadline-store';
import { DEADLINE_COLUMNS, WITHDRAWN_AT, deadlineOf, deadlinesOf } from './deadline-store';

export interface WholeCase extends CaseAnswer {
  readonly events: readonly EventAnswer[];
  readonly reviews: readonly ReviewAnswer[];
  readonly deadlines: readonly DeadlineAnswer[];
  /** What it had said on the lines topic; `null`: nothing. */
  readonly line_fact: LineFactAnswer | null;
}

export class CaseShelf {
  constructor(private readonly parts: Pick<AdminParts, 'dataSource' | 'clock'>) {}

  /** A case with its steps and deadlines. @throws Refused where none of that kind is on file. */
  async read(kind: string, caseId: string): Promise<WholeCase> {
    const pool = poolOf(this.parts.dataSource);
    const file = await findCase(pool, caseId);
    if (file === null || file.kind !== kind) throw notOnFile('The case', '案卷');
    const [events, deadlines] = [await eventsOf(pool, caseId), await deadlinesOf(pool, caseId)];
    return {
      ...caseAnswer(file),
      events: events.map(eventAnswer),
      reviews: (await reviewsOf(pool, caseId)).map(reviewAnswer),
      deadlines: deadlines.map((deadline) => this.told(deadline)),
      line_fact: lineFactAnswer(await lineFactOfCase(pool, caseId)),
    };
  }

  /** Cases of a kind within the caller's scope. */
  async list(kind: string, query: CasesQuery, caller: Caller): Promise<Page<CaseAnswer>> {
    const filter: CaseFilter = {
      kind,
      clinicianCode: query.clinician_code ?? null,
      fixmedinsCode: query.fixmedins_code ?? null,
      state: query.state ?? null,
      within: withinOf(caller),
    };
    const rows = await listCases(poolOf(this.parts.dataSource), filter, query.limit + 1, query.after ?? null);
    return pageOf(rows, query.limit, caseAnswer, ({ caseId }) => caseId);
  }

  /** Deadlines of cases within the caller's scope, the earliest first; those of years not published yet come last. */
  async deadlines({ which, limit, after }: DeadlinesQuery, caller: Caller): Promise<Page<DeadlineAnswer>> {
    const within = withinOf(caller);
    const today = formatDay(dayAt(this.parts.clock.now()));
    const { rows } = await poolOf(this.parts.dataSource).query<DeadlineRow & { place: string }>(DEADLINES, [
      within?.areas ?? null,
      within?.institutions ?? [],
      within?.ownCode ?? null,
      which,
      today,
      after ?? null,
      limit + 1,
    ]);
    return pageOf(
      rows,
      limit,
      (row) => this.told(deadlineOf(row)),
      ({ place }) => place,
    );
  }

  private told(deadline: CaseDeadline): DeadlineAnswer {
    const metOn = deadline.metAt === null ? null : dayAt(deadline.metAt);
    return deadlineAnswer(deadline, dayAt(this.parts.clock.now()), metOn);
  }
}

/** Whose cases a caller sees; `null`: everyone's. */
function withinOf(caller: Caller): CaseFilter['within'] {
  if (isProvinceWide(caller)) return null;
  const ownCode = caller.roles.includes('clinician') ? caller.clinicianCode : null;
  return { areas: caller.areas, institutions: caller.institutions, ownCode };
}

const PLACE = `coalesce(to_char(d.due_on, 'YYYY-MM-DD'), '9999-99-99') || '|' || d.case_id || '|' || d.name`;

const DEADLINES = `
  SELECT ${DEADLINE_COLUMNS}, ${PLACE} AS place
  FROM case_deadline d JOIN case_file c ON c.case_id = d.case_id
  WHERE ($1::text[] IS NULL OR EXISTS (SELECT FROM unnest($1::text[]) AS prefix WHERE starts_with(c.area, prefix))
         OR c.fixmedins_code = ANY ($2::text[]) OR c.clinician_code = $3)
    AND CASE $4
          WHEN 'open' THEN d.met_at IS NULL AND ${WITHDRAWN_AT} IS NULL
          WHEN 'overdue' THEN d.met_at IS NULL AND d.due_on < $5::date AND ${WITHDRAWN_AT} IS NULL
          WHEN 'met' THEN d.met_at IS NOT NULL
          WHEN 'withdrawn' THEN ${WITHDRAWN_AT} IS NOT NULL
          ELSE true
        END
    AND ($6::text IS NULL OR ${PLACE} > $6)
  ORDER BY place LIMIT $7`;
