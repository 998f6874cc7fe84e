import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { PagedMomentsQuery, SearchQuery } from './asked-moments';

const AREA_PREFIX = /^[0-9]{1,6}$/;

export class InstitutionsQuery extends SearchQuery {
  @ApiProperty({
    ...{ type: 'string', required: false, minLength: 1, maxLength: 6, pattern: AREA_PREFIX.source },
    description: 'How the area code begins（行政区划前缀）',
  })
  @IsOptional()
  @Matches(AREA_PREFIX, { message: 'one to six digits' })
  area?: string;
}

const WHENEVER = ['true', 'false'] as const;

export class ColleaguesQuery extends PagedMomentsQuery {
  @FlagInQuery('Also who was, or will be, registered at another time than `effective_at`')
  whenever?: (typeof WHENEVER)[number];
}

/** A flag in an address, where everything is text. */
function FlagInQuery(description: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'string', enum: [...WHENEVER], required: false, description }),
    IsOptional(),
    IsIn(WHENEVER),
  );
}
