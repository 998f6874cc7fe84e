import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { isPhoneNumber, IsString, Matches, ValidateBy } from 'class-validator';
import { CodeField, TextField } from '../http/fields';

const SHAPE = /^\+?[0-9][0-9 -]{8,18}[0-9]$/;
const SHORTEST = 10;
const LONGEST = 21;
const EXPECTED =
  'a phone number that exists: of the mainland with its area code, of elsewhere with + and the country';

const PhoneField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: 'string',
      minLength: SHORTEST,
      maxLength: LONGEST,
      pattern: SHAPE.source,
      description: 'The phone number, in a body only: never in an address（联系电话）',
      example: '020-83330000',
    }),
    IsString(),
    Matches(SHAPE, { message: EXPECTED }),
    ValidateBy({
      name: 'isPhoneThatExists',
      validator: {
        validate: (value) =>
          typeof value === 'string' && (isPhoneNumber(value, 'CN') || isPhoneNumber(value)),
        defaultMessage: () => EXPECTED,
      },
    }),
  );

export class PhoneBody {
  @PhoneField()
  phone!: string;
}

export class PhoneAnswer {
  @CodeField()
  code!: string;

  @TextField({
    max: LONGEST,
    description: 'The first three characters and the last two',
    example: '020*******00',
  })
  phone_masked!: string;

  @TextField({ example: '2025-06-10T08:30:00.000+08:00' })
  recorded_at!: string;

  @TextField({ description: "A user's id; `console` after the key was rotated" })
  recorded_by!: string;
}
