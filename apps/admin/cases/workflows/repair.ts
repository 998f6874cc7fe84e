/** Repair of points (记分修复; guangdong-2025 art. 30; N34 art. 38): applied for, consented to by the institution, decided by two. */
import { dayAt, formatDay } from '@gatekeeper/calendar';
import { repairedBy } from '@gatekeeper/scoring';
import { foldCode } from '@gatekeeper/vocabulary';
import { NothingBody, ReasonsBody } from '../case-bodies';
import type { CaseFile } from '../case-file';
import type { Moment, StepRefused, StepTaken } from '../workflow';
import { isRefused, stepsOf, workflow } from '../workflow';
import { pointsOnFile, scoreOf } from './points-on-file';
import { OpenRepairBody, ProposeRepairBody, REPAIR_KIND } from './repair-data';
import type { RepairData } from './repair-data';
import { sanctionDataOf, SANCTION_KIND } from './sanction-data';
import { lastDayOf, sanctionOnFile } from './sanction-on-file';
import { dayIn, instantIn } from './written-days';

type File = CaseFile<RepairData>;
type Taken = StepTaken<RepairData> | StepRefused;
const step = stepsOf<RepairData>();

export const REPAIR = workflow<RepairData, OpenRepairBody>({
  kind: REPAIR_KIND,
  path: 'repair-cases',
  title: { en: 'Repair of points', zh: '记分修复' },
  states: ['applied', 'consented', 'proposed', 'repaired', 'refused'],
  opening: {
    title: { en: 'Apply for repair', zh: '申请记分修复' },
    roles: ['clinician', 'institution_office'],
    reach: 'clinician',
    body: OpenRepairBody,
    to: ['applied'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    act: applied,
  },
  steps: [
    step({
      event: 'consent',
      title: { en: 'Consent as the institution', zh: '机构同意' },
      from: ['applied'],
      to: ['consented'],
      roles: ['institution_office'],
      body: NothingBody,
      act: () => Promise.resolve({}),
    }),
    step({
      event: 'propose',
      title: { en: 'Propose what is repaired', zh: '拟定修复意见' },
      from: ['consented'],
      to: ['proposed'],
      roles: ['scorer'],
      body: ProposeRepairBody,
      proposes: true,
      act: (_, { body }) =>
        Promise.resolve({
          data: { proposed: { points: body.points, last_day: body.last_day ?? null, reasons: body.reasons } },
        }),
    }),
    step({
      event: 'refuse',
      title: { en: 'Refuse the repair', zh: '不予修复' },
      from: ['consented', 'proposed'],
      to: ['refused'],
      roles: ['reviewer'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({}),
    }),
    step({
      event: 'approve',
      title: { en: 'Approve the repair', zh: '审批修复' },
      from: ['proposed'],
      to: ['repaired'],
      roles: ['reviewer'],
      body: NothingBody,
      movesMoney: true,
      writesRecords: true,
      act: approved,
    }),
  ],
});

async function applied({ body, terms, reads, now }: Moment<OpenRepairBody>) {
  if (terms.parameters.repair.length === 0)
    return { refused: 'no-repair', detail: 'The text that governs here knows no repair' };
  const sanction = await sanctionOnFile(reads, foldCode(body.clinician_code), body.document_no, now);
  if (sanction === null)
    return { refused: 'no-such-sanction', detail: 'No measure of that document is on file of this person' };
  const data: RepairData = { document_no: body.document_no, reasons: body.reasons };
  return { data, documentNo: body.document_no };
}

async function approved(file: File, { terms, reads, now, head }: Moment<NothingBody>): Promise<Taken> {
  const { proposed, document_no: documentNo } = file.data;
  const code = file.clinicianCode;
  if (proposed === undefined || code === null)
    return { refused: 'nothing-to-approve', detail: 'No repair was proposed' };
  const sanction = await sanctionOnFile(reads, code, documentNo, now);
  const lastDay = sanction === null ? null : lastDayOf(sanction);
  const ordered = (await reads.casesOfClinician(code, SANCTION_KIND)).find(
    (it) => it.documentNo === documentNo,
  );
  const handled = ordered === undefined ? null : sanctionDataOf(ordered);
  if (sanction === null || lastDay === null || handled?.score === undefined)
    return { refused: 'nothing-to-repair', detail: 'No measure for points with an end is on file' };
  const decision = { code, decidedAt: instantIn(handled.decided_at) };
  const score = scoreOf(await pointsOnFile(reads, code), terms.pack, decision);
  if (isRefused(score)) return score;
  const repaired = repairedBy(
    {
      documentNo,
      total: score.totalAfterRepair,
      atOnce: score.counted.reduce((sum, { points }) => sum + points, 0),
      firstDay: dayAt(sanction.running.from),
      lastDay,
    },
    {
      approvedOn: dayAt(now),
      points: proposed.points,
      lastDay: proposed.last_day === null ? null : dayIn(proposed.last_day),
    },
    terms.parameters,
  );
  if ('notProvided' in repaired)
    return {
      refused: 'effect-not-provided',
      detail: `The text gives a repair no such effect: ${repaired.notProvided.join(', ')}`,
    };
  const { revision, total } = repaired;
  if (revision === null) return { data: { total } };
  return {
    data: { total, last_day: formatDay(revision.lastDay) },
    records: [{ ...head(), kind: 'revision', documentNo, code, until: revision.until, approvedAt: now }],
  };
}
