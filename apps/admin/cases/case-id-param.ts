import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

const CASE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export class CaseIdParam {
  @ApiProperty({ type: 'string', format: 'uuid', maxLength: 36, pattern: CASE_ID.source })
  @Matches(CASE_ID, { message: 'a case id' })
  case_id!: string;
}
