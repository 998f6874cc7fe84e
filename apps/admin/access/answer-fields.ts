import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';

const LOGIN = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{2,99}$/u;

/** A login: 3 to 100 letters, digits, dots, dashes, at signs; matched without regard to case and width. */
export const LoginField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: 'string',
      minLength: 3,
      maxLength: 100,
      pattern: LOGIN.source,
      description: 'The login（账号）',
    }),
    IsString(),
    Matches(LOGIN, { message: '3 to 100 letters, digits, dots, dashes, at signs' }),
  );

/** An object of a class inside an answer. */
export const ObjectField = (
  type: () => new () => object,
  { optional = false }: { readonly optional?: boolean } = {},
): PropertyDecorator =>
  // The document takes a function named `type` for a class still to come, and any other for the class itself.
  ApiProperty({ type: () => type(), required: !optional });
