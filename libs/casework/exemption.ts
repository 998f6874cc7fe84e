/** An approved exemption (CONTRACT 3, 7): proposed by one, approved by another; it lifts the bars of what it names. */
import type { DayText } from '@gatekeeper/calendar';
import { dayIn, isBefore, nextDay, startOf, startOfDay } from '@gatekeeper/calendar';
import { foldCode } from '@gatekeeper/vocabulary';
import type { Answer, Opened, StepRefused } from './answer';
import { refuse } from './answer';
import type { EmergencyReason, Reasons } from './bodies';
import { asKept } from './case-data';
import type { CaseFile } from './case-file';
import { decisionOfTwo } from './decision-of-two';
import { dayText, objectOf, orNull, text } from './shape';
import type { Moment, Workflow } from './workflow';
import { ANNULLED, opening } from './workflow';

export interface OpenExemption extends Reasons {
  readonly fixmedins_code: string;
  readonly clinician_code?: string;
  readonly dept_codg?: string;
  readonly from: DayText;
  readonly last_day: DayText;
}

export interface ExemptionData {
  readonly dept_codg: string | null;
  readonly from: DayText;
  readonly last_day: DayText;
  readonly reasons: string;
}

interface ExemptionBodies {
  readonly approve: EmergencyReason;
  readonly refuse: Reasons;
}

/** The case itself is what was proposed. */
const exemption = decisionOfTwo<ExemptionData, ExemptionData>({
  waiting: 'proposed',
  proposedIn: (data) => data,
  keep: () => ({}),
  nothing: refuse('nothing-to-approve', 'No exemption was proposed'),
});

export const EXEMPTION: Workflow<ExemptionData, OpenExemption, ExemptionBodies> = {
  path: 'exemption-cases',
  title: { en: 'Exemptions', zh: '豁免' },
  states: ['proposed', 'granted', 'refused', ANNULLED],
  data: {
    kind: 'exemption',
    versions: [
      asKept(
        objectOf<ExemptionData>({ dept_codg: orNull(text), from: dayText, last_day: dayText, reasons: text }),
      ),
    ],
  },
  opening: opening({
    title: { en: 'Propose an exemption', zh: '提出豁免' },
    roles: ['scorer', 'admin_department'],
    reach: 'institution',
    to: ['proposed'],
    proposes: true,
    parties: (body) => ({
      fixmedinsCode: body.fixmedins_code,
      clinicianCode: body.clinician_code ?? null,
    }),
    act: opened,
  }),
  steps: {
    approve: exemption.confirm({
      title: { en: 'Approve the exemption', zh: '审批豁免' },
      to: ['granted'],
      roles: ['reviewer', 'admin_department'],
      inEmergency: { alsoBy: [] },
      writesRecords: true,
      act: granted,
    }),
    refuse: exemption.refuse({
      title: { en: 'Refuse the exemption', zh: '不予豁免' },
      to: ['refused'],
      roles: ['reviewer', 'admin_department'],
    }),
  },
};

function opened({ body }: Moment<OpenExemption>): Opened<ExemptionData> | StepRefused {
  const { dept_codg: department, from, last_day, reasons } = body;
  if (isBefore(dayIn(last_day), dayIn(from)))
    return refuse('period-backwards', 'The last day lies before the first');
  return {
    data: { dept_codg: department === undefined ? null : foldCode(department), from, last_day, reasons },
  };
}

function granted(
  { dept_codg: departmentCode, from, last_day: lastDay, reasons }: ExemptionData,
  { fixmedinsCode, clinicianCode }: CaseFile<ExemptionData>,
  { now, head }: Moment<EmergencyReason>,
): Answer<ExemptionData> {
  return {
    numbered: (exemptionNo) => ({
      records: [
        {
          ...head(1),
          kind: 'exemption',
          exemptionNo,
          code: clinicianCode,
          fixmedinsCode,
          departmentCode,
          from: startOf(from),
          until: startOfDay(nextDay(dayIn(lastDay))),
          reason: reasons,
          approvedAt: now,
        },
      ],
    }),
  };
}
