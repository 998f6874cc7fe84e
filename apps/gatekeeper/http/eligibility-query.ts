import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { instantOf, parseTime } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { Refused, unacceptable } from '@gatekeeper/http';
import type { Problem } from '@gatekeeper/wire';
import { Transform } from 'class-transformer';
import { IsDefined, IsOptional, Matches, ValidateBy } from 'class-validator';

/** Codes are as long as a line may bring them; the database could not look for control characters. */
const CODE = /^[^\p{Cc}\p{Cs}]{1,30}$/u;
const CODE_EXPECTED = 'a code of at most 30 characters, none of them a control character, given once';
const TIME_EXPECTED =
  'a time that exists, such as 2025-06-10 08:30:00 or 2025-06-10, given once; a + of an offset is written %2B';
const PARAMETERS = 'one of the parameters code, fixmedins_code, at, area';

/** Years that can be written back in four digits. */
const FIRST_WRITABLE = instantOf(-62_135_625_600_000);
const LAST_WRITABLE = instantOf(253_402_271_999_999);

/** The moment a text names, where it names one that can be written back. */
export function momentIn(text: unknown): Instant | null {
  const instant = typeof text === 'string' ? (parseTime(text)?.instant ?? null) : null;
  return instant !== null && FIRST_WRITABLE <= instant && instant <= LAST_WRITABLE ? instant : null;
}

const IsMoment = (): PropertyDecorator =>
  ValidateBy({
    name: 'isMoment',
    validator: { validate: (value) => momentIn(value) !== null, defaultMessage: () => TIME_EXPECTED },
  });

/** Trimmed; what is empty is absent (CONTRACT 0). */
const Trimmed = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => {
    if (typeof value !== 'string') return value;
    const trimmed = value.trim();
    return trimmed === '' ? undefined : trimmed;
  });

/** What `GET /v1/eligibility` may be asked with. */
export class EligibilityQuery {
  @ApiProperty({ description: 'The institution（定点医药机构编号）', maxLength: 30, example: 'H44010000002' })
  @Trimmed()
  @IsDefined({ message: CODE_EXPECTED })
  @Matches(CODE, { message: CODE_EXPECTED })
  fixmedins_code!: string;

  @ApiPropertyOptional({
    description:
      'The clinician who orders（医保人员代码）. Required unless the institution is on file as a pharmacy; there it is the prescriber.',
    maxLength: 30,
    example: 'D440100000002',
  })
  @Trimmed()
  @IsOptional()
  @Matches(CODE, { message: CODE_EXPECTED })
  code?: string;

  @ApiPropertyOptional({
    description: 'When the fee arises（费用发生时间）; Asia/Shanghai without an offset. Now, when not given.',
    example: '2025-06-10 08:30:00',
  })
  @Trimmed()
  @IsOptional()
  @IsMoment()
  at?: string;

  @ApiPropertyOptional({
    description:
      'The area of treatment（就医地）. The institution’s own when not given; required where the institution is not on file.',
    pattern: '^[0-9]{6}$',
    example: '440100',
  })
  @Trimmed()
  @IsOptional()
  @Matches(/^[0-9]{6}$/, { message: 'an area code of 6 digits, given once' })
  area?: string;
}

/** A parameter it does not know is refused: a misspelt `at` would be answered for now. */
export const eligibilityPipe = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  exceptionFactory: (errors) => {
    const [first, ...others] = errors.map(problemOf);
    return first === undefined
      ? new TypeError('a query was refused without a reason')
      : new Refused(unacceptable([first, ...others]));
  },
});

/** Says what came by its length alone: it may be a clinician's code. */
function problemOf({ property, value, constraints = {} }: ValidationError): Problem {
  const given: unknown = value;
  const isUnknown = 'whitelistValidation' in constraints;
  return {
    path: isUnknown ? 'query' : property,
    code: given === undefined ? 'FIELD_MISSING' : 'FIELD_INVALID',
    expected: isUnknown ? PARAMETERS : [...new Set(Object.values(constraints))].join('; '),
    got: isUnknown ? 'another parameter' : describe(given),
  };
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? `masked text of ${value.length} characters` : 'several values';
}
