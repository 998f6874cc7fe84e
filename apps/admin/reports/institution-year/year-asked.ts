/** A year of an institution, as it is asked for, and the text that governs it. */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { dayOfMonthIn, earlierOf, plusMs, startOfDay } from '@gatekeeper/calendar';
import { governingText } from '@gatekeeper/casework';
import type { LoadedEdition, ParameterName, Parameters } from '@gatekeeper/policy';
import { citationAt } from '@gatekeeper/policy';
import { RegistryLookups } from '@gatekeeper/registry-store';
import { foldCode, formatCitation } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import { CodeField, MomentField, WholeField } from '../../http/fields';
import { conflict, notOnFile } from '../../http/refusals';
import type { AdminParts } from '../../parts';
import { momentOf } from '../../registry/asked-moments';
import { describing } from '../../registry/held-records';
import { everyWriteKnown } from '../../standing/every-write-known';
import { timelineOf } from '../../standing/subjects-read';
import { lastMomentOf } from '../month';

export class InstitutionYearParam {
  @CodeField()
  fixmedins_code!: string;

  @WholeField({ min: 1950, max: 2199, description: 'The natural year（年度）' })
  year!: number;
}

export class KnownQuery {
  @MomentField({ optional: true, description: 'As it was known then; now unless said（知悉截至）' })
  known_at?: string;
}

export interface InstitutionYear {
  /** Folded. */
  readonly fixmedinsCode: string;
  readonly year: number;
  readonly isOver: boolean;
  /** As much of the year as has passed. */
  readonly span: Interval;
  readonly knownAt: Instant;
  readonly text: { readonly edition: LoadedEdition; readonly parameters: Parameters };
}

type Parts = Pick<AdminParts, 'dataSource' | 'registry' | 'policy' | 'clock'>;

/** The year with the text of its end, or of now. @throws Refused: not on file, a year to come, an area without a text. */
export async function institutionYear(
  { dataSource, registry, policy, clock }: Parts,
  { fixmedins_code: written, year }: InstitutionYearParam,
  query: KnownQuery,
): Promise<InstitutionYear> {
  const fixmedinsCode = foldCode(written);
  const now = clock.now();
  const lookups = new RegistryLookups(dataSource, registryCodec);
  const knownAt = momentOf(query.known_at) ?? (await everyWriteKnown(now, lookups));
  const timelines = await registry.timelines([fixmedinsCode]);
  const described = describing(timelineOf(timelines, fixmedinsCode), 'institution', knownAt);
  if (described === null) throw notOnFile('The institution', '机构');
  const whole = {
    from: startOfDay(dayOfMonthIn(year, 1, 1)),
    until: startOfDay(dayOfMonthIn(year + 1, 1, 1)),
  };
  if (now < whole.from) throw yearToCome(year);
  const span = { from: whole.from, until: earlierOf(whole.until, plusMs(now, 1)) };
  const text = governingText(policy.policy, described.area, lastMomentOf(span));
  if (text === null) throw noText(described.area);
  return { fixmedinsCode, year, isOver: now >= whole.until, span, knownAt, text };
}

/** Where a value of the text stands: `hainan-2022 art. 30`. */
export function articleOf({ text, span }: InstitutionYear, name: ParameterName): string | null {
  const citation = citationAt(text.edition, name, lastMomentOf(span));
  return citation === null ? null : formatCitation(citation);
}

const yearToCome = (year: number) =>
  conflict(
    'year-to-come',
    'The year has not begun（该年度尚未开始）',
    `Nothing can be told of ${year} yet（${year} 年度尚无可报告内容）`,
  );

const noText = (area: string) =>
  conflict(
    'no-text',
    'No text governs this area（该地区没有适用的文本）',
    `The area map has no pack for ${area}, or the pack has values that are not filled in（${area} 未配置文本，或其文本有未填的数值）`,
  );
