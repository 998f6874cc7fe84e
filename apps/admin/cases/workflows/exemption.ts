/** An approved exemption (CONTRACT 3, 7): proposed by one, approved by another; it lifts the bars of what it names. */
import { startOfDay, nextDay } from '@gatekeeper/calendar';
import { foldCode } from '@gatekeeper/vocabulary';
import { CodeField, DayField } from '../../http/fields';
import { EmergencyBody, ReasonsBody } from '../case-bodies';
import type { CaseFile } from '../case-file';
import type { Moment, StepRefused, StepTaken } from '../workflow';
import { ANNULLED, stepsOf, workflow } from '../workflow';
import { dayIn, startOf } from './written-days';

export class OpenExemptionBody extends ReasonsBody {
  @CodeField()
  fixmedins_code!: string;

  @CodeField({
    optional: true,
    description: 'Whom it excepts; without one: the institution or department（被豁免人员）',
  })
  clinician_code?: string;

  @CodeField({ optional: true })
  dept_codg?: string;

  @DayField()
  from!: string;

  @DayField({ description: 'The last day, until 24:00（截止日，含当日）' })
  last_day!: string;
}

export interface ExemptionData {
  readonly dept_codg: string | null;
  readonly from: string;
  readonly last_day: string;
  readonly reasons: string;
}

type File = CaseFile<ExemptionData>;
const step = stepsOf<ExemptionData>();

export const EXEMPTION = workflow<ExemptionData, OpenExemptionBody>({
  kind: 'exemption',
  path: 'exemption-cases',
  title: { en: 'Exemptions', zh: '豁免' },
  states: ['proposed', 'granted', 'refused', ANNULLED],
  opening: {
    title: { en: 'Propose an exemption', zh: '提出豁免' },
    roles: ['scorer', 'admin_department'],
    reach: 'institution',
    body: OpenExemptionBody,
    to: ['proposed'],
    proposes: true,
    parties: (body) => ({
      fixmedinsCode: body.fixmedins_code,
      clinicianCode: body.clinician_code ?? null,
    }),
    act: (moment) => Promise.resolve(opened(moment)),
  },
  steps: [
    step({
      event: 'approve',
      title: { en: 'Approve the exemption', zh: '审批豁免' },
      from: ['proposed'],
      to: ['granted'],
      roles: ['reviewer', 'admin_department'],
      body: EmergencyBody,
      movesMoney: true,
      inEmergency: { alsoBy: [] },
      writesRecords: true,
      act: granted,
    }),
    step({
      event: 'refuse',
      title: { en: 'Refuse the exemption', zh: '不予豁免' },
      from: ['proposed'],
      to: ['refused'],
      roles: ['reviewer', 'admin_department'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({}),
    }),
  ],
});

function opened({ body }: Moment<OpenExemptionBody>) {
  if (dayIn(body.last_day) < dayIn(body.from))
    return { refused: 'period-backwards', detail: 'The last day lies before the first' };
  const data: ExemptionData = {
    dept_codg: body.dept_codg === undefined ? null : foldCode(body.dept_codg),
    from: body.from,
    last_day: body.last_day,
    reasons: body.reasons,
  };
  return { data };
}

async function granted(
  file: File,
  { reads, now, head }: Moment<EmergencyBody>,
): Promise<StepTaken<ExemptionData> | StepRefused> {
  const { data, fixmedinsCode, clinicianCode, area } = file;
  const exemptionNo = await reads.takeDocumentNo(area);
  return {
    documentNo: exemptionNo,
    records: [
      {
        ...head(),
        kind: 'exemption',
        exemptionNo,
        code: clinicianCode,
        fixmedinsCode,
        departmentCode: data.dept_codg,
        from: startOf(data.from),
        until: startOfDay(nextDay(dayIn(data.last_day))),
        reason: data.reasons,
        approvedAt: now,
      },
    ],
  };
}
