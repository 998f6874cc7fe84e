/** Reads lines that wait, within the caller's scope. */
import { instantOf, MS_PER_DAY } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import { listHeld } from '@gatekeeper/decision-store';
import type { HeldPlace } from '@gatekeeper/decision-store';
import { institutionsInAreas } from '@gatekeeper/registry-store';
import { foldCode } from '@gatekeeper/vocabulary';
import type { HoldCode } from '@gatekeeper/vocabulary';
import type { Caller } from '../access/caller';
import { isProvinceWide } from '../access/scope';
import { pageOf } from '../http/page';
import type { Page, PageQuery } from '../http/page';
import type { AdminParts } from '../parts';
import { holdAnswer } from './hold-answer';
import type { HoldAnswer } from './hold-answer';

export interface HoldsAsked extends PageQuery {
  readonly fixmedins_code?: string;
  readonly hold_code?: HoldCode;
  readonly older_than_days?: number;
}

export class HoldList {
  constructor(private readonly parts: Pick<AdminParts, 'dataSource' | 'clock' | 'policy'>) {}

  /** Lines that wait at institutions in the caller's scope; of one that is not on file a province-wide caller sees them alone. */
  async list(asked: HoldsAsked, caller: Caller): Promise<Page<HoldAnswer>> {
    const { clock, dataSource, policy } = this.parts;
    const now = clock.now();
    const days = asked.older_than_days;
    const rows = await listHeld(poolOf(dataSource), {
      institutions: await this.institutionsFor(asked.fixmedins_code, caller),
      holdCode: asked.hold_code ?? null,
      waitingSince: days === undefined ? null : instantOf(now - days * MS_PER_DAY),
      after: placeFrom(asked.after),
      limit: asked.limit + 1,
    });
    return pageOf(
      rows,
      asked.limit,
      (row) => holdAnswer(row, policy, now),
      ({ place }) => `${place.since}|${place.holdId}|${place.fixmedinsCode}`,
    );
  }

  /** `null`: of all of them. */
  private async institutionsFor(
    named: string | undefined,
    caller: Caller,
  ): Promise<readonly string[] | null> {
    const asked = named === undefined ? null : foldCode(named);
    if (isProvinceWide(caller)) return asked === null ? null : [asked];
    const inAreas = await institutionsInAreas(poolOf(this.parts.dataSource), caller.areas, asked);
    const own = asked === null ? caller.institutions : caller.institutions.filter((code) => code === asked);
    return [...new Set([...inAreas, ...own])];
  }
}

/** A cursor that is none begins at the beginning. */
function placeFrom(cursor: string | undefined): HeldPlace | null {
  const [, since, holdId, fixmedinsCode] = /^(\d{1,15})\|(\d{1,18})\|(.+)$/.exec(cursor ?? '') ?? [];
  if (since === undefined || holdId === undefined || fixmedinsCode === undefined) return null;
  return { since: instantOf(Number(since)), holdId, fixmedinsCode };
}
