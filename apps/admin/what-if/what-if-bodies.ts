import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';

/** More are brought in by a file, which has a preview of its own. */
const MOST_RECORDS = 5_000;

export class WhatIfBody {
  @ApiProperty({
    type: 'array',
    minItems: 1,
    maxItems: MOST_RECORDS,
    items: { type: 'object', additionalProperties: true, maxProperties: 100 },
    description:
      'Registry records as in a file, each with its kind, record_id and recorded_at（登记记录，格式同导入文件）',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_RECORDS)
  records!: unknown[];
}
