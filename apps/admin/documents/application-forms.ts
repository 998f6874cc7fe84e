/**
 * What a person writes to the agency through the institution: the application for repair (记分修复申请书) and the statement against a
 * notice (陈述申辩书), guangdong-2025 forms 4 and 5, which have one layout, and the application for restoration (恢复申请书), form 6.
 */
import type { Content } from 'pdfmake/interfaces';
import type { Day } from '@gatekeeper/calendar';
import { startOfDay } from '@gatekeeper/calendar';
import type { FormRow } from '@gatekeeper/documents';
import {
  boxes,
  formTable,
  formTitle,
  opinion,
  paragraphs,
  paragraphsWithin,
  renderPdf,
  signatureLine,
  underTable,
  whole,
  writtenDay,
} from '@gatekeeper/documents';
import type { FormPerson } from './form-person';
import { applicantRows } from './form-person';

/** An opinion that was given; `null`: room is left for it. */
export interface OpinionGiven {
  readonly words: string;
  readonly on: Day;
}

/** What all three have. */
interface Application {
  readonly institutionName: string;
  readonly agencyName: string;
  readonly person: FormPerson;
  /** The day it was handed in. */
  readonly appliedOn: Day;
  readonly institutionOpinion: OpinionGiven | null;
  readonly agencyOpinion: OpinionGiven | null;
}

/** A repair applied for, or a notice objected to. */
export interface ReasonedApplication extends Application {
  /** Of the notice it is about. */
  readonly noticeNumber: string;
  /** In the person's words; paragraphs apart by line ends. */
  readonly reason: string;
}

export interface RestorationApplication extends Application {
  readonly violation: string;
  /** The document by which it was established (认定文书号). */
  readonly documentNo: string;
  readonly status: 'suspended' | 'terminated';
  readonly firstDay: Day;
  /** `null`: it has no end of its own. */
  readonly lastDay: Day | null;
  /** Applied for before the period is served, for the sake of treatment. */
  readonly isEarly: boolean;
  /** What the person says besides; paragraphs apart by line ends. */
  readonly declaration: string;
}

const REPAIR = '定点医药机构相关人员记分修复申请书';
const APPEAL = '定点医药机构相关人员陈述申辩书';
const RESTORATION = '定点医药机构相关人员医保支付资格恢复申请书';

/** Who keeps form 6, as it says itself. */
const COPIES = '本申请书经办机构留存一份，相关人员及所属机构各执一份。';

/** Form 4. The same application is the same bytes. */
export const repairApplicationPdf = (application: ReasonedApplication): Promise<Buffer> =>
  applicationPdf(REPAIR, application, reasonedRows('修复理由', application));

/** Form 5. */
export const appealStatementPdf = (application: ReasonedApplication): Promise<Buffer> =>
  applicationPdf(APPEAL, application, reasonedRows('陈述申辩理由', application));

/** Form 6. What was settled of emergencies during the period is not what the declaration forswears; an early application declares no period served. */
export const restorationApplicationPdf = (application: RestorationApplication): Promise<Buffer> =>
  applicationPdf(RESTORATION, application, restorationRows(application), COPIES);

function applicationPdf(
  title: string,
  application: Application,
  rows: readonly FormRow[],
  note?: string,
): Promise<Buffer> {
  const { institutionName, agencyName, institutionOpinion, agencyOpinion } = application;
  const content: Content[] = [
    ...formTitle(title, null),
    formTable([
      ...rows,
      opinion('医药机构意见', wordsOf(institutionOpinion), institutionName, dayOfOpinion(institutionOpinion)),
      opinion('经办机构意见', wordsOf(agencyOpinion), agencyName, dayOfOpinion(agencyOpinion)),
    ]),
    ...(note === undefined ? [] : [underTable(note)]),
  ];
  return renderPdf({
    title: `${title} ${application.person.code}`,
    madeAt: startOfDay(application.appliedOn),
    footNote: application.person.code,
    content,
  });
}

const wordsOf = (given: OpinionGiven | null): string => given?.words ?? '';
const dayOfOpinion = (given: OpinionGiven | null): Day | null => given?.on ?? null;

const REASON_HEIGHT = 120;
const DECLARATION_HEIGHT = 60;

const reasonedRows = (
  label: string,
  { institutionName, noticeNumber, person, reason, appliedOn }: ReasonedApplication,
): readonly FormRow[] => [
  whole('机构名称', institutionName),
  whole('通知书文号', noticeNumber),
  ...applicantRows(person),
  whole(
    label,
    { stack: [paragraphsWithin(REASON_HEIGHT, reason), signatureLine('申请人签字', appliedOn)] },
    REASON_HEIGHT,
  ),
];

const PERIOD_WORDS = { suspended: '暂停', terminated: '终止' } as const;

function restorationRows(application: RestorationApplication): readonly FormRow[] {
  const { person, violation, documentNo, status, firstDay, lastDay, declaration, appliedOn } = application;
  const declared = application.isEarly
    ? '本人因诊疗需要，申请在期满前提前恢复医保支付资格。'
    : `本人已达到${PERIOD_WORDS[status]}医保结算的时长，期间无违法违规行为，也无不予结算的医保费用（急诊、抢救等特殊情形除外），现申请恢复医保支付资格。`;
  return [
    ...applicantRows(person),
    whole('违规行为', paragraphs(violation), 70),
    whole('认定文书号', documentNo),
    whole(
      '暂停/终止\n结算时间',
      `${boxes(PERIOD_WORDS, status)}\u3000自${writtenDay(firstDay)}起至${writtenDay(lastDay)}止`,
    ),
    whole(
      '本人声明',
      {
        stack: [
          paragraphsWithin(DECLARATION_HEIGHT, `${declared}\n${declaration}`),
          signatureLine('申请人签字', appliedOn),
        ],
      },
      DECLARATION_HEIGHT,
    ),
  ];
}
