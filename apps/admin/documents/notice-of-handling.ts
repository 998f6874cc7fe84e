/** The notice of handling (处理通知书): guangdong-2025 form 3, art. 25. */
import type { Content } from 'pdfmake/interfaces';
import type { Day } from '@gatekeeper/calendar';
import { startOfDay } from '@gatekeeper/calendar';
import type { OrNone, Parameters } from '@gatekeeper/policy';
import {
  box,
  formTable,
  formTitle,
  paragraphs,
  renderPdf,
  sealAndDay,
  signatureLine,
  underTable,
  whole,
  writtenDay,
} from '@gatekeeper/documents';
import type { FormPerson } from './form-person';
import { personRows } from './form-person';

/**
 * What the notice orders: one of the three boxes. `null` of a number: its days are no whole number of months or years, the days govern;
 * `null` of the last day: it runs until the person is restored.
 */
export type HandlingOrdered =
  | { readonly kind: 'talk' }
  | {
      readonly kind: 'suspended';
      readonly months: number | null;
      readonly firstDay: Day;
      readonly lastDay: Day | null;
    }
  | {
      readonly kind: 'terminated';
      readonly years: number | null;
      readonly firstDay: Day;
      readonly lastDay: Day | null;
    };

/** How the person comes to serve again once the period is over. `none` of a number or a way: the text says none. */
export type RestorationClause =
  | { readonly kind: 'by_itself' }
  | {
      readonly kind: 'applied_for';
      readonly workingDaysBefore: OrNone<number>;
      readonly route: Parameters['restorationRoute'];
    };

export interface NoticeRecipient {
  readonly fixmedinsCode: string;
  readonly name: string;
}

export interface NoticeOfHandling {
  /** 文号: `琼医保支付〔2025〕17号`. */
  readonly noticeNumber: string;
  /** Who issues and seals it. */
  readonly agencyName: string;
  /** Where it happened. */
  readonly institutionName: string;
  readonly person: FormPerson;
  /** What was done, in the agency's words; paragraphs apart by line ends. */
  readonly violation: string;
  readonly pointsThisTime: number;
  readonly pointsThisYear: number;
  readonly handling: HandlingOrdered;
  /** As the pack in force says. */
  readonly restoration: RestorationClause;
  /** As `appealClause` of the pack in force gives it. */
  readonly appeal: {
    readonly workingDays: OrNone<number>;
    readonly addressee: Parameters['appealAddressee'];
  };
  readonly issuedOn: Day;
  /** The institutions it goes to (`noticeRecipients`). */
  readonly recipients: readonly NoticeRecipient[];
}

const TITLE = '定点医药机构相关人员医保支付资格处理通知书';

const ADDRESSEE_WORDS: Readonly<Record<Parameters['appealAddressee'], string>> = {
  agency: '医疗保障经办机构',
  admin_dept: '医疗保障行政部门',
};

/** One A4 page where the violation's words allow it; longer ones run on. The same notice is the same bytes. */
export const noticePdf = (notice: NoticeOfHandling): Promise<Buffer> =>
  renderPdf({
    title: `${TITLE} ${notice.noticeNumber}`,
    madeAt: startOfDay(notice.issuedOn),
    footNote: notice.noticeNumber,
    content: contentOf(notice),
  });

const VIOLATION_HEIGHT = 130;
const HANDLING_HEIGHT = 60;
const SEAL_HEIGHT = 60;

function contentOf(notice: NoticeOfHandling): Content[] {
  const { agencyName, institutionName, person, violation, issuedOn } = notice;
  return [
    ...formTitle(TITLE, notice.noticeNumber),
    formTable([
      whole('机构名称', institutionName),
      ...personRows(person),
      whole('违规行为', paragraphs(violation), VIOLATION_HEIGHT),
      whole('记分情况', `本次记 ${notice.pointsThisTime} 分，本年度累计记 ${notice.pointsThisYear} 分`),
      whole('处理结果', handlingBoxes(notice.handling), HANDLING_HEIGHT),
      ...(notice.handling.kind === 'talk' ? [] : [whole('资格恢复', restorationWords(notice))]),
      whole('异议申请', appealWords(notice)),
      whole('经办机构', sealAndDay(agencyName, issuedOn), SEAL_HEIGHT),
      whole('签　　收', signatureLine('相关人员签字', null)),
    ]),
    copiesTo(notice),
  ];
}

function handlingBoxes(handling: HandlingOrdered): Content {
  const suspended = handling.kind === 'suspended' ? handling : null;
  const terminated = handling.kind === 'terminated' ? handling : null;
  const lines = [
    box(handling.kind === 'talk', '1. 提醒谈话一次'),
    box(suspended !== null, `2. 暂停医保结算资格${forHowLong(suspended, suspended?.months, '个月')}`),
    box(terminated !== null, `3. 终止医保结算资格${forHowLong(terminated, terminated?.years, '年')}`),
  ];
  return { stack: lines.map((text) => ({ text, margin: [0, 2, 0, 2] })), unbreakable: true };
}

/** A measure without a last day has no length either: both are left out, so that no blank is filled in by hand later. */
function forHowLong(
  period: { readonly firstDay: Day; readonly lastDay: Day | null } | null,
  length: number | null | undefined,
  unit: string,
): string {
  if (period === null) return ` ＿＿ ${unit}，自＿＿年＿月＿日起至＿＿年＿月＿日止`;
  const begin = `自${writtenDay(period.firstDay)}起`;
  return period.lastDay === null
    ? `，${begin}，未定终止日期`
    : ` ${length ?? '＿＿'} ${unit}，${begin}至${writtenDay(period.lastDay)}止`;
}

/** What the text that governs says of appeals: the number of days and the addressee are its own, not the form's. */
export function appealWords({
  appeal: { workingDays, addressee },
}: Pick<NoticeOfHandling, 'appeal'>): string {
  const to = ADDRESSEE_WORDS[addressee];
  return workingDays === 'none'
    ? `如有异议，可向${to}提交《定点医药机构相关人员陈述申辩书》。`
    : `如有异议，可在收到本通知书之日起 ${workingDays} 个工作日内，向${to}提交《定点医药机构相关人员陈述申辩书》。`;
}

/** What the text that governs says of restoration (guangdong-2025 form 3 under a period; hainan-2022 art. 22 para. 1). */
export function restorationWords({
  restoration,
  handling,
}: Pick<NoticeOfHandling, 'restoration' | 'handling'>): string {
  const neverEnds = handling.kind !== 'talk' && handling.lastDay === null;
  if (restoration.kind === 'by_itself') return neverEnds ? '未定终止日期，不自动恢复。' : '期满自动恢复。';
  const { workingDaysBefore, route } = restoration;
  const by = workingDaysBefore === 'none' || neverEnds ? '可' : `可在期满前 ${workingDaysBefore} 个工作日`;
  const through = route === 'institution' ? '经定点医药机构' : '';
  return `如需恢复，${by}${through}向医疗保障经办机构提出申请。`;
}

/** The agency keeps one; the person and each institution receive one. */
const copiesTo = ({ agencyName, person, recipients }: NoticeOfHandling): Content =>
  underTable(
    `本通知书一式 ${recipients.length + 2} 份，分送：${[agencyName, person.name, ...recipients.map(({ name }) => name)].join('、')}。`,
  );
