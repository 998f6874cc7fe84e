/**
 * Renewal of a certificate (linfen 2-3): applied for some months before it ends, examined, and renewed, or cancelled. Readings:
 * an application that is late is taken while the certificate is valid and said to be late; the days of an examination are those
 * of a first application (2-2); a renewed certificate begins where the old one ends; one that is not renewed is cancelled at this
 * site when it ends, or with the decision where that comes later.
 */
import { OPEN_END, dayAt, formatDay, isBefore, nextDay, previousDay, startOfDay } from '@gatekeeper/calendar';
import { certificateReviewBy, certificateValidity, renewalBy, timelinessOf } from '@gatekeeper/scoring';
import { foldCode } from '@gatekeeper/vocabulary';
import { CodeField, FlagField } from '../../http/fields';
import { NothingBody, ReasonsBody } from '../case-bodies';
import type { CaseFile } from '../case-file';
import type { Moment, StepRefused, StepTaken } from '../workflow';
import { stepsOf, workflow } from '../workflow';
import { registrationsAt } from './on-file';
import { proposalSteps } from './proposal-steps';
import { dayIn } from './written-days';

export class OpenRenewalBody {
  @CodeField()
  fixmedins_code!: string;

  @CodeField()
  clinician_code!: string;
}

export class ProposeRenewalBody extends ReasonsBody {
  @FlagField({ description: 'Renewed; if not, the certificate is cancelled（准予延续，否则注销）' })
  renewed!: boolean;
}

export interface RenewalData {
  /** The last day of the certificate as it was on application. */
  readonly valid_until: string;
  readonly late: boolean;
  readonly proposed: { readonly renewed: boolean; readonly reasons: string } | null;
  /** The last day of the one that was renewed. */
  readonly renewed_until?: string;
  /** The first day without a certificate. */
  readonly cancelled_from?: string;
}

type File = CaseFile<RenewalData>;
type Taken = StepTaken<RenewalData> | StepRefused;
const RENEWAL_KIND = 'certificate_renewal';
const step = stepsOf<RenewalData>();
const refuse = (refused: string, detail: string): StepRefused => ({ refused, detail });

export const CERTIFICATE_RENEWAL = workflow<RenewalData, OpenRenewalBody>({
  kind: RENEWAL_KIND,
  path: 'certificate-renewal-cases',
  title: { en: 'Renewals of certificates', zh: '资格证书延续' },
  states: ['applied', 'decision_proposed', 'renewed', 'cancelled'],
  opening: {
    title: { en: 'Apply for the renewal of a certificate', zh: '申请资格证书延续' },
    roles: ['clinician', 'institution_office'],
    reach: 'clinician',
    body: OpenRenewalBody,
    to: ['applied'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    act: opened,
  },
  steps: [
    ...proposalSteps({
      what: 'decision',
      titles: {
        propose: { en: 'Propose whether it is renewed', zh: '拟定延续审核结论' },
        return: { en: 'Return the proposal', zh: '退回延续审核结论' },
      },
      from: ['applied'],
      proposedBy: ['registrar'],
      returnedBy: ['reviewer', 'admin_department'],
      body: ProposeRenewalBody,
      proposalOf: ({ body }) => ({ renewed: body.renewed, reasons: body.reasons }),
    }),
    step({
      event: 'confirm',
      title: { en: 'Confirm the decision', zh: '审批延续审核结论' },
      from: ['decision_proposed'],
      to: ['renewed', 'cancelled'],
      roles: ['reviewer', 'admin_department'],
      body: NothingBody,
      movesMoney: true,
      writesRecords: true,
      act: confirmed,
    }),
  ],
});

async function opened({ body, terms, reads, now }: Moment<OpenRenewalBody>) {
  const [registration] = await registrationsAt(reads, body.clinician_code, body.fixmedins_code, now);
  if (registration === undefined || registration.certificateUntil === OPEN_END)
    return refuse('no-certificate', 'No certificate with an end is on file for this person at this site');
  const lastDay = previousDay(dayAt(registration.certificateUntil));
  const applyBy = renewalBy(lastDay, terms.parameters);
  if (applyBy === 'none') return refuse('no-renewal-in-text', 'The text knows no renewal of certificates');
  const today = dayAt(now);
  if (isBefore(lastDay, today))
    return refuse(
      'certificate-expired',
      `It ended with ${formatDay(lastDay)}: a new one is applied for as the first was`,
    );
  const earlier = await reads.casesOfClinician(foldCode(body.clinician_code), RENEWAL_KIND);
  if (
    earlier.some(
      (file) => file.withdrawnBy === null && isAbout(file, body.fixmedins_code, formatDay(lastDay)),
    )
  )
    return refuse('applied-before', 'The renewal of this certificate was applied for already');
  const data: RenewalData = {
    valid_until: formatDay(lastDay),
    late: timelinessOf(now, applyBy) === 'late',
    proposed: null,
  };
  const reviewed = certificateReviewBy(today, terms.parameters, terms.calendar);
  return {
    data,
    deadlines: [
      { name: 'apply_for_renewal', lastDay: applyBy, borneBy: 'clinician' as const },
      { name: 'review_renewal', lastDay: reviewed, borneBy: 'reviewer' as const },
    ],
    met: ['apply_for_renewal'],
  };
}

const isAbout = ({ fixmedinsCode, data }: CaseFile, site: string, validUntil: string): boolean =>
  fixmedinsCode === foldCode(site) && (data as RenewalData).valid_until === validUntil;

function confirmed(file: File, moment: Moment<NothingBody>): Promise<Taken> {
  const { data, clinicianCode } = file;
  if (data.proposed === null || clinicianCode === null)
    return Promise.resolve(refuse('nothing-to-confirm', 'No decision was proposed'));
  return data.proposed.renewed
    ? renewed(file, clinicianCode, moment)
    : Promise.resolve(cancelled(file, clinicianCode, moment));
}

async function renewed(
  { data, fixmedinsCode }: File,
  clinicianCode: string,
  { terms, reads, head, now }: Moment<NothingBody>,
): Promise<Taken> {
  const [registration] = await registrationsAt(reads, clinicianCode, fixmedinsCode, now);
  if (registration === undefined)
    return refuse('no-certificate', 'The person is not registered at this site');
  if (registration.certificateUntil !== startOfDay(nextDay(dayIn(data.valid_until))))
    return refuse('certificate-changed', `The certificate no longer ends with ${data.valid_until}`);
  const validity = certificateValidity(nextDay(dayIn(data.valid_until)), terms.parameters);
  if (validity === 'none')
    return refuse('no-certificate-in-text', 'The text knows no validity of certificates');
  const lastDay = previousDay(dayAt(validity.until));
  const renewedRegistration = {
    ...registration,
    ...head(registration.recordId),
    certificateUntil: validity.until,
  };
  return {
    state: 'renewed',
    records: [renewedRegistration],
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
  { data, fixmedinsCode }: File,
  clinicianCode: string,
  { head, now }: Moment<NothingBody>,
): Taken {
  const afterIt = nextDay(dayIn(data.valid_until));
  const from = isBefore(afterIt, dayAt(now)) ? dayAt(now) : afterIt;
  return {
    state: 'cancelled',
    records: [
      {
        ...head(),
        kind: 'deregistration',
        code: clinicianCode,
        fixmedinsCode,
        reason: 'licence_cancelled',
        from: startOfDay(from),
      },
    ],
    data: { cancelled_from: formatDay(from) },
    met: ['review_renewal'],
  };
}
