import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { LineAmount } from '@gatekeeper/clearing';
import { schemaNamed } from '@gatekeeper/http';
import { fenOf } from '@gatekeeper/wire';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { Guarded } from '../http/documented';
import { PageQuery } from '../http/page';
import type { Page } from '../http/page';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import type { DamagesToCheckAnswer, LedgerAnswer, PostingAnswer, ProposalAnswer } from './collection-answer';
import type { ObjectedLineBody } from './collection-bodies';
import {
  ClaimParam,
  ConfirmBody,
  DeclineBody,
  InstitutionParam,
  NettingBody,
  ObjectBody,
  ObjectionOutcomeBody,
  PostResultsBody,
  ProposalParam,
  WriteOffBody,
} from './collection-bodies';
import { CollectionDesk } from './collection-desk';
import type { ResultsPosted } from './collection-desk';
import { CollectionReads } from './collection-reads';
import type { InstitutionBalances } from './collection-reads';
import { RUN_RESULTS } from './run-results';
import type { RunResults } from './run-results';

const Answered = (status: number, schema: string, description: string): MethodDecorator =>
  ApiResponse({ status, description, content: { 'application/json': { schema: schemaNamed(schema) } } });
const PROPOSED = 'Proposed; somebody else confirms it by its digest（已提议，待他人审批）';
const DECIDED = 'What was proposed, and how it was decided（提议及审批结果）';

/** What institutions owe the fund by closed periods, and how it is collected. */
@ApiTags('collections')
@Controller('v1/collections')
export class CollectionsController {
  private readonly reads: CollectionReads;
  private readonly desk: CollectionDesk;

  constructor(@Inject(ADMIN_PARTS) parts: AdminParts, @Inject(RUN_RESULTS) runs: RunResults) {
    this.reads = new CollectionReads(parts);
    this.desk = new CollectionDesk(parts, runs);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  @Operation('listCollections')
  @Guarded()
  @Answered(200, 'CollectionBalancesPage', 'By the codes of institutions（按机构编码排列）')
  list(@Query() query: PageQuery, @CurrentCaller() caller: Caller): Promise<Page<InstitutionBalances>> {
    return this.reads.list(query, caller);
  }

  @Post('results')
  @HttpCode(200)
  @Operation('postCollectionResults')
  @Guarded(404, 409)
  @Answered(200, 'CollectionResultsPosted', 'What the run raised; the same run again adds nothing（已入账）')
  postResults(
    @Body() { run_id: runId }: PostResultsBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ResultsPosted> {
    return this.desk.postResults(runId, caller);
  }

  @Get('damages-to-check')
  @Header('Cache-Control', 'no-store')
  @Operation('listDamagesToCheck')
  @Guarded()
  @Answered(
    200,
    'DamagesToCheckPage',
    'Closed periods whose lines were corrected, and the damages raised of them（需重新核算违约金的期间）',
  )
  damagesToCheck(
    @Query() query: PageQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<Page<DamagesToCheckAnswer>> {
    return this.reads.damagesToCheck(query, caller);
  }

  @Get(':fixmedins_code')
  @Header('Cache-Control', 'no-store')
  @Operation('readCollection')
  @Guarded()
  @Answered(200, 'CollectionLedger', 'Balances, aging by day of posting, claims（余额、账龄、款项）')
  read(@Param() { fixmedins_code: code }: InstitutionParam): Promise<LedgerAnswer> {
    return this.reads.ledger(code);
  }

  @Get(':fixmedins_code/postings')
  @Header('Cache-Control', 'no-store')
  @Operation('listCollectionPostings')
  @Guarded()
  @Answered(200, 'CollectionPostingPage', 'The latest first（按时间倒序）')
  postings(
    @Param() { fixmedins_code: code }: InstitutionParam,
    @Query() query: PageQuery,
  ): Promise<Page<PostingAnswer>> {
    return this.reads.postings(code, query);
  }

  @Get(':fixmedins_code/proposals')
  @Header('Cache-Control', 'no-store')
  @Operation('listCollectionProposals')
  @Guarded()
  @Answered(200, 'CollectionProposalPage', 'The latest first（按时间倒序）')
  proposals(
    @Param() { fixmedins_code: code }: InstitutionParam,
    @Query() query: PageQuery,
  ): Promise<Page<ProposalAnswer>> {
    return this.reads.proposals(code, query);
  }

  @Post(':fixmedins_code/claims/:claim_id/objection')
  @HttpCode(201)
  @Operation('objectToClaim')
  @Guarded(404, 409)
  @Answered(201, 'CollectionLedger', 'Its collection stops until two people decide（中止扣回，待两人审批）')
  async object(
    @Param() { fixmedins_code: code, claim_id: claimId }: ClaimParam,
    @Body() { amount, lines, grounds, document_no: documentNo }: ObjectBody,
    @CurrentCaller() caller: Caller,
  ): Promise<LedgerAnswer> {
    const asked = {
      claimId,
      amount: amount === undefined ? null : fenOf(amount),
      lines: objectedLines(code, lines ?? []),
      grounds,
      documentNo: documentNo ?? null,
    };
    await this.desk.object(code, asked, caller);
    return this.reads.ledger(code);
  }

  @Post(':fixmedins_code/nettings')
  @HttpCode(201)
  @Operation('proposeNetting')
  @Guarded(409)
  @Answered(201, 'CollectionProposal', PROPOSED)
  proposeNetting(
    @Param() { fixmedins_code: code }: InstitutionParam,
    @Body() { month, area, payable }: NettingBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ProposalAnswer> {
    return this.desk.proposeNetting(code, { month, area: area ?? null, payable: fenOf(payable) }, caller);
  }

  @Post(':fixmedins_code/write-offs')
  @HttpCode(201)
  @Operation('proposeWriteOff')
  @Guarded(404, 409)
  @Answered(201, 'CollectionProposal', PROPOSED)
  proposeWriteOff(
    @Param() { fixmedins_code: code }: InstitutionParam,
    @Body() { claim_id: claimId, amount, reason }: WriteOffBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ProposalAnswer> {
    return this.desk.proposeWriteOff(code, { claimId, amount: fenOf(amount), reason }, caller);
  }

  @Post(':fixmedins_code/objection-outcomes')
  @HttpCode(201)
  @Operation('proposeObjectionOutcome')
  @Guarded(404, 409)
  @Answered(201, 'CollectionProposal', PROPOSED)
  proposeObjectionOutcome(
    @Param() { fixmedins_code: code }: InstitutionParam,
    @Body() { objection_id: objectionId, outcome, reason }: ObjectionOutcomeBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ProposalAnswer> {
    return this.desk.proposeObjectionOutcome(code, { objectionId, outcome, reason }, caller);
  }

  @Post(':fixmedins_code/proposals/:proposal_id/confirm')
  @HttpCode(200)
  @Operation('confirmCollectionProposal')
  @Guarded(404, 409)
  @Answered(200, 'CollectionProposal', DECIDED)
  confirm(
    @Param() { fixmedins_code: code, proposal_id: proposalId }: ProposalParam,
    @Body() { digest, reason }: ConfirmBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ProposalAnswer> {
    return this.desk.confirm(code, { proposalId, digest, reason: reason ?? null }, caller);
  }

  @Post(':fixmedins_code/proposals/:proposal_id/decline')
  @HttpCode(200)
  @Operation('declineCollectionProposal')
  @Guarded(404, 409)
  @Answered(200, 'CollectionProposal', DECIDED)
  decline(
    @Param() { fixmedins_code: code, proposal_id: proposalId }: ProposalParam,
    @Body() { reason }: DeclineBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ProposalAnswer> {
    return this.desk.decline(code, { proposalId, reason }, caller);
  }
}

const objectedLines = (fixmedinsCode: string, lines: readonly ObjectedLineBody[]): readonly LineAmount[] =>
  lines.map(({ mdtrt_id, chrg_bchno, feedetl_sn, amount }) => ({
    line: { fixmedinsCode, visitId: mdtrt_id, chargeBatch: chrg_bchno ?? '', lineNo: feedetl_sn },
    amount: fenOf(amount),
  }));
