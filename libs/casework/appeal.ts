/**
 * An appeal (陈述申辩) against the notice of a measure, or of what follows an assessment (hainan-2022 art. 24; guangdong-2025 art. 34 to 37;
 * N34 art. 41 to 44): filed, in time or waived; accepted; experts where they are needed; decided by two; upheld: the sanction never was.
 */
import type { DayText, Instant } from '@gatekeeper/calendar';
import { dayAt, dayIn, formatDay } from '@gatekeeper/calendar';
import { admissionOf, appealBy, reviewBy } from '@gatekeeper/scoring';
import { annulmentOf } from './annulments';
import type { Answer, Opened, StepRefused } from './answer';
import { refuse } from './answer';
import { APPEAL_DATA } from './appeal-data';
import type { AppealData, AppealDecision } from './appeal-data';
import type { NothingSaid, Reasons } from './bodies';
import type { CaseFile, DeadlineSet } from './case-file';
import { decisionOfTwo } from './decision-of-two';
import { noticeOf } from './documents-on-file';
import type { Terms } from './terms';
import type { Moment, Workflow } from './workflow';
import { opening, step } from './workflow';

export interface OpenAppeal extends Reasons {
  readonly fixmedins_code: string;
  readonly clinician_code: string;
  readonly document_no: string;
  readonly signed: boolean;
  readonly stamped: boolean;
}

export interface SentToExperts {
  readonly sent_on: DayText;
}

export interface ExpertOpinion {
  readonly opinion: string;
  /** Calendar days it took. */
  readonly days: number;
}

export interface ProposeAppealDecision extends Reasons {
  readonly upheld: boolean;
}

interface AppealBodies {
  readonly accept: NothingSaid;
  readonly consult_experts: SentToExperts;
  readonly give_opinion: ExpertOpinion;
  readonly propose_decision: ProposeAppealDecision;
  readonly return_decision: Reasons;
  readonly confirm: NothingSaid;
}

const NOTHING = refuse('nothing-to-confirm', 'No decision was proposed');

const decision = decisionOfTwo<AppealData, AppealDecision>({
  waiting: 'decision_proposed',
  proposedIn: ({ proposed = null }) => proposed,
  keep: (proposed, state) => (proposed === null ? { proposed } : { proposed, stood_before: state }),
  nothing: NOTHING,
});

export const APPEAL: Workflow<AppealData, OpenAppeal, AppealBodies> = {
  path: 'appeal-cases',
  title: { en: 'Appeals', zh: '陈述申辩' },
  states: ['filed', 'waived', 'accepted', 'with_experts', 'decision_proposed', 'upheld', 'rejected'],
  data: APPEAL_DATA,
  opening: opening({
    title: { en: 'File an appeal', zh: '提交陈述申辩' },
    roles: ['clinician', 'institution_office'],
    reach: 'clinician',
    to: ['filed', 'waived'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    needs: ['sanctionsOfPerson', 'assessmentsOfPerson'],
    act: filed,
  }),
  steps: {
    accept: step({
      title: { en: 'Accept the appeal', zh: '受理陈述申辩' },
      from: ['filed'],
      to: ['accepted'],
      roles: ['reviewer'],
      act: (file, { terms, now }) => {
        const accepted = { accepted_on: formatDay(dayAt(now)) };
        return { data: accepted, deadlines: answerBy({ ...file.data, ...accepted }, terms) };
      },
    }),
    consult_experts: step({
      title: { en: 'Hand it to experts', zh: '委托第三方专家评议' },
      from: ['accepted'],
      to: ['with_experts'],
      roles: ['reviewer'],
      act: (_, { body }) => ({ data: { experts_since: body.sent_on } }),
    }),
    give_opinion: step({
      title: { en: 'Give the experts’ opinion', zh: '提交专家意见' },
      from: ['with_experts'],
      to: ['accepted'],
      roles: ['expert', 'reviewer'],
      act: (file, { body, terms }) => {
        const given = { opinion: body.opinion, expert_days: file.data.expert_days + body.days };
        return { data: given, deadlines: answerBy({ ...file.data, ...given }, terms) };
      },
    }),
    propose_decision: decision.propose({
      title: { en: 'Propose how it is decided', zh: '拟定申辩结论' },
      from: ['accepted'],
      roles: ['reviewer'],
      proposalOf: (_, { body: { upheld, reasons } }) => ({ upheld, reasons }),
    }),
    return_decision: decision.return({
      title: { en: 'Return the proposal', zh: '退回申辩结论' },
      to: ['accepted'],
      roles: ['reviewer', 'admin_department'],
    }),
    confirm: decision.confirm({
      title: { en: 'Confirm the decision', zh: '审批申辩结论' },
      to: ['upheld', 'rejected'],
      roles: ['reviewer', 'admin_department'],
      writesRecords: true,
      act: confirmed,
    }),
  },
};

function filed({
  body,
  terms,
  facts,
  now,
}: Moment<OpenAppeal, 'sanctionsOfPerson' | 'assessmentsOfPerson'>): Opened<AppealData> | StepRefused {
  const { document_no: documentNo, reasons, signed, stamped } = body;
  const deliveredOn = noticeOf(facts, documentNo)?.deliveredOn ?? null;
  if (deliveredOn === null)
    return refuse('no-such-notice', 'No notice of that number was delivered to this person');
  if (!signed || !stamped)
    return refuse(
      'not-signed',
      'An appeal is signed by the person and stamped by the institution（须本人签字并加盖机构公章）',
    );
  const data: AppealData = {
    document_no: documentNo,
    reasons,
    received_on: formatDay(dayAt(now)),
    accepted_on: null,
    expert_days: 0,
  };
  return isLate(now, deliveredOn, terms)
    ? { data, documentNo, state: 'waived' }
    : { data, documentNo, deadlines: answerBy(data, terms) };
}

const isLate = (now: Instant, deliveredOn: DayText, { parameters, calendar }: Terms): boolean =>
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

function confirmed(
  { upheld }: AppealDecision,
  { data: { document_no: documentNo }, clinicianCode: code }: CaseFile<AppealData>,
  { head, now }: Moment<NothingSaid>,
): Answer<AppealData> {
  if (code === null) return NOTHING;
  const met = ['answer_appeal'];
  if (!upheld) return { state: 'rejected', met };
  return {
    state: 'upheld',
    met,
    records: [annulmentOf(head(1), { documentNo, code, decidedAt: now })],
    withdrawn: { documentNo },
  };
}
