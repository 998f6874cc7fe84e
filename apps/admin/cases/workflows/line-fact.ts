/**
 * What officers find about a line on file (CONTRACT 8, Facts): proposed by one with document and reason, confirmed by another. It is
 * then said on the lines topic, where the gatekeeper decides the line anew with it; no hold ends in any other way by hand.
 */
import type { LineIdentity, OfficerFact } from '@gatekeeper/vocabulary';
import { foldCode, OFFICER_FACTS } from '@gatekeeper/vocabulary';
import { CodeField, OneOfField, TextField } from '../../http/fields';
import { NothingBody, ReasonsBody } from '../case-bodies';
import type { CaseFile } from '../case-file';
import type { CaseReads, LineNow, Moment, StepRefused, StepTaken } from '../workflow';
import { isRefused, stepsOf, workflow } from '../workflow';

const LONGEST_PART = 30;

export class OpenLineFactBody extends ReasonsBody {
  @CodeField()
  fixmedins_code!: string;

  @TextField({ max: LONGEST_PART, description: 'The visit（就诊号）' })
  mdtrt_id!: string;

  @TextField({
    max: LONGEST_PART,
    optional: true,
    description: 'The charge batch, where the line has one（收费批次）',
  })
  chrg_bchno?: string;

  @TextField({ max: LONGEST_PART, description: 'The line of the visit（费用明细流水号）' })
  feedetl_sn!: string;

  @OneOfField(OFFICER_FACTS, {
    description:
      'emergency_proven: acts as a rescue record; emergency_refuted: overrides every emergency field; date_confirmed: of this revision（急诊抢救属实；急诊抢救不实；日期属实，仅限当前版本）',
  })
  fact!: OfficerFact;

  @TextField({
    max: 100,
    description: 'The document that it rests on: evidence of the decision（依据文书号，列入判定证据）',
  })
  document_no!: string;
}

export interface LineFactData {
  readonly mdtrt_id: string;
  readonly chrg_bchno: string;
  readonly feedetl_sn: string;
  readonly fact: OfficerFact;
  readonly document_no: string;
  readonly reasons: string;
  /** The content that was looked at. */
  readonly revision: number;
  readonly content_hash: string;
  /** What the line waited for when it was proposed; `null`: it was decided. */
  readonly hold_code: string | null;
}

type File = CaseFile<LineFactData>;
const step = stepsOf<LineFactData>();

export const LINE_FACT = workflow<LineFactData, OpenLineFactBody>({
  kind: 'line_fact',
  path: 'line-fact-cases',
  title: { en: 'Facts about lines', zh: '费用明细事实认定' },
  states: ['proposed', 'confirmed', 'refused'],
  opening: {
    title: { en: 'Propose a fact about a line', zh: '提出费用明细事实认定' },
    roles: ['settlement_auditor', 'scorer', 'admin_department'],
    reach: 'institution',
    body: OpenLineFactBody,
    to: ['proposed'],
    proposes: true,
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: null }),
    act: opened,
  },
  steps: [
    step({
      event: 'confirm',
      title: { en: 'Confirm the fact: it is sent to the gatekeeper', zh: '确认事实并发送判定' },
      from: ['proposed'],
      to: ['confirmed'],
      roles: ['reviewer', 'admin_department'],
      body: NothingBody,
      movesMoney: true,
      act: confirmed,
    }),
    step({
      event: 'refuse',
      title: { en: 'Refuse the fact', zh: '不予认定' },
      from: ['proposed'],
      to: ['refused'],
      roles: ['reviewer', 'admin_department'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({}),
    }),
  ],
});

async function opened({ body, reads }: Moment<OpenLineFactBody>) {
  const { mdtrt_id, chrg_bchno = '', feedetl_sn, fact, document_no, reasons } = body;
  const identity: LineIdentity = {
    fixmedinsCode: foldCode(body.fixmedins_code),
    visitId: mdtrt_id,
    chargeBatch: chrg_bchno,
    lineNo: feedetl_sn,
  };
  const line = await standingLine(reads, identity);
  if (isRefused(line)) return line;
  const { revision, contentHash: content_hash, holdCode: hold_code } = line;
  const named = { mdtrt_id, chrg_bchno, feedetl_sn, fact, document_no, reasons };
  return { documentNo: document_no, data: { ...named, revision, content_hash, hold_code } };
}

/** What was looked at when it was proposed must be what is on file: nobody has looked at another content. */
async function confirmed(
  { data, fixmedinsCode }: File,
  { reads, now }: Moment<NothingBody>,
): Promise<StepTaken<LineFactData> | StepRefused> {
  const identity: LineIdentity = {
    fixmedinsCode,
    visitId: data.mdtrt_id,
    chargeBatch: data.chrg_bchno,
    lineNo: data.feedetl_sn,
  };
  const line = await standingLine(reads, identity);
  if (isRefused(line)) return line;
  if (line.revision !== data.revision)
    return {
      refused: 'line-changed',
      detail: `The line was uploaded again since: revision ${line.revision}, proposed on ${data.revision}; refuse this case and propose anew（明细已重新上传，请重新提出）`,
    };
  return {
    lineFact: {
      fact: { identity, fact: data.fact, documentNo: data.document_no, approvedAt: now },
      sentFixmedinsCode: line.sentFixmedinsCode,
    },
  };
}

async function standingLine(reads: CaseReads, identity: LineIdentity): Promise<LineNow | StepRefused> {
  const line = await reads.lineOnFile(identity);
  if (line === null)
    return {
      refused: 'line-not-on-file',
      detail:
        'No such line of this institution, visit and charge batch has come yet: nothing would be kept of a fact（未收到该费用明细）',
    };
  if (line.isVoid)
    return {
      refused: 'line-withdrawn',
      detail: 'The line is withdrawn; what comes after is another revision（该费用明细已撤销）',
    };
  return line;
}
