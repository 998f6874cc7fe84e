/** What the lists of a person's file show. */
import { PARTICULAR_NAMES, PARTICULARS } from '@gatekeeper/casework';
import type {
  CaseOnFile,
  DeadlineOnFile,
  DecisionOnPoints,
  RecordKnown,
  SanctionFiled,
  SiteOnFile,
} from '../person-file/person-file';
import { OPEN_END } from '@gatekeeper/calendar';
import type { Column } from '@gatekeeper/documents';
import { writtenDay, writtenMoment } from '@gatekeeper/documents';
import {
  CAUSE_WORDS,
  DEADLINE_STATE_WORDS,
  KIND_WORDS,
  SANCTION_WORDS,
  STATE_WORDS,
  measureWords,
  statusWords,
} from './person-file-words';
import { effectiveWords, fromUntil, recordWords } from './record-words';

export const SITES: readonly Column<SiteOnFile>[] = [
  {
    head: '执业机构',
    width: 120,
    cellOf: ({ institutionName, fixmedinsCode }) => [institutionName ?? '（机构未登记）', fixmedinsCode],
  },
  { head: '登记备案状态', width: 92, cellOf: ({ status }) => [statusWords(status), ...sinceWords(status)] },
  {
    head: '登记起止、服务承诺、证书有效期、执业内容、知悉时间',
    width: '*',
    cellOf: ({ registrations, particulars }) => [
      ...registrations.flatMap(({ mainSite, from, until, committedOn, certificateUntil, knownFrom }) => [
        `${mainSite ? '主执业' : '多点执业'}：${fromUntil({ from, until })}`,
        `服务承诺 ${committedOn === null ? '无' : writtenDay(committedOn)}；证书有效期${certificateUntil === OPEN_END ? '未载' : `至 ${writtenMoment(certificateUntil)}（不含）`}；知悉 ${writtenMoment(knownFrom)}`,
      ]),
      ...practiceWords(particulars),
    ],
  },
];

/** What is stated, each with its name in the texts, and since when it was known. */
function practiceWords(onFile: SiteOnFile['particulars']): readonly string[] {
  if (onFile === null) return [];
  const stated = PARTICULARS.flatMap((name) => {
    const words = onFile.particulars[name];
    return words === null ? [] : [`${PARTICULAR_NAMES[name].zh} ${words}`];
  });
  return stated.length === 0 ? [] : [`${stated.join('；')}；知悉 ${writtenMoment(onFile.recordedAt)}`];
}

function sinceWords(status: SiteOnFile['status']): readonly string[] {
  if (status.kind !== 'suspended' && status.kind !== 'terminated') return [];
  return status.standing.map(({ sanction }) => `${sanction.documentNo}：${fromUntil(sanction.running)}`);
}

export const DECISIONS: readonly Column<DecisionOnPoints>[] = [
  { head: '决定时间', width: 78, cellOf: ({ decidedAt }) => writtenMoment(decidedAt) },
  {
    head: '记分情形',
    width: '*',
    cellOf: ({ findings }) =>
      findings.map(
        ({ situation, points, fixmedinsCode, documentNo }) =>
          `${situation} 记 ${points} 分（${fixmedinsCode}${documentNo === null ? '' : `，${documentNo}`}）`,
      ),
  },
  { head: '年度累计', width: 42, centred: true, cellOf: ({ yearTotal }) => String(yearTotal) },
  { head: '结果', width: 130, cellOf: ({ measure, article }) => [measureWords(measure), article] },
];

export const SANCTIONS: readonly Column<SanctionFiled>[] = [
  {
    head: '文书号、事由',
    width: 118,
    cellOf: ({ documentNo, cause, points, fixmedinsCode, scope }) => [
      documentNo,
      `${CAUSE_WORDS[cause]}${points === null ? '' : `（${points} 分）`}`,
      scope === 'person' ? `${fixmedinsCode}，及于本人` : `仅 ${fixmedinsCode}`,
    ],
  },
  {
    head: '处理及期限',
    width: 128,
    cellOf: ({ status, state, written, running, restoredFrom }) => [
      `${SANCTION_WORDS[status]}，${STATE_WORDS[state]}`,
      `文书：${fromUntil(written)}`,
      ...(running === null ? [] : [`实际：${fromUntil(running)}`]),
      ...(restoredFrom === null ? [] : [`恢复：${writtenMoment(restoredFrom)}`]),
    ],
  },
  {
    head: '决定、印发、送达、维护、知悉',
    width: '*',
    cellOf: (sanction) => [
      `决定 ${writtenMoment(sanction.decidedAt)}`,
      `印发 ${writtenMoment(sanction.issuedAt)}`,
      `送达 ${writtenMoment(sanction.deliveredAt)}`,
      `维护 ${writtenMoment(sanction.maintainedAt)}`,
      `知悉 ${writtenMoment(sanction.knownFrom)}`,
      ...sanction.changes.map(changeWords),
    ],
  },
];

function changeWords(change: SanctionFiled['changes'][number]): string {
  const known = `（知悉 ${writtenMoment(change.knownFrom)}）`;
  switch (change.kind) {
    case 'restoration':
      return `恢复，自 ${writtenMoment(change.effectiveFrom)} 起${known}`;
    case 'revision':
      return `期限变更为至 ${writtenMoment(change.until)}（不含）${known}`;
    case 'annulment':
      return `撤销，${writtenMoment(change.decidedAt)} 决定${known}`;
  }
}

export const CASES: readonly Column<CaseOnFile>[] = [
  {
    head: '事项',
    width: 140,
    cellOf: ({ caseId, kind, documentNo }) => [kind, caseId, ...(documentNo === null ? [] : [documentNo])],
  },
  { head: '机构', width: 88, cellOf: ({ fixmedinsCode }) => fixmedinsCode },
  {
    head: '步骤',
    width: '*',
    cellOf: ({ steps }) =>
      steps.map(({ event, toState, at }) => `${writtenMoment(at)} ${event} → ${toState}`),
  },
];

export const DEADLINES: readonly Column<DeadlineOnFile>[] = [
  { head: '期限', width: '*', cellOf: ({ text }) => text.zh },
  { head: '所属', width: 170, cellOf: ({ of }) => of },
  {
    head: '最后一日',
    width: 90,
    cellOf: ({ dueOn }) => (dueOn === null ? '工作日历未公布' : writtenDay(dueOn)),
  },
  { head: '状态', width: 50, centred: true, cellOf: ({ state }) => DEADLINE_STATE_WORDS[state] },
];

export const HISTORY: readonly Column<RecordKnown>[] = [
  {
    head: '知悉起止',
    width: 116,
    cellOf: ({ held }) => [
      writtenMoment(held.from),
      Number.isFinite(held.until) ? `至 ${writtenMoment(held.until)} 更正` : '现行',
    ],
  },
  { head: '种类', width: 56, centred: true, cellOf: ({ record }) => KIND_WORDS[record.kind] },
  { head: '内容', width: '*', cellOf: ({ record }) => recordWords(record) },
  { head: '生效时间', width: 118, cellOf: ({ record }) => effectiveWords(record) },
];
