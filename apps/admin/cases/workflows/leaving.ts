/**
 * Leaving (离职、退休、死亡; hainan-2022 art. 8; guangdong-2025 art. 17; N34 art. 18): the institution reports it, the registrar deregisters, at this
 * site or, where the person died or lost the licence, everywhere.
 */
import { dayAt } from '@gatekeeper/calendar';
import { changeHandledBy, changeReportBy, promptlyBy } from '@gatekeeper/scoring';
import { DEREGISTRATION_REASONS } from '@gatekeeper/vocabulary';
import type { DeregistrationReason } from '@gatekeeper/vocabulary';
import { CodeField, DayField, OneOfField } from '../../http/fields';
import { NothingBody, ReasonsBody } from '../case-bodies';
import type { CaseFile } from '../case-file';
import type { Moment, StepRefused, StepTaken } from '../workflow';
import { stepsOf, workflow } from '../workflow';
import { dayIn, startOf } from './written-days';

export class OpenLeavingBody {
  @CodeField()
  fixmedins_code!: string;

  @CodeField()
  clinician_code!: string;

  @OneOfField(DEREGISTRATION_REASONS)
  reason!: DeregistrationReason;

  @DayField({ description: 'The first day without registration（自该日起注销登记）' })
  from!: string;
}

export interface LeavingData {
  readonly reason: DeregistrationReason;
  readonly from: string;
}

type File = CaseFile<LeavingData>;
const step = stepsOf<LeavingData>();

export const LEAVING = workflow<LeavingData, OpenLeavingBody>({
  kind: 'leaving',
  path: 'leaving-cases',
  title: { en: 'Leaving', zh: '离职、退休与注销' },
  states: ['reported', 'deregistered', 'refused'],
  opening: {
    title: { en: 'Report that a person leaves', zh: '报告人员离职、退休或死亡' },
    roles: ['institution_office', 'registrar'],
    reach: 'institution',
    body: OpenLeavingBody,
    to: ['reported'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    act: (moment) => Promise.resolve(opened(moment)),
  },
  steps: [
    step({
      event: 'deregister',
      title: { en: 'Deregister', zh: '取消登记备案' },
      from: ['reported'],
      to: ['deregistered'],
      roles: ['registrar'],
      body: NothingBody,
      writesRecords: true,
      act: (file, moment) => Promise.resolve(deregistered(file, moment)),
    }),
    step({
      event: 'refuse',
      title: { en: 'Refuse the report', zh: '退回报告' },
      from: ['reported'],
      to: ['refused'],
      roles: ['registrar'],
      body: ReasonsBody,
      act: () => Promise.resolve({ met: ['handle'] }),
    }),
  ],
});

function opened({ body, terms, now }: Moment<OpenLeavingBody>) {
  const { parameters, calendar } = terms;
  const leftOn = dayIn(body.from);
  const inDays = changeReportBy(leftOn, parameters, calendar);
  return {
    data: { reason: body.reason, from: body.from },
    deadlines: [
      {
        name: 'report_change',
        // A text with a number of days for just this (linfen 2-4), or one that says in time (guangdong-2025 art. 17).
        lastDay: inDays === 'none' ? promptlyBy(leftOn, parameters, calendar) : inDays,
        borneBy: 'institution_office' as const,
      },
      {
        name: 'handle',
        lastDay: changeHandledBy(dayAt(now), parameters, calendar),
        borneBy: 'registrar' as const,
      },
    ],
    met: ['report_change'],
  };
}

/** Who died or lost the licence has left everywhere. */
const EVERYWHERE: readonly DeregistrationReason[] = ['deceased', 'licence_cancelled'];

function deregistered(
  { data, clinicianCode: code, fixmedinsCode }: File,
  { head }: Moment<NothingBody>,
): StepTaken<LeavingData> | StepRefused {
  if (code === null) return { refused: 'nobody-to-deregister', detail: 'The case names no person' };
  return {
    met: ['handle'],
    records: [
      {
        ...head(),
        kind: 'deregistration',
        code,
        fixmedinsCode: EVERYWHERE.includes(data.reason) ? null : fixmedinsCode,
        reason: data.reason,
        from: startOf(data.from),
      },
    ],
  };
}
