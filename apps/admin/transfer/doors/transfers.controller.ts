import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { schemaNamed } from '@gatekeeper/http';
import type { WhatIf } from '@gatekeeper/settling';
import { foldCode } from '@gatekeeper/vocabulary';
import type { Request, Response } from 'express';
import { CurrentCaller } from '../../access/caller';
import type { Caller } from '../../access/caller';
import { Operation } from '../../access/operation';
import { Guarded } from '../../http/documented';
import { OneOfField } from '../../http/fields';
import { pageOf, PageQuery } from '../../http/page';
import type { Page } from '../../http/page';
import {
  badRowItem,
  changeItem,
  ConfirmClosingBody,
  PreviewPage,
  ProposeBody,
  RejectBody,
  transferAnswer,
  TransferAnswer,
  TransferPage,
} from './transfer-answers';
import type { PreviewItem } from './transfer-answers';
import { TransferDesk } from './transfer-desk';
import { TransferReads } from './transfer-reads';
import { badQuery, unknownFileType } from './transfer-refusals';
import { WhatIfDesk } from '../../what-if/what-if-desk';
import { formatOf, UPLOAD_TYPES, UploadQuery, uploadOf } from './upload-query';

const PREVIEW_LISTS = ['changes', 'bad_rows'] as const;

class PreviewQuery extends PageQuery {
  @OneOfField(PREVIEW_LISTS, { optional: true, description: 'What is planned, or what is wrong' })
  list: (typeof PREVIEW_LISTS)[number] = 'changes';
}

const ONE = ':transfer_id';
const TransferId = (): ParameterDecorator => Param('transfer_id', new ParseUUIDPipe());
const NamesTransfer = (): MethodDecorator =>
  ApiParam({ name: 'transfer_id', schema: { type: 'string', format: 'uuid', maxLength: 36 } });
const AnswersTransfer = (description: string): MethodDecorator =>
  ApiResponse({ status: 200, type: TransferAnswer, description });
/** The largest file that the document speaks of; the setting may be lower. */
const LARGEST_FILE = 4_294_967_296;

/** Files on their way into the registry. */
@ApiTags('transfers')
@Controller('v1/transfers')
export class TransfersController {
  constructor(
    private readonly desk: TransferDesk,
    private readonly reads: TransferReads,
    private readonly whatIf: WhatIfDesk,
  ) {}

  @Post()
  @HttpCode(202)
  @Operation('uploadTransfer')
  @ApiConsumes(...UPLOAD_TYPES)
  @ApiBody({ required: true, schema: { type: 'string', format: 'binary', maxLength: LARGEST_FILE } })
  @ApiResponse({ status: 202, type: TransferAnswer, description: 'The rows are kept, and previewed next' })
  @Guarded(409, 413, 415)
  async upload(
    @CurrentCaller() caller: Caller,
    @Query() query: UploadQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TransferAnswer> {
    const format = formatOf(request.get('content-type'));
    if (format === null || request.get('content-encoding') !== undefined) throw unknownFileType();
    const upload = uploadOf(format, query, this.reads.now());
    if (!('file' in upload)) throw badQuery(upload);
    const transfer = await this.desk.upload(caller, upload, request);
    response.location(`/v1/transfers/${transfer.transferId}`);
    return transferAnswer(transfer);
  }

  @Get()
  @Operation('listTransfers')
  @ApiResponse({ status: 200, type: TransferPage, description: 'Newest first' })
  @Guarded()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() { limit, after }: PageQuery,
  ): Promise<Page<TransferAnswer>> {
    const transfers = await this.reads.list(caller, after ?? null, limit + 1);
    return pageOf(transfers, limit, transferAnswer, ({ transferId }) => transferId);
  }

  @Get(ONE)
  @Operation('readTransfer')
  @NamesTransfer()
  @AnswersTransfer('Its state, and what applying it would do')
  @Guarded(404)
  async read(@CurrentCaller() caller: Caller, @TransferId() transferId: string): Promise<TransferAnswer> {
    return transferAnswer(await this.desk.find(caller, transferId));
  }

  @Get(`${ONE}/preview`)
  @Operation('previewTransfer')
  @NamesTransfer()
  @ApiResponse({ status: 200, type: PreviewPage, description: 'In the order of the file' })
  @Guarded(404)
  async preview(
    @CurrentCaller() caller: Caller,
    @TransferId() transferId: string,
    @Query() { list, limit, after }: PreviewQuery,
  ): Promise<Page<PreviewItem>> {
    await this.desk.find(caller, transferId);
    const page = { after: this.reads.placeOf(after), limit: limit + 1 };
    const cursorOf = ({ place }: { readonly place: number }): string => String(place);
    switch (list) {
      case 'changes':
        return pageOf(await this.reads.changes(transferId, page), limit, changeItem, cursorOf);
      case 'bad_rows':
        return pageOf(await this.reads.badRows(transferId, page), limit, badRowItem, cursorOf);
    }
  }

  @Get(`${ONE}/what-if`)
  @Operation('whatIfTransfer')
  @NamesTransfer()
  @ApiResponse({
    status: 200,
    description: 'What applying it would change of lines on file（应用后将变动的明细与金额）',
    content: { 'application/json': { schema: schemaNamed('WhatIf') } },
  })
  @Guarded(404, 409)
  async ask(@CurrentCaller() caller: Caller, @TransferId() transferId: string): Promise<WhatIf> {
    const records = await this.reads.planned(await this.desk.find(caller, transferId));
    return this.whatIf.answer({ records: () => Promise.resolve(records) });
  }

  @Post(`${ONE}/confirm-closing`)
  @HttpCode(200)
  @Operation('confirmTransferClosing')
  @NamesTransfer()
  @AnswersTransfer('It may be proposed now')
  @Guarded(404, 409)
  async confirmClosing(
    @CurrentCaller() caller: Caller,
    @TransferId() transferId: string,
    @Body() { institution }: ConfirmClosingBody,
  ): Promise<TransferAnswer> {
    return transferAnswer(await this.desk.confirmClosing(caller, transferId, foldCode(institution)));
  }

  @Post(`${ONE}/propose`)
  @HttpCode(200)
  @Operation('proposeTransfer')
  @NamesTransfer()
  @AnswersTransfer('It waits for a second person')
  @Guarded(404, 409)
  async propose(
    @CurrentCaller() caller: Caller,
    @TransferId() transferId: string,
    @Body() { leave_out_bad_rows: leaveOutBadRows = false }: ProposeBody,
  ): Promise<TransferAnswer> {
    return transferAnswer(await this.desk.propose(caller, transferId, leaveOutBadRows));
  }

  @Post(`${ONE}/approve`)
  @HttpCode(202)
  @Operation('approveTransfer')
  @NamesTransfer()
  @ApiResponse({ status: 202, type: TransferAnswer, description: 'It is applied next' })
  @Guarded(404, 409)
  async approve(@CurrentCaller() caller: Caller, @TransferId() transferId: string): Promise<TransferAnswer> {
    return transferAnswer(await this.desk.approve(caller, transferId));
  }

  @Post(`${ONE}/reject`)
  @HttpCode(200)
  @Operation('rejectTransfer')
  @NamesTransfer()
  @AnswersTransfer('Nothing of it will be applied')
  @Guarded(404, 409)
  async reject(
    @CurrentCaller() caller: Caller,
    @TransferId() transferId: string,
    @Body() { because }: RejectBody,
  ): Promise<TransferAnswer> {
    return transferAnswer(await this.desk.reject(caller, transferId, because));
  }
}
