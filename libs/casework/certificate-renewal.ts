/**
 * Renewal of a certificate (linfen 2-3): applied for some months before it ends, examined, and renewed, or cancelled. Readings:
 * an application that is late is taken while the certificate is valid and said to be late; the days of an examination are those
 * of a first application (2-2); a renewed certificate begins where the old one ends; one that is not renewed is cancelled at this
 * site when it ends, or with the decision where that comes later.
 */
import {
  OPEN_END,
  dayAt,
  dayIn,
  formatDay,
  isBefore,
  nextDay,
  previousDay,
  startOfDay,
} from '@gatekeeper/calendar';
import { certificateReviewBy, certificateValidity, renewalBy, timelinessOf } from '@gatekeeper/scoring';
import { foldCode } from '@gatekeeper/vocabulary';
import type { Answer, Opened, StepRefused } from './answer';
import { refuse } from './answer';
import type { NothingSaid, Reasons } from './bodies';
import type { CaseFile } from './case-file';
import { RENEWAL_DATA } from './certificate-renewal-data';
import type { RenewalData, RenewalDecision } from './certificate-renewal-data';
import { decisionOfTwo } from './decision-of-two';
import { registrationsAt } from './on-file';
import type { Moment, Workflow } from './workflow';
import { opening } from './workflow';

export interface OpenRenewal {
  readonly fixmedins_code: string;
  readonly clinician_code: string;
}

export interface ProposeRenewal extends Reasons {
  readonly renewed: boolean;
}

interface RenewalBodies {
  readonly propose_decision: ProposeRenewal;
  readonly return_decision: Reasons;
  readonly confirm: NothingSaid;
}

type File = CaseFile<RenewalData>;

const NOTHING = refuse('nothing-to-confirm', 'No decision was proposed');

const decision = decisionOfTwo<RenewalData, RenewalDecision>({
  waiting: 'decision_proposed',
  proposedIn: ({ proposed }) => proposed,
  keep: (proposed, state) => (proposed === null ? { proposed } : { proposed, stood_before: state }),
  nothing: NOTHING,
});

export const CERTIFICATE_RENEWAL: Workflow<RenewalData, OpenRenewal, RenewalBodies> = {
  path: 'certificate-renewal-cases',
  title: { en: 'Renewals of certificates', zh: '资格证书延续' },
  states: ['applied', 'decision_proposed', 'renewed', 'cancelled'],
  data: RENEWAL_DATA,
  opening: opening({
    title: { en: 'Apply for the renewal of a certificate', zh: '申请资格证书延续' },
    roles: ['clinician', 'institution_office'],
    reach: 'clinician',
    to: ['applied'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    needs: ['person', 'renewalsOfPerson'],
    act: applied,
  }),
  steps: {
    propose_decision: decision.propose({
      title: { en: 'Propose whether it is renewed', zh: '拟定延续审核结论' },
      from: ['applied'],
      roles: ['registrar'],
      proposalOf: (_, { body: { renewed, reasons } }) => ({ renewed, reasons }),
    }),
    return_decision: decision.return({
      title: { en: 'Return the proposal', zh: '退回延续审核结论' },
      to: ['applied'],
      roles: ['reviewer', 'admin_department'],
    }),
    confirm: decision.confirm({
      title: { en: 'Confirm the decision', zh: '审批延续审核结论' },
      to: ['renewed', 'cancelled'],
      roles: ['reviewer', 'admin_department'],
      writesRecords: true,
      needs: ['person'],
      act: (proposed, file, moment) => (proposed.renewed ? renewed(file, moment) : cancelled(file, moment)),
    }),
  },
};

function applied({
  body,
  terms,
  facts,
  now,
}: Moment<OpenRenewal, 'person' | 'renewalsOfPerson'>): Opened<RenewalData> | StepRefused {
  const site = foldCode(body.fixmedins_code);
  const [registration] = registrationsAt(facts.person, site, now);
  if (registration === undefined || registration.certificateUntil === OPEN_END)
    return refuse('no-certificate', 'No certificate with an end is on file for this person at this site');
  const lastDay = previousDay(dayAt(registration.certificateUntil));
  const validUntil = formatDay(lastDay);
  const applyBy = renewalBy(lastDay, terms.parameters);
  if (applyBy === 'none') return refuse('no-renewal-in-text', 'The text knows no renewal of certificates');
  const today = dayAt(now);
  if (isBefore(lastDay, today))
    return refuse(
      'certificate-expired',
      `It ended with ${validUntil}: a new one is applied for as the first was`,
    );
  const isAppliedFor = facts.renewalsOfPerson.some(
    ({ withdrawnBy, fixmedinsCode, data }) =>
      withdrawnBy === null && fixmedinsCode === site && data.valid_until === validUntil,
  );
  if (isAppliedFor)
    return refuse('applied-before', 'The renewal of this certificate was applied for already');
  const reviewed = certificateReviewBy(today, terms.parameters, terms.calendar);
  return {
    data: { valid_until: validUntil, late: timelinessOf(now, applyBy) === 'late', proposed: null },
    deadlines: [
      { name: 'apply_for_renewal', lastDay: applyBy, borneBy: 'clinician' },
      { name: 'review_renewal', lastDay: reviewed, borneBy: 'reviewer' },
    ],
    met: ['apply_for_renewal'],
  };
}

function renewed(
  { data, fixmedinsCode }: File,
  { terms, facts, head, now }: Moment<NothingSaid, 'person'>,
): Answer<RenewalData> {
  const [registration] = registrationsAt(facts.person, fixmedinsCode, now);
  if (registration === undefined)
    return refuse('no-certificate', 'The person is not registered at this site');
  const afterIt = nextDay(dayIn(data.valid_until));
  if (registration.certificateUntil !== startOfDay(afterIt))
    return refuse('certificate-changed', `The certificate no longer ends with ${data.valid_until}`);
  const validity = certificateValidity(afterIt, terms.parameters);
  if (validity === 'none')
    return refuse('no-certificate-in-text', 'The text knows no validity of certificates');
  const lastDay = previousDay(dayAt(validity.until));
  return {
    state: 'renewed',
    records: [{ ...registration, ...head(1, registration.recordId), certificateUntil: validity.until }],
    data: { renewed_until: formatDay(lastDay) },
    met: ['review_renewal'],
    deadlines: [
      {
        name: 'apply_for_next_renewal',
        lastDay: renewalBy(lastDay, terms.parameters),
        borneBy: 'clinician',
      },
    ],
  };
}

function cancelled(
  { data, fixmedinsCode, clinicianCode: code }: File,
  { head, now }: Moment<NothingSaid, 'person'>,
): Answer<RenewalData> {
  if (code === null) return NOTHING;
  const afterIt = nextDay(dayIn(data.valid_until));
  const today = dayAt(now);
  const from = isBefore(afterIt, today) ? today : afterIt;
  return {
    state: 'cancelled',
    records: [
      {
        ...head(1),
        kind: 'deregistration',
        code,
        fixmedinsCode,
        reason: 'licence_cancelled',
        from: startOfDay(from),
      },
    ],
    data: { cancelled_from: formatDay(from) },
    met: ['review_renewal'],
  };
}
