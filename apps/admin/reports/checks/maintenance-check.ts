/** Checks commitments, statuses and certificates in an area (guangdong-2025 art. 27 and 39), a page at a time. */
import { dayAt, formatDay } from '@gatekeeper/calendar';
import { governingText } from '@gatekeeper/casework';
import { poolOf, timestampText } from '@gatekeeper/database';
import { Refused, unacceptable } from '@gatekeeper/http';
import type { Parameters } from '@gatekeeper/policy';
import { knownNow } from '@gatekeeper/vocabulary';
import type { Page } from '../../http/page';
import type { AdminParts } from '../../parts';
import { timelineOf } from '../../standing/subjects-read';
import { AREAS_IN, CHECKS, candidatesStatement } from './check-statements';
import type { Check } from './check-statements';
import type { AmissRow } from './judge-candidate';
import { judgeCandidate } from './judge-candidate';

type Parts = Pick<AdminParts, 'dataSource' | 'registry' | 'policy' | 'clock' | 'workingCalendar'>;

export interface CheckAsked {
  readonly area: string;
  /** `null`: each, one after the other. */
  readonly check: Check | null;
  readonly limit: number;
  readonly after: string | null;
}

interface CandidateRow {
  area: string;
  fixmedins_code: string;
  key: string;
  code: string;
}

/** Where a page begins: after this candidate of that check. */
interface Position {
  readonly check: Check;
  readonly area: string;
  readonly fixmedinsCode: string;
  readonly key: string;
}

export class MaintenanceCheck {
  constructor(private readonly parts: Parts) {}

  /**
   * What is amiss by check, area, institution and person. A page looks at `limit` candidates at most, some of which may turn out well: it can
   * be short, or empty, with others to follow. @throws Refused where `after` is none of ours; an outage.
   */
  async page({ area, check, limit, after }: CheckAsked): Promise<Page<AmissRow>> {
    const checks = check === null ? CHECKS : [check];
    let position: Position | null = after === null ? startOf(checks[0]) : positionIn(after, checks);
    while (position !== null) {
      const { rows, more } = await this.candidates(area, position, limit);
      const items = await this.judged(position.check, rows);
      const last = rows.at(-1);
      const next: Position | null =
        more && last !== undefined
          ? { check: position.check, area: last.area, fixmedinsCode: last.fixmedins_code, key: last.key }
          : startOf(checks[checks.indexOf(position.check) + 1]);
      if (items.length > 0 || more || next === null)
        return { items, next: next === null ? null : cursorOf(next) };
      position = next;
    }
    return { items: [], next: null };
  }

  private async candidates(
    area: string,
    after: Position,
    limit: number,
  ): Promise<{ readonly rows: readonly CandidateRow[]; readonly more: boolean }> {
    const now = this.parts.clock.now();
    const leftOut = await this.areasLeftOut(area, after.check);
    if (leftOut === 'all') return { rows: [], more: false };
    const { rows } = await poolOf(this.parts.dataSource).query<CandidateRow>(
      candidatesStatement(after.check),
      [
        area,
        leftOut,
        after.area,
        after.fixmedinsCode,
        after.key,
        limit + 1,
        'infinity',
        timestampText(now),
        formatDay(dayAt(now)),
      ],
    );
    return { rows: rows.slice(0, limit), more: rows.length > limit };
  }

  /** Areas whose text asks for nothing that could be amiss. */
  private async areasLeftOut(area: string, check: Check): Promise<readonly string[] | 'all'> {
    if (check === 'maintenance') return [];
    const { rows } = await poolOf(this.parts.dataSource).query<{ area: string }>(AREAS_IN, [area]);
    const asksFor = ({ commitmentRequired, certificateChecked }: Parameters): boolean =>
      check === 'commitment' ? commitmentRequired : certificateChecked;
    const leftOut = rows
      .map((row) => row.area)
      .filter((place) => {
        const text = this.textOf(place);
        return text === null || !asksFor(text.parameters);
      });
    return leftOut.length === rows.length ? 'all' : leftOut;
  }

  private async judged(check: Check, rows: readonly CandidateRow[]): Promise<readonly AmissRow[]> {
    const timelines = await this.parts.registry.timelines([...new Set(rows.map(({ code }) => code))]);
    const at = this.parts.clock.now();
    const knownAt = knownNow(at, timelines.values());
    return rows.flatMap(({ area, fixmedins_code: fixmedinsCode, key, code }) => {
      const recordId = check === 'maintenance' ? key.slice(code.length + 1) : null;
      const candidate = { area, fixmedinsCode, recordId, timeline: timelineOf(timelines, code) };
      const judging = { at, knownAt, calendar: this.parts.workingCalendar, text: this.textOf(area) };
      const amiss = judgeCandidate(check, candidate, judging);
      return amiss === null ? [] : [amiss];
    });
  }

  private textOf(area: string) {
    return governingText(this.parts.policy.policy, area, this.parts.clock.now());
  }
}

const startOf = (check: Check | undefined): Position | null =>
  check === undefined ? null : { check, area: '', fixmedinsCode: '', key: '' };

const cursorOf = ({ check, area, fixmedinsCode, key }: Position): string =>
  [check, area, fixmedinsCode, key].join('|');

function positionIn(cursor: string, checks: readonly Check[]): Position {
  const [name, area = '', fixmedinsCode = '', ...key] = cursor.split('|');
  const check = checks.find((it) => it === name);
  if (check === undefined)
    throw new Refused(
      unacceptable([
        { path: 'after', code: 'FIELD_INVALID', expected: '`next` of the page before', got: 'another text' },
      ]),
    );
  return { check, area, fixmedinsCode, key: key.join('|') };
}
