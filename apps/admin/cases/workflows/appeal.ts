/**
 * An appeal (陈述申辩) against a measure (hainan-2022 art. 24; guangdong-2025 art. 34 to 37; N34 art. 41 to 44): filed, in time or
 * waived; accepted; experts where they are needed; decided by two; upheld: the sanction never was.
 */
import { dayAt, formatDay } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { admissionOf, appealBy, reviewBy } from '@gatekeeper/scoring';
import { foldCode } from '@gatekeeper/vocabulary';
import { CodeField, DayField, FlagField, TextField, WholeField } from '../../http/fields';
import { NothingBody, ReasonsBody } from '../case-bodies';
import type { CaseFile, DeadlineSet } from '../case-file';
import type { Moment, StepRefused, StepTaken, Terms } from '../workflow';
import { stepsOf, workflow } from '../workflow';
import { sanctionDataOf, SANCTION_KIND } from './sanction-data';
import { dayIn } from './written-days';

export class OpenAppealBody {
  @CodeField()
  fixmedins_code!: string;

  @CodeField()
  clinician_code!: string;

  @TextField({ description: 'The number of the notice（处理通知书文号）' })
  document_no!: string;

  @TextField({ max: 4000, description: 'What is said against it（陈述申辩理由）' })
  reasons!: string;

  @FlagField({ description: 'Signed by the person（本人签字）' })
  signed!: boolean;

  @FlagField({ description: 'Stamped by the institution（机构盖章）' })
  stamped!: boolean;
}

class ExpertsBody {
  @DayField({ description: 'The day the material went to the experts（送交专家日）' })
  sent_on!: string;
}

class OpinionBody {
  @TextField({ max: 4000 })
  opinion!: string;

  @WholeField({ min: 0, max: 366, description: 'Calendar days it took（所用自然日）' })
  days!: number;
}

class ProposeDecisionBody extends ReasonsBody {
  @FlagField({ description: 'Upheld: the measure never was（申辩成立，撤销处理）' })
  upheld!: boolean;
}

export interface AppealData {
  readonly document_no: string;
  readonly reasons: string;
  readonly received_on: string;
  readonly accepted_on: string | null;
  readonly expert_days: number;
  readonly experts_since?: string;
  readonly opinion?: string;
  readonly proposed?: { readonly upheld: boolean; readonly reasons: string };
}

type File = CaseFile<AppealData>;
type Taken = StepTaken<AppealData> | StepRefused;
const step = stepsOf<AppealData>();

export const APPEAL = workflow<AppealData, OpenAppealBody>({
  kind: 'appeal',
  path: 'appeal-cases',
  title: { en: 'Appeals', zh: '陈述申辩' },
  states: ['filed', 'waived', 'accepted', 'with_experts', 'decision_proposed', 'upheld', 'rejected'],
  opening: {
    title: { en: 'File an appeal', zh: '提交陈述申辩' },
    roles: ['clinician', 'institution_office'],
    reach: 'clinician',
    body: OpenAppealBody,
    to: ['filed', 'waived'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    act: filed,
  },
  steps: [
    step({
      event: 'accept',
      title: { en: 'Accept the appeal', zh: '受理陈述申辩' },
      from: ['filed'],
      to: ['accepted'],
      roles: ['reviewer'],
      body: NothingBody,
      act: (file, { terms, now }) => {
        const acceptedOn = formatDay(dayAt(now));
        const data = { ...file.data, accepted_on: acceptedOn };
        return Promise.resolve({ data, deadlines: answerBy(data, terms) });
      },
    }),
    step({
      event: 'consult_experts',
      title: { en: 'Hand it to experts', zh: '委托第三方专家评议' },
      from: ['accepted'],
      to: ['with_experts'],
      roles: ['reviewer'],
      body: ExpertsBody,
      act: (_, { body }) => Promise.resolve({ data: { experts_since: body.sent_on } }),
    }),
    step({
      event: 'give_opinion',
      title: { en: 'Give the experts’ opinion', zh: '提交专家意见' },
      from: ['with_experts'],
      to: ['accepted'],
      roles: ['expert', 'reviewer'],
      body: OpinionBody,
      act: (file, { body, terms }) => {
        const data = {
          ...file.data,
          opinion: body.opinion,
          expert_days: file.data.expert_days + body.days,
        };
        return Promise.resolve({ data, deadlines: answerBy(data, terms) });
      },
    }),
    step({
      event: 'propose_decision',
      title: { en: 'Propose how it is decided', zh: '拟定申辩结论' },
      from: ['accepted'],
      to: ['decision_proposed'],
      roles: ['reviewer'],
      body: ProposeDecisionBody,
      proposes: true,
      act: (_, { body }) =>
        Promise.resolve({ data: { proposed: { upheld: body.upheld, reasons: body.reasons } } }),
    }),
    step({
      event: 'return_decision',
      title: { en: 'Return the proposal', zh: '退回申辩结论' },
      from: ['decision_proposed'],
      to: ['accepted'],
      roles: ['reviewer', 'admin_department'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({}),
    }),
    step({
      event: 'confirm',
      title: { en: 'Confirm the decision', zh: '审批申辩结论' },
      from: ['decision_proposed'],
      to: ['upheld', 'rejected'],
      roles: ['reviewer', 'admin_department'],
      body: NothingBody,
      movesMoney: true,
      writesRecords: true,
      act: (file, moment) => Promise.resolve(confirmed(file, moment)),
    }),
  ],
});

async function filed({ body, terms, reads, now }: Moment<OpenAppealBody>) {
  const appealed = (await reads.casesOfClinician(foldCode(body.clinician_code), SANCTION_KIND)).find(
    ({ documentNo }) => documentNo === body.document_no,
  );
  const deliveredOn = appealed === undefined ? undefined : sanctionDataOf(appealed)?.delivered_on;
  if (deliveredOn === undefined)
    return { refused: 'no-such-notice', detail: 'No notice of that number was delivered to this person' };
  if (!body.signed || !body.stamped)
    return {
      refused: 'not-signed',
      detail: 'An appeal is signed by the person and stamped by the institution（须本人签字并加盖机构公章）',
    };
  const data: AppealData = {
    document_no: body.document_no,
    reasons: body.reasons,
    received_on: formatDay(dayAt(now)),
    accepted_on: null,
    expert_days: 0,
  };
  return isLate(now, deliveredOn, terms)
    ? { data, documentNo: body.document_no, state: 'waived' }
    : { data, documentNo: body.document_no, deadlines: answerBy(data, terms) };
}

const isLate = (now: Instant, deliveredOn: string, { parameters, calendar }: Terms): boolean =>
  admissionOf(now, appealBy(dayIn(deliveredOn), parameters, calendar)) === 'waived';

/** By when the appeal is answered, as far as its clock runs. */
function answerBy(data: AppealData, { parameters, calendar }: Terms): readonly DeadlineSet[] {
  const inHand = {
    materialReceivedOn: dayIn(data.received_on),
    acceptedOn: data.accepted_on === null ? null : dayIn(data.accepted_on),
    expertDays: data.expert_days,
  };
  return [{ name: 'answer_appeal', lastDay: reviewBy(inHand, parameters, calendar), borneBy: 'reviewer' }];
}

function confirmed(file: File, { head, now }: Moment<NothingBody>): Taken {
  const { proposed, document_no: documentNo } = file.data;
  if (proposed === undefined || file.clinicianCode === null)
    return { refused: 'nothing-to-confirm', detail: 'No decision was proposed' };
  const met = ['answer_appeal'];
  if (!proposed.upheld) return { state: 'rejected', met };
  return {
    state: 'upheld',
    met,
    records: [{ ...head(), kind: 'annulment', documentNo, code: file.clinicianCode, decidedAt: now }],
  };
}
