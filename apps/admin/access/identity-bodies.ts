import { looksLikeIdentityNumber } from '@gatekeeper/wire';
import { IsString, ValidateBy } from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { CodeField, MatchingListField, TextField } from '../http/fields';

const EXPECTED = 'an identity number of 18 characters with its check character';

const IdentityNumberField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: 'string',
      minLength: 18,
      maxLength: 18,
      pattern: '^[1-9][0-9]{16}[0-9Xx]$',
      description: 'The identity number, in a body only: never in an address（身份证号）',
    }),
    IsString(),
    ValidateBy({
      name: 'isIdentityNumber',
      validator: {
        validate: (value) => typeof value === 'string' && looksLikeIdentityNumber(value),
        defaultMessage: () => EXPECTED,
      },
    }),
  );

export class IdentityBody {
  @IdentityNumberField()
  identity_number!: string;
}

export class IdentityAnswer {
  @CodeField()
  code!: string;

  @TextField({
    max: 18,
    description: 'The first three characters and the last two',
    example: '440*************1X',
  })
  identity_number_masked!: string;

  @TextField({ example: '2025-06-10T08:30:00.000+08:00' })
  recorded_at!: string;

  @TextField({ description: "A user's id; `console` after the key was rotated" })
  recorded_by!: string;
}

export class IdentityMatches {
  @MatchingListField(/^[^\s]+$/, { max: 1_000, description: 'Codes within your scope' })
  codes!: readonly string[];
}
