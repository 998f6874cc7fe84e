/**
 * A dispute (争议) over a measure whose appeal was rejected (hainan-2022 art. 25; guangdong-2025 art. 35): the administrative department
 * of the same level coordinates; after that administrative review or a court may still reverse it. The department also
 * records such a reversal where nobody brought a dispute here. Readings: an appeal that came too late is no objection, so
 * nothing of it is in dispute; a result that changes a measure in part reverses it, and the changed one is ordered anew.
 */
import { dayAt, isAfter, startOfDay } from '@gatekeeper/calendar';
import { APPEAL_DATA } from '@gatekeeper/casework';
import { foldCode } from '@gatekeeper/vocabulary';
import { NothingBody } from '../case-bodies';
import type { CaseFile } from '../case-file';
import type { CaseReads, Moment, StepRefused, StepTaken } from '../workflow';
import { stepsOf, workflow } from '../workflow';
import { NEVER_WAS, annulledDocuments, annulmentOf } from './annulments';
import { DISPUTE_KIND, OpenDisputeBody, ProposeResultBody } from './dispute-data';
import type { DisputeData, DisputeResult } from './dispute-data';
import { isDocumentOf } from './documents-on-file';
import { proposalSteps } from './proposal-steps';
import { dayIn } from './written-days';

type File = CaseFile<DisputeData>;
type Taken = StepTaken<DisputeData> | StepRefused;
const step = stepsOf<DisputeData>();
const refuse = (refused: string, detail: string): StepRefused => ({ refused, detail });

export const DISPUTE = workflow<DisputeData, OpenDisputeBody>({
  kind: DISPUTE_KIND,
  path: 'dispute-cases',
  title: { en: 'Disputes', zh: '争议处理' },
  states: ['coordinating', 'decided_elsewhere', 'result_proposed', 'stands', 'reversed'],
  opening: {
    title: {
      en: 'Bring a dispute, or record another authority’s decision',
      zh: '提交争议或登记复议、诉讼结果',
    },
    roles: ['clinician', 'institution_office', 'admin_department'],
    reach: 'clinician',
    body: OpenDisputeBody,
    to: ['coordinating', 'decided_elsewhere'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    act: brought,
  },
  steps: [
    ...proposalSteps({
      what: 'result',
      titles: {
        propose: { en: 'Propose the result', zh: '拟定争议结论' },
        return: { en: 'Return the result', zh: '退回争议结论' },
      },
      from: ['coordinating', 'decided_elsewhere', 'stands'],
      proposedBy: ['admin_department'],
      returnedBy: ['admin_department'],
      body: ProposeResultBody,
      proposalOf: resultOf,
    }),
    step({
      event: 'confirm_result',
      title: { en: 'Confirm the result', zh: '审批争议结论' },
      from: ['result_proposed'],
      to: ['stands', 'reversed'],
      roles: ['admin_department'],
      body: NothingBody,
      movesMoney: true,
      writesRecords: true,
      act: confirmed,
    }),
  ],
});

async function brought({ body, reads, roles }: Moment<OpenDisputeBody>) {
  const { document_no: documentNo, brought_before: broughtBefore } = body;
  const code = foldCode(body.clinician_code);
  const isCoordinated = broughtBefore === 'coordination';
  const problem = isCoordinated
    ? await problemOfCoordination(reads, code, documentNo)
    : await problemOfRecording(reads, code, documentNo, roles.includes('admin_department'));
  if (problem !== null) return problem;
  if ((await annulledDocuments(reads, code)).has(documentNo)) return NEVER_WAS;
  const data: DisputeData = {
    document_no: documentNo,
    brought_before: broughtBefore,
    reasons: body.reasons,
    results: [],
  };
  return { data, documentNo, state: isCoordinated ? 'coordinating' : 'decided_elsewhere' };
}

async function problemOfCoordination(
  reads: CaseReads,
  code: string,
  documentNo: string,
): Promise<StepRefused | null> {
  const appeals = await reads.casesOfClinician(code, APPEAL_DATA.kind);
  if (!appeals.some((it) => it.documentNo === documentNo && it.state === 'rejected'))
    return refuse(
      'no-rejected-appeal',
      'The department coordinates once an appeal against that notice was rejected（须先经申诉并被维持原处理）',
    );
  const disputes = await reads.casesOfClinician(code, DISPUTE_KIND);
  return disputes.some((it) => it.documentNo === documentNo)
    ? refuse('disputed-before', 'A dispute over that notice is on file: its result is recorded there')
    : null;
}

async function problemOfRecording(
  reads: CaseReads,
  code: string,
  documentNo: string,
  byDepartment: boolean,
): Promise<StepRefused | null> {
  if (!byDepartment)
    return refuse(
      'recorded-by-department',
      'The administrative department records what another authority decided',
    );
  return (await isDocumentOf(reads, code, documentNo))
    ? null
    : refuse('no-such-document', 'No measure of that document is on file of this person');
}

/** Coordination comes once, before the result that stands after it is taken to another authority. */
function resultOf({ body, now }: Moment<ProposeResultBody>, state: string): DisputeResult | StepRefused {
  const { reversed, source, decision_no: decisionNo, decided_on: decidedOn, reasons } = body;
  const isCoordinated = source === 'coordination';
  if (isCoordinated && state !== 'coordinating')
    return refuse('not-in-coordination', 'From here another authority’s decision is recorded');
  if (!isCoordinated && decisionNo === undefined)
    return refuse('decision-number-missing', 'A review or a judgment has a number: decision_no');
  if (isAfter(dayIn(decidedOn), dayAt(now)))
    return refuse('decided-in-future', 'The day of the result is not over the present day');
  return { reversed, source, decision_no: decisionNo ?? null, decided_on: decidedOn, reasons };
}

async function confirmed(
  { data, clinicianCode: code }: File,
  { head, reads }: Moment<NothingBody>,
): Promise<Taken> {
  const { proposed, document_no: documentNo, results } = data;
  if (proposed === undefined || proposed === null || code === null)
    return refuse('nothing-to-confirm', 'No result was proposed');
  const kept = { proposed: null, results: [...results, proposed] };
  if (!proposed.reversed) return { state: 'stands', data: kept };
  if ((await annulledDocuments(reads, code)).has(documentNo)) return NEVER_WAS;
  const decidedAt = startOfDay(dayIn(proposed.decided_on));
  return {
    state: 'reversed',
    data: kept,
    records: [annulmentOf(head, { documentNo, code, decidedAt })],
    withdrawn: { documentNo },
  };
}
