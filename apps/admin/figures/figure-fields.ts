/** Fields that only figures have: a period of days, an area's beginning, what to tell by. */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { Day } from '@gatekeeper/calendar';
import { exceeds, parseDay } from '@gatekeeper/calendar';
import { Refused, unacceptable } from '@gatekeeper/http';
import type { Caller } from '../access/caller';
import { isProvinceWide } from '../access/scope';
import { CodeField, DayField } from '../http/fields';
import { PageQuery } from '../http/page';

const AREA_PREFIX = /^[0-9]{1,6}$/;
/** Three years: what is asked for years is asked by month. */
const MOST_DAYS = 1_100;

export const AreaPrefixField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      ...{ type: 'string', required: false, minLength: 1, maxLength: 6, pattern: AREA_PREFIX.source },
      description: 'How the area of treatment begins（就医地区划前缀）',
      example: '4401',
    }),
    IsOptional(),
    Matches(AREA_PREFIX, { message: 'one to six digits' }),
  );

/** Several of these words, joined by commas. */
export function WordsInQuery(
  words: readonly string[],
  { description, example }: { readonly description: string; readonly example: string },
): PropertyDecorator {
  const word = `(${words.join('|')})`;
  const pattern = new RegExp(`^${word}(,${word})*$`);
  return applyDecorators(
    ApiProperty({
      type: 'string',
      required: false,
      maxLength: 200,
      pattern: pattern.source,
      description,
      example,
    }),
    IsOptional(),
    Matches(pattern, { message: `out of ${words.join(', ')}, joined by commas` }),
  );
}

/** The words, each once. @throws Refused where one comes twice. */
export function wordsIn<Word extends string>(
  path: string,
  joined: string | undefined,
  words: readonly Word[],
): readonly Word[] {
  const asked = joined?.split(',') ?? [];
  if (new Set(asked).size < asked.length) throw refusedField(path, 'each once', joined ?? '');
  return asked.flatMap((name) => words.find((word) => word === name) ?? []);
}

/** A page of what belongs to a period. */
export class PeriodQuery extends PageQuery {
  @DayField({ description: 'The first day（起始日）', example: '2025-06-01' })
  from!: string;

  @DayField({ description: 'The day after the last one（截止日次日）', example: '2025-07-01' })
  until!: string;

  @AreaPrefixField()
  area?: string;

  @CodeField({ optional: true, description: 'The institution alone（仅该机构）' })
  fixmedins_code?: string;
}

/** @throws Refused where the period is none, or too long. */
export function periodOf({ from, until }: Pick<PeriodQuery, 'from' | 'until'>): {
  readonly from: Day;
  readonly until: Day;
} {
  const [first, end] = [parseDay(from), parseDay(until)];
  if (first === null || end === null || first >= end)
    throw refusedField('until', 'a day after `from`', until);
  if (exceeds(end - first, MOST_DAYS))
    throw refusedField('until', `at most ${MOST_DAYS} days after \`from\``, until);
  return { from: first, until: end };
}

export const refusedField = (path: string, expected: string, got: string): Refused =>
  new Refused(unacceptable([{ path, code: 'FIELD_INVALID', expected, got }]));

/** Which lines a caller sees: by the area of treatment, or by the institution; `null`: all. */
export const withinOf = (
  caller: Caller,
): { readonly areas: readonly string[]; readonly institutions: readonly string[] } | null =>
  isProvinceWide(caller) ? null : { areas: caller.areas, institutions: caller.institutions };

/** The values of the row after which a page begins. @throws Refused where `after` is none of ours. */
export function placeIn(after: string | undefined, parts: number): readonly string[] | null {
  if (after === undefined) return null;
  const place = parsed(after);
  if (!Array.isArray(place) || place.length !== parts) throw notOurs();
  return place.map((part: unknown) => {
    if (typeof part !== 'string' || part.includes('\u0000')) throw notOurs();
    return part;
  });
}

/** The same of a list by institution and number. */
export function numberedPlaceIn(
  after: string | undefined,
): readonly [institution: string, number: string] | null {
  const place = placeIn(after, 2);
  if (place === null) return null;
  const [institution, number] = place;
  if (institution === undefined || number === undefined || !NUMBER.test(number)) throw notOurs();
  return [institution, number];
}

const NUMBER = /^[0-9]{1,18}$/;

export const cursorAt = (place: readonly string[]): string => JSON.stringify(place);

const notOurs = (): Refused => refusedField('after', '`next` of the page before', 'another text');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
