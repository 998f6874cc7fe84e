/** Why nothing can be posted, proposed or decided as things stand, in both languages. */
import type { Day, UnpublishedYear } from '@gatekeeper/calendar';
import { formatDay } from '@gatekeeper/calendar';
import type { Refused } from '@gatekeeper/http';
import type { Fen } from '@gatekeeper/vocabulary';
import { formatFen } from '@gatekeeper/vocabulary';
import { conflict, notOnFile } from '../http/refusals';
import type { PostedRun } from './result-postings';
import type { NoResults } from './run-results';

export function noResults(why: NoResults): Refused {
  switch (why) {
    case 'unknown':
      return notOnFile('The run', '清算任务');
    case 'unfinished':
      return conflict(
        'run-unfinished',
        'The run is not finished（清算任务尚未完成）',
        'Wait until all of its parts are done（请待全部任务完成后再办理）',
      );
    case 'not_closing':
      return conflict(
        'not-a-closing-run',
        'No period was closed for good on this run（该清算任务不是最终结账所依据的任务）',
        'What a period closed with exceptions came to may still change: close it for good first（存在例外的期间结果仍可能变化，请先最终结账）',
      );
  }
}

export const postedAlready = ({ runId, area, period }: PostedRun): Refused =>
  conflict(
    'period-posted',
    'The period is posted already（该期间已入账）',
    `Run ${runId} posted ${period} of area ${area}; later corrections are adjustments of a later period（后续更正计入以后期间）`,
  );

export const objectedAlready = (): Refused =>
  conflict(
    'objected-already',
    'The claim was objected to before（该笔款项已提出过异议）',
    'A claim is objected to once; look at what became of it（每笔款项仅可异议一次）',
  );

export const cannotObject = (until: Day | UnpublishedYear | 'none'): Refused =>
  until === 'none'
    ? conflict(
        'no-objection',
        'The claim cannot be objected to（该笔款项不可提出异议）',
        'It is money given back, or the text gives no time to object（该款为退回款，或适用文本未规定异议期）',
      )
    : conflict(
        'objection-too-late',
        'The time to object is over（已超过异议期限）',
        typeof until === 'number'
          ? `The last day was ${formatDay(until)}（异议截止日）`
          : `The last day lies in ${until.unpublishedYear}`,
      );

export const moreThanDue = (due: Fen): Refused =>
  conflict(
    'more-than-due',
    'The amount is nothing, or more than is due（金额为零或超过应收余额）',
    `${formatFen(due > 0n ? due : 0n)} of the claim is due and not suspended（该笔款项未中止的应收余额）`,
  );

export const linesDiffer = (named: Fen): Refused =>
  conflict(
    'lines-differ',
    'The lines do not come to the amount（明细金额与异议金额不一致）',
    `The lines come to ${formatFen(named)}: name that amount, or none（明细合计）`,
  );

export const linesUnusable = (): Refused =>
  conflict(
    'lines-unusable',
    'A line is named twice, or with nothing（明细重复或金额为零）',
    'Name each line once, with what of its recovery is objected to（每条明细列一次并写明异议金额）',
  );

export const areaNeeded = (areas: readonly string[]): Refused =>
  conflict(
    'area-needed',
    'The institution owes in the books of several areas（该机构在多个统筹区有款项）',
    `Name the area that pays: ${areas.join(', ')}（请指明拨付的统筹区，各统筹区款项不得相互冲抵）`,
  );

export const nothingToNet = (): Refused =>
  conflict(
    'nothing-to-net',
    'Nothing nets into this payment（没有可抵扣的款项）',
    'Nothing is due and confirmed, nor to be given back（没有已确认的应收款或应退款）',
  );

export const monthNetted = (month: string): Refused =>
  conflict(
    'month-netted',
    'The payment of this month has been netted（该月拨付已抵扣）',
    `${month} is netted once; what is left waits for the next payment（余额计入下月）`,
  );

export const proposalWaits = (proposalId: string): Refused =>
  conflict(
    'proposal-waits',
    'A proposal about this waits for a decision（已有待审批的提议）',
    `Confirm or decline proposal ${proposalId} first（请先审批该提议）`,
  );

export const nothingObjected = (): Refused =>
  conflict(
    'nothing-objected',
    'Nothing that was objected to is left（异议款项已无余额）',
    'A later correction took it off, so there is nothing to decide（已由后续更正冲减，无需再作处理）',
  );

export const decidedAlready = (): Refused =>
  conflict('decided-already', 'It has been decided（已审批）', 'Read it again（请重新查看）');

export const otherDigest = (): Refused =>
  conflict(
    'other-digest',
    'This is not what was proposed（与提议内容不一致）',
    'Read the proposal and send its digest（请重新查看并以其摘要确认）',
  );

export const changedSince = (): Refused =>
  conflict(
    'changed-since',
    'What is due has changed since it was proposed（提议后应收余额已变化）',
    'Decline it and propose anew（请驳回后重新提议）',
  );
