/**
 * The status of an institution (hainan-institutions-2024 3 and 5-3; nhsa-2018 1; 2号令 art. 42 and 43): proposed by the agency,
 * approved by a second person, and from then in the registry; extended, ended early or overturned the same way.
 */
import { OPEN_END, dayAt, formatDay } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { mayReapplyFrom, suspensionsEndAgreement } from '@gatekeeper/scoring';
import type { InstitutionStatusRecord } from '@gatekeeper/vocabulary';
import { foldCode } from '@gatekeeper/vocabulary';
import { ReasonsBody } from '../case-bodies';
import type { CaseFile, DeadlineSet } from '../case-file';
import type { Moment, RecordHeads, StepRefused, StepTaken, Terms } from '../workflow';
import { isRefused, stepsOf, workflow } from '../workflow';
import { clearingOf } from './said-together';
import { EXIT_KIND, isExitRunning } from './exit-data';
import {
  ApproveStatusBody,
  ConfirmStatusChangeBody,
  OpenInstitutionStatusBody,
  ProposeStatusEndBody,
} from './institution-status-data';
import type { InstitutionStatusData, StatusChange } from './institution-status-data';
import {
  endOf,
  extensionOf,
  lastDayProposed,
  problemOnFile,
  suspensionsBefore,
  untilOf,
} from './institution-status-rules';
import { statusesOf } from './on-file';
import { dayIn, startOf } from './written-days';

type File = CaseFile<InstitutionStatusData>;
type Taken = StepTaken<InstitutionStatusData> | StepRefused;
const step = stepsOf<InstitutionStatusData>();

export const INSTITUTION_STATUS = workflow<InstitutionStatusData, OpenInstitutionStatusBody>({
  kind: 'institution_status',
  path: 'institution-status-cases',
  title: { en: 'Statuses of institutions', zh: '定点机构状态处理' },
  states: ['proposed', 'refused', 'in_force', 'change_proposed', 'ended'],
  opening: {
    title: { en: 'Propose a status of an institution', zh: '拟定机构状态处理' },
    roles: ['registrar', 'settlement_auditor'],
    reach: 'institution',
    body: OpenInstitutionStatusBody,
    state: 'proposed',
    proposes: true,
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: null }),
    act: opened,
  },
  steps: [
    step({
      event: 'refuse',
      title: { en: 'Refuse the status', zh: '驳回机构状态处理' },
      from: ['proposed'],
      to: ['refused'],
      roles: ['reviewer', 'admin_department'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({}),
    }),
    step({
      event: 'approve',
      title: { en: 'Approve the status', zh: '审批机构状态处理' },
      from: ['proposed'],
      to: ['in_force'],
      roles: ['reviewer', 'admin_department'],
      body: ApproveStatusBody,
      movesMoney: true,
      act: approved,
    }),
    step({
      event: 'propose_extension',
      title: { en: 'Propose the extension of guidance after a light breach', zh: '拟定延长政策辅导期' },
      from: ['in_force'],
      to: ['change_proposed'],
      roles: ['registrar', 'settlement_auditor'],
      body: ReasonsBody,
      proposes: true,
      act: ({ data }, { body, terms, now }) =>
        Promise.resolve(changeOf(extensionOf(data, body.reasons, terms, dayAt(now)))),
    }),
    step({
      event: 'propose_end',
      title: { en: 'Propose to end or overturn it', zh: '拟定提前结束或撤销' },
      from: ['in_force'],
      to: ['change_proposed'],
      roles: ['registrar', 'settlement_auditor'],
      body: ProposeStatusEndBody,
      proposes: true,
      act: ({ data }, { body, now }) => Promise.resolve(changeOf(endOf(data, body, dayAt(now)))),
    }),
    step({
      event: 'refuse_change',
      title: { en: 'Refuse the change', zh: '驳回状态变更' },
      from: ['change_proposed'],
      to: ['in_force'],
      roles: ['reviewer', 'admin_department'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({ data: { change: null } }),
    }),
    step({
      event: 'confirm_change',
      title: { en: 'Confirm the change', zh: '审批状态变更' },
      from: ['change_proposed'],
      to: ['in_force', 'ended'],
      roles: ['reviewer', 'admin_department'],
      body: ConfirmStatusChangeBody,
      movesMoney: true,
      act: (file, moment) => Promise.resolve(changed(file, moment)),
    }),
  ],
});

const changeOf = (change: StatusChange | StepRefused): Taken =>
  isRefused(change) ? change : { data: { change } };

async function opened({ body, terms, reads }: Moment<OpenInstitutionStatusBody>) {
  const lastDay = lastDayProposed(body, terms);
  if (lastDay !== null && typeof lastDay === 'object') return lastDay;
  const data: InstitutionStatusData = {
    status: body.status,
    from: body.from,
    last_day: lastDay,
    agreement_from: body.agreement_from ?? null,
    grounds: body.grounds,
    change: null,
  };
  const problem = problemOnFile(data, await statusesOf(reads, body.fixmedins_code), terms);
  if (problem !== null) return problem;
  if (body.status === 'exit_audit') {
    const exits = await reads.casesAtInstitution(foldCode(body.fixmedins_code), EXIT_KIND);
    if (exits.some(isExitRunning))
      return { refused: 'exit-under-way', detail: 'Its own exit case opens the audit' };
  }
  return { data };
}

async function approved(file: File, { terms, reads, head }: Moment<ApproveStatusBody>): Promise<Taken> {
  const onFile = await statusesOf(reads, file.fixmedinsCode);
  const problem = problemOnFile(file.data, onFile, terms);
  if (problem !== null) return problem;
  const documentNo = await reads.takeDocumentNo(file.area);
  const until = file.data.last_day === null ? OPEN_END : untilOf(file.data, file.data.last_day);
  const record = recordOf(file, { documentNo, until, head });
  return {
    documentNo,
    records: [record],
    data: { record_id: record.recordId, ...consequencesOf(file.data, onFile, terms) },
    deadlines: deadlinesOf(file.data, file.data.last_day),
  };
}

function recordOf(
  { fixmedinsCode, data }: File,
  {
    documentNo,
    until,
    head,
  }: { readonly documentNo: string; readonly until: Instant; readonly head: RecordHeads },
): InstitutionStatusRecord {
  return {
    ...head(data.record_id),
    kind: 'institution_status',
    fixmedinsCode,
    status: data.status,
    from: startOf(data.from),
    until,
    documentNo,
  };
}

/** What a status in force brings with it. Terminations are never imposed by counting: one is to be proposed. */
function consequencesOf(
  { status, from, agreement_from: agreementFrom }: InstitutionStatusData,
  onFile: readonly InstitutionStatusRecord[],
  terms: Terms,
): Partial<InstitutionStatusData> {
  const clearing = clearingOf(terms);
  switch (status) {
    case 'suspended': {
      const suspensions = suspensionsBefore(onFile, agreementFrom) + 1;
      return suspensionsEndAgreement(suspensions, clearing)
        ? { suspensions, termination_to_be_proposed: true }
        : { suspensions };
    }
    case 'terminated': {
      const again = mayReapplyFrom(dayIn(from), clearing);
      return again === 'none' ? {} : { may_reapply_from: formatDay(again) };
    }
    case 'exit_audit':
    case 'guidance':
      return {};
  }
}

const LAST_DAY_DEADLINE = 'status_ends';

/** Our reading: whoever keeps the status looks at what follows it by its last day; no text sets a day for that. */
const deadlinesOf = ({ status }: InstitutionStatusData, lastDay: string | null): readonly DeadlineSet[] =>
  lastDay === null || status === 'exit_audit'
    ? []
    : [{ name: LAST_DAY_DEADLINE, lastDay: dayIn(lastDay), borneBy: 'registrar' }];

function changed(file: File, { head, now }: Moment<ConfirmStatusChangeBody>): Taken {
  const { data, documentNo } = file;
  const { change } = data;
  if (change === null || documentNo === null)
    return { refused: 'nothing-to-confirm', detail: 'No change was proposed' };
  if (change.kind === 'end') {
    const ends = endOf(
      data,
      { ...change, overturned: false, last_day: change.last_day ?? data.from },
      dayAt(now),
    );
    if (isRefused(ends)) return ends;
  }
  const record = recordOf(file, { documentNo, until: untilOf(data, change.last_day), head });
  const kept = { record_id: record.recordId, last_day: change.last_day, change: null };
  return change.kind === 'extend'
    ? {
        state: 'in_force',
        records: [record],
        data: { ...kept, extended: true },
        deadlines: deadlinesOf(data, change.last_day),
      }
    : { state: 'ended', records: [record], data: kept, met: [LAST_DAY_DEADLINE] };
}
