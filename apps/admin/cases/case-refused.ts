import type { Refused } from '@gatekeeper/http';
import { conflict } from '../http/refusals';
import type { StepRefused } from './workflow';

/** A step that cannot be taken as things stand. */
export const refusedStep = ({ refused, detail }: StepRefused): Refused =>
  conflict(refused, 'This step cannot be taken now（当前不能办理此步骤）', detail);

export const wrongState = (event: string, state: string, from: readonly string[]): Refused =>
  conflict(
    'wrong-state',
    'This step cannot be taken from here（当前状态不能办理此步骤）',
    `${event} is a step from ${from.join(' or ')}; the case is ${state}（${event} 须在 ${from.join('、')} 状态下办理，本案现为 ${state}）`,
  );

export const samePerson = (): Refused =>
  conflict(
    'second-person-needed',
    'A second person is needed（须由另一人审批）',
    'Whoever proposed it cannot approve it; someone else must（提出人不得自行审批）',
  );

export const noPack = (area: string): Refused =>
  conflict(
    'no-pack',
    'No text governs this area（该地区没有适用的文本）',
    `The area map has no pack for ${area}, or the pack has values that are not filled in（${area} 未配置文本，或其文本有未填的数值）`,
  );

export const noAgency = (area: string): Refused =>
  conflict(
    'no-issuing-agency',
    'No agency issues notices for this area（该地区未设置制发机构）',
    `Name the agency of ${area}, or of an area above it, and the prefix of its numbers first（请先设置 ${area} 或其上级地区的制发机构及文号前缀）`,
  );

export const onlyInEmergency = (): Refused =>
  conflict(
    'only-in-emergency',
    'Your role takes this step only in an emergency（您的岗位仅可在紧急情况下办理）',
    'Say in emergency_reason why it cannot wait; a second person reviews it afterwards（请在 emergency_reason 中说明紧急原因，事后须由另一人复核）',
  );

export const nothingToReview = (): Refused =>
  conflict(
    'nothing-to-review',
    'Nothing waits for a review（没有待复核的紧急办理）',
    'No step of this case was taken alone in an emergency, or its review is on file already（本案没有单人紧急办理的步骤，或已经复核）',
  );

export const nothingToAnnul = (): Refused =>
  conflict(
    'nothing-to-annul',
    'Nothing waits to be taken back（没有待撤销的紧急办理）',
    'No review of this case found against an act of one person, or it is taken back already（本案没有经复核不予维持的紧急办理，或已经撤销）',
  );

export const notOnesSite = (): Refused =>
  conflict(
    'not-ones-site',
    'The person has nothing to do with this institution（该人员与该机构无登记或处理关系）',
    'Name an institution where the person is or was registered, or where the measure was taken（请填写该人员登记过的或作出处理的机构）',
  );
