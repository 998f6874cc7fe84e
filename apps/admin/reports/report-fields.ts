/** Fields that only reports and checks have: an area and all below it, a month, the hash of figures. */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

const AREA_PREFIX = /^[0-9]{2}([0-9]{2}){0,2}$/;
const MONTH = /^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$/;
const HASH = /^sha256:[0-9a-f]{64}$/;

const matching = (
  pattern: RegExp,
  maxLength: number,
  expected: string,
  words: { readonly description: string; readonly example: string },
): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'string', maxLength, pattern: pattern.source, ...words }),
    Matches(pattern, { message: expected }),
  );

/** How area codes begin: 2 digits are a province, 4 a city, 6 a county. */
export const AreaAskedField = (): PropertyDecorator =>
  matching(AREA_PREFIX, 6, '2, 4 or 6 digits', {
    description: 'The area, and all below it（统筹区，含所辖）',
    example: '4601',
  });

/** A calendar month, `YYYY-MM`. */
export const MonthField = (): PropertyDecorator =>
  matching(MONTH, 7, 'a month, YYYY-MM', {
    description: 'The month told of（所属月份）',
    example: '2026-05',
  });

/** `sha256:` and 64 hexadecimal digits. */
export const FiguresHashField = (): PropertyDecorator =>
  matching(HASH, 71, 'sha256: and 64 hexadecimal digits', {
    description: '`figures_hash` of the report as it was read（所报数据的摘要）',
    example: `sha256:${'0'.repeat(64)}`,
  });
