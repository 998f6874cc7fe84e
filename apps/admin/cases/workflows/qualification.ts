/**
 * The qualification of a doctor (linfen 2-1 and 2-2): applied for through the institution, examined within working days, issued
 * with a certificate, or refused with written reasons. Reading: it opens the fund to a person, so two people decide it.
 */
import { OPEN_END, covers, dayAt, formatDay, previousDay, startOfDay } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { certificateReviewBy, certificateValidity, renewalBy } from '@gatekeeper/scoring';
import type { ClinicianCategory, RegistryRecord } from '@gatekeeper/vocabulary';
import { CLINICIAN_CATEGORIES } from '@gatekeeper/vocabulary';
import { CodeField, FlagField, OneOfField, TextField } from '../../http/fields';
import { NothingBody, ReasonsBody } from '../case-bodies';
import type { CaseFile } from '../case-file';
import type { CaseReads, Moment, StepRefused, StepTaken } from '../workflow';
import { stepsOf, workflow } from '../workflow';
import { isClinicianOnFile, registrationsAt } from './on-file';
import { proposalSteps } from './proposal-steps';

export class OpenQualificationBody {
  @CodeField()
  fixmedins_code!: string;

  @CodeField()
  clinician_code!: string;

  @TextField({ max: 60, description: 'The name（姓名）' })
  name!: string;

  @OneOfField(CLINICIAN_CATEGORIES)
  category!: ClinicianCategory;

  @TextField({ max: 60, description: 'The number of the licence to practise（医师执业证书编号）' })
  licence_no!: string;

  @TextField({ max: 60, description: 'The department（科室）' })
  department!: string;

  @TextField({ max: 60, description: 'How to reach the person（联系方式）' })
  contact!: string;

  @FlagField({ description: 'Signed by the person（本人签字）' })
  signed!: boolean;

  @FlagField({ description: 'The main site（主要执业机构）' })
  main_site!: boolean;
}

export class ProposeQualificationBody extends ReasonsBody {
  @FlagField({ description: 'The certificate is issued（准予发证）' })
  issued!: boolean;
}

export interface QualificationData {
  readonly name: string;
  readonly category: ClinicianCategory;
  readonly licence_no: string;
  readonly department: string;
  readonly contact: string;
  readonly main_site: boolean;
  /** Refused, these are the written reasons. */
  readonly proposed: { readonly issued: boolean; readonly reasons: string } | null;
  readonly valid_from?: string;
  readonly valid_until?: string;
}

type File = CaseFile<QualificationData>;
type Taken = StepTaken<QualificationData> | StepRefused;
const step = stepsOf<QualificationData>();
const refuse = (refused: string, detail: string): StepRefused => ({ refused, detail });

export const QUALIFICATION = workflow<QualificationData, OpenQualificationBody>({
  kind: 'qualification',
  path: 'qualification-cases',
  title: { en: 'Qualifications of doctors', zh: '医保医师资格申请' },
  states: ['applied', 'decision_proposed', 'issued', 'refused'],
  opening: {
    title: { en: 'Apply for a qualification', zh: '申请医保医师资格' },
    roles: ['institution_office'],
    reach: 'institution',
    body: OpenQualificationBody,
    to: ['applied'],
    entersPerson: true,
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    act: opened,
  },
  steps: [
    ...proposalSteps({
      what: 'decision',
      titles: {
        propose: { en: 'Propose whether it is issued', zh: '拟定资格审核结论' },
        return: { en: 'Return the proposal', zh: '退回资格审核结论' },
      },
      from: ['applied'],
      proposedBy: ['registrar'],
      returnedBy: ['reviewer', 'admin_department'],
      body: ProposeQualificationBody,
      proposalOf: ({ body }) => ({ issued: body.issued, reasons: body.reasons }),
    }),
    step({
      event: 'confirm',
      title: { en: 'Confirm the decision', zh: '审批资格审核结论' },
      from: ['decision_proposed'],
      to: ['issued', 'refused'],
      roles: ['reviewer', 'admin_department'],
      body: NothingBody,
      movesMoney: true,
      writesRecords: true,
      act: confirmed,
    }),
  ],
});

async function opened({ body, terms, reads, now }: Moment<OpenQualificationBody>) {
  const { parameters, calendar } = terms;
  const today = dayAt(now);
  if (certificateValidity(today, parameters) === 'none')
    return refuse('no-certificate-in-text', 'The text knows no certificate of qualification');
  if (!parameters.personTypes.includes(body.category))
    return refuse('not-governed', `The text does not govern persons of the category ${body.category}`);
  if (!body.signed) return refuse('not-signed', 'The application is signed by the person（须本人签字）');
  if (await isCertified(reads, body.clinician_code, body.fixmedins_code, now)) return ALREADY;
  const data: QualificationData = {
    name: body.name,
    category: body.category,
    licence_no: body.licence_no,
    department: body.department,
    contact: body.contact,
    main_site: body.main_site,
    proposed: null,
  };
  const lastDay = certificateReviewBy(today, parameters, calendar);
  return { data, deadlines: [{ name: 'review_application', lastDay, borneBy: 'reviewer' as const }] };
}

const ALREADY = refuse(
  'already-registered',
  'The person is registered there, with a certificate that is valid',
);

const isCertified = async (
  reads: CaseReads,
  clinicianCode: string,
  site: string,
  now: Instant,
): Promise<boolean> =>
  (await registrationsAt(reads, clinicianCode, site, now)).some(
    (it) => covers(it, now) && it.certificateUntil > now,
  );

async function confirmed(
  { data, clinicianCode: code, fixmedinsCode }: File,
  { terms, reads, head, now }: Moment<NothingBody>,
): Promise<Taken> {
  if (data.proposed === null || code === null)
    return refuse('nothing-to-confirm', 'No decision was proposed');
  const met = ['review_application'];
  if (!data.proposed.issued) return { state: 'refused', met };
  if (await isCertified(reads, code, fixmedinsCode, now)) return ALREADY;
  const issuedOn = dayAt(now);
  const validity = certificateValidity(issuedOn, terms.parameters);
  if (validity === 'none') return refuse('no-certificate-in-text', 'The text knows no certificate');
  const records: RegistryRecord[] = [];
  if (!(await isClinicianOnFile(reads, code)))
    records.push({ ...head(), kind: 'clinician', code, name: data.name, category: data.category });
  records.push({
    ...head(),
    kind: 'registration',
    code,
    fixmedinsCode,
    mainSite: data.main_site,
    from: startOfDay(issuedOn),
    until: OPEN_END,
    committedOn: null,
    certificateUntil: validity.until,
  });
  const lastDay = previousDay(dayAt(validity.until));
  return {
    state: 'issued',
    met,
    records,
    data: { valid_from: formatDay(issuedOn), valid_until: formatDay(lastDay) },
    deadlines: [
      { name: 'apply_for_renewal', lastDay: renewalBy(lastDay, terms.parameters), borneBy: 'clinician' },
    ],
  };
}
