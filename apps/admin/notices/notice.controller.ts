import { Controller, Get, Header, Inject, Param, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { IDENTITIES } from '../access/identities';
import type { Identities } from '../access/identities';
import { Operation } from '../access/operation';
import { CaseIdParam } from '../cases/case-id-param';
import { noticePdf } from '../documents';
import { Guarded } from '../http/documented';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { NoticeReader } from './read-notice';

/** The notice of handling (处理通知书) of a case, once it is issued. */
@ApiTags('sanction-cases')
@Controller('v1/sanction-cases/:case_id/notice.pdf')
export class NoticeController {
  private readonly notices: NoticeReader;

  constructor(@Inject(ADMIN_PARTS) parts: AdminParts, @Inject(IDENTITIES) identities: Identities | null) {
    this.notices = new NoticeReader(parts, identities);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  @Operation('printNotice')
  @Guarded(404, 409)
  @ApiResponse({
    status: 200,
    description: 'The notice in print',
    content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
  })
  async print(@Param() { case_id: caseId }: CaseIdParam): Promise<StreamableFile> {
    const notice = await this.notices.read(caseId);
    return new StreamableFile(await noticePdf(notice), {
      type: 'application/pdf',
      disposition: 'inline; filename="notice.pdf"',
    });
  }
}
