/**
 * Who bears what is recovered, and why: each step on the way of a status from the decision to this system, and whether the
 * fee arose before it (CONTRACT 7 Liable; READINGS 1.9). The rows are the law and our readings of its gaps; nothing else decides.
 */
import type { Citation, LossBearer, LossCause } from '@gatekeeper/vocabulary';
import { formatCitation } from '@gatekeeper/vocabulary';
import type { Edition } from './pack';
import type { ProcedureParameters } from './procedure-parameters';
import { cite as citeGuangdong } from './packs/guangdong-2025-settings';
import { cite as citeNational } from './packs/national-2024-settings';
import type { BothLanguages } from './both-languages';

/** Where a step lies: at the fee or before it, after it, or on no day on file. */
export type StepBeside = 'by_fee' | 'after_fee' | 'not_on_file';

/** How far a sanction had come when the fee arose. */
export interface SanctionSteps {
  readonly decided: Exclude<StepBeside, 'not_on_file'>;
  readonly issued: StepBeside;
  readonly delivered: StepBeside;
  /** Brought up to date in the code database (动态维护). */
  readonly maintained: StepBeside;
  /** Recorded here, so that it was enforced from then on. */
  readonly recorded: Exclude<StepBeside, 'not_on_file'>;
  /** Who is to bring it up to date, as the leading text has it. */
  readonly maintainer: ProcedureParameters['statusMaintainer'];
}

type When = { readonly [Step in keyof SanctionSteps]?: readonly SanctionSteps[Step][] };

export interface LossCase {
  readonly cause: LossCause;
  readonly who: LossBearer;
  /** Each step named must be one of these; `no_sanction`: the bar rests on no notice at all. */
  readonly when: When | 'no_sanction';
  /** What says so; empty: no text does, and it is a reading. */
  readonly citations: readonly Citation[];
}

const maintenance = [
  citeGuangdong('39', 'what is lost while a status is not maintained in time is borne by the institution'),
  citeNational('46', 'what is lost while a status is not maintained in time is borne by the institution'),
];
const mayNotClaim = [
  citeGuangdong('38 para. 1', 'the institution stops the person and may not claim what arose afterwards'),
  citeNational('45', 'the institution may not claim what arose after the suspension or termination'),
];
const recovered = [
  citeGuangdong('41', 'what was paid is recovered'),
  citeNational('48', 'what was paid is recovered'),
];

const NO_NOTICE: LossCase = {
  cause: 'NO_NOTICE_INVOLVED',
  who: 'institution',
  when: 'no_sanction',
  citations: [],
};

/** Exactly one applies to every bar that stands on a line that is recovered (`loss-bearing.spec.ts` asks all of them). */
export const LOSS_CASES: readonly LossCase[] = [
  {
    cause: 'NOT_DECIDED_YET',
    who: 'fund',
    when: { delivered: ['after_fee'], decided: ['after_fee'] },
    citations: [],
  },
  {
    cause: 'NOT_ISSUED_YET',
    who: 'agency',
    when: { delivered: ['after_fee'], decided: ['by_fee'], issued: ['after_fee'] },
    citations: [],
  },
  {
    cause: 'NOT_DELIVERED_YET',
    who: 'agency',
    when: { delivered: ['after_fee'], decided: ['by_fee'], issued: ['by_fee', 'not_on_file'] },
    citations: [],
  },
  {
    cause: 'DELIVERY_NOT_ON_FILE',
    who: 'institution',
    when: { delivered: ['not_on_file'] },
    citations: [],
  },
  {
    cause: 'MAINTAINED_LATE',
    who: 'institution',
    when: { delivered: ['by_fee'], maintainer: ['institution'], maintained: ['after_fee'] },
    citations: maintenance,
  },
  {
    cause: 'NOT_MAINTAINED',
    who: 'institution',
    when: { delivered: ['by_fee'], maintainer: ['institution'], maintained: ['not_on_file'] },
    citations: maintenance,
  },
  {
    cause: 'CLAIMED_BEFORE_MAINTAINED',
    who: 'institution',
    when: { delivered: ['by_fee'], maintainer: ['agency'], maintained: ['after_fee', 'not_on_file'] },
    citations: mayNotClaim,
  },
  {
    cause: 'RECORDED_LATE',
    who: 'institution',
    when: { delivered: ['by_fee'], maintained: ['by_fee'], recorded: ['after_fee'] },
    citations: mayNotClaim,
  },
  {
    cause: 'PAID_THOUGH_RECORDED',
    who: 'institution',
    when: { delivered: ['by_fee'], maintained: ['by_fee'], recorded: ['by_fee'] },
    citations: recovered,
  },
  NO_NOTICE,
];

/** The case of a bar; `null` steps: it rests on no sanction. Total: `loss-bearing.spec.ts` shows that one always applies. */
export function lossCaseOf(steps: SanctionSteps | null): LossCase {
  const found = LOSS_CASES.find(({ when }) =>
    when === 'no_sanction' ? steps === null : steps !== null && holds(when, steps),
  );
  return found ?? NO_NOTICE;
}

export const holds = (when: When, steps: SanctionSteps): boolean =>
  isOneOf(when.decided, steps.decided) &&
  isOneOf(when.issued, steps.issued) &&
  isOneOf(when.delivered, steps.delivered) &&
  isOneOf(when.maintained, steps.maintained) &&
  isOneOf(when.recorded, steps.recorded) &&
  isOneOf(when.maintainer, steps.maintainer);

const isOneOf = <Value>(allowed: readonly Value[] | undefined, value: Value): boolean =>
  allowed === undefined || allowed.includes(value);

/** As a decision cites it: the pack's own article, or else its parent's; where no text speaks, the pack's reading. */
export const lossArticle = (found: LossCase, packName: string, edition: Edition): string =>
  articleIn(found, packName, edition) ?? `${packName} reading`;

function articleIn(found: LossCase, packName: string, { parent }: Edition): string | null {
  const own = found.citations.find(({ pack }) => pack === packName);
  if (own !== undefined) return formatCitation(own);
  return parent === null ? null : articleIn(found, parent.name, parent.edition);
}

/** What each cause means, in words; the type asks for every one. */
export const LOSS_TEXTS: Readonly<Record<LossCause, BothLanguages>> = {
  NOT_DECIDED_YET: {
    zh: '费用发生时处理决定尚未作出，事后追溯生效：机构无从得知，无文件规定由谁承担，由基金承担（本系统的理解）',
    en: 'The measure had not been decided when the fee arose and reaches back: the institution could not know; no text says who bears it, so it stays with the fund (a reading)',
  },
  NOT_ISSUED_YET: {
    zh: '费用发生时处理决定已作出，但处理通知书尚未发出：经办机构发文迟延由谁承担无文件规定，由经办机构承担（本系统的理解）',
    en: 'The measure was decided, and its notice not yet issued when the fee arose: no text says who bears a delay of the agency in issuing, so the agency does (a reading)',
  },
  NOT_DELIVERED_YET: {
    zh: '费用发生时处理决定已作出，处理通知书尚未送达机构：送达迟延由谁承担无文件规定，由经办机构承担（本系统的理解）',
    en: 'The measure was decided, and its notice had not reached the institution when the fee arose: no text says who bears a delay in delivery, so the agency does (a reading)',
  },
  DELIVERY_NOT_ON_FILE: {
    zh: '处理通知书的送达日期没有记录：不能据此免除机构的责任，由机构承担（本系统的理解）',
    en: 'No day of delivery of the notice is on file: that excuses nobody, so the institution bears it (a reading)',
  },
  MAINTAINED_LATE: {
    zh: '处理通知书已送达，机构在费用发生之后才维护登记备案状态：未及时维护造成的损失由机构承担',
    en: 'The notice was delivered, and the institution brought the status up to date only after the fee arose: what late maintenance costs is borne by the institution',
  },
  NOT_MAINTAINED: {
    zh: '处理通知书已送达，没有机构维护登记备案状态的记录：未及时维护造成的损失由机构承担',
    en: 'The notice was delivered, and that the institution brought the status up to date is not on file: what late maintenance costs is borne by the institution',
  },
  CLAIMED_BEFORE_MAINTAINED: {
    zh: '处理通知书已送达，机构仍申报费用；状态由经办机构维护且尚未维护，不免除机构的责任',
    en: 'The notice was delivered and the institution claimed all the same; that the agency, whose task it is, had not brought the status up to date does not excuse it',
  },
  RECORDED_LATE: {
    zh: '处理通知书已送达、状态已维护，机构仍申报费用；本系统在费用发生之后才收到该状态，不免除机构的责任',
    en: 'The notice was delivered and the status up to date, and the institution claimed all the same; that it was recorded here only after the fee arose does not excuse it',
  },
  PAID_THOUGH_RECORDED: {
    zh: '费用发生时本系统已记录该状态，费用仍被支付：已支付的向机构追回',
    en: 'The status was recorded here when the fee arose, and the fee was paid all the same: what was paid is recovered from the institution',
  },
  NO_NOTICE_INVOLVED: {
    zh: '该情形不以处理通知书为前提，机构申报前应自行核对：由机构承担（本系统的理解）',
    en: 'This rests on no notice and was the institution’s to see before it claimed: the institution bears it (a reading)',
  },
};
