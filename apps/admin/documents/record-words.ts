/** What one registry record says, in a line; whom and when it is about stands beside it. */
import type { Interval } from '@gatekeeper/calendar';
import { OPEN_END, formatDay } from '@gatekeeper/calendar';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { writtenMoment } from '@gatekeeper/documents';
import { CATEGORY_WORDS } from './form-person';
import { CAUSE_WORDS, LEAVING_WORDS, SANCTION_WORDS } from './person-file-words';

export function recordWords(record: RegistryRecord): string {
  switch (record.kind) {
    case 'clinician':
      return `${record.name}，${CATEGORY_WORDS[record.category]}`;
    case 'registration':
      return `${record.fixmedinsCode}，${record.mainSite ? '主执业机构' : '多点执业机构'}，承诺：${record.committedOn === null ? '无' : formatDay(record.committedOn)}`;
    case 'sanction':
      return `${record.documentNo}，${SANCTION_WORDS[record.status]}，事由：${CAUSE_WORDS[record.cause]}，${record.fixmedinsCode}`;
    case 'restoration':
    case 'revision':
    case 'annulment':
      return record.documentNo;
    case 'deregistration':
      return `${record.fixmedinsCode ?? '全部机构'}，${LEAVING_WORDS[record.reason]}`;
    case 'withdrawal':
      return `${record.supersedes ?? ''}，${record.reason}`;
    case 'exemption':
      return `${record.exemptionNo}，${record.reason}`;
    case 'institution':
      return `${record.fixmedinsCode}，${record.name}`;
    case 'institution_status':
    case 'department_status':
      return `${record.fixmedinsCode}，${record.documentNo}`;
    case 'pharmacy_principal':
      return `${record.fixmedinsCode}，${record.code}`;
  }
}

/** When what it says holds; `—` for what holds at no time of its own. */
export function effectiveWords(record: RegistryRecord): string {
  switch (record.kind) {
    case 'registration':
    case 'sanction':
    case 'exemption':
    case 'institution_status':
    case 'department_status':
    case 'pharmacy_principal':
      return fromUntil(record);
    case 'deregistration':
      return fromUntil({ from: record.from, until: OPEN_END });
    case 'restoration':
      return `${writtenMoment(record.effectiveFrom)} 起`;
    case 'revision':
      return `至 ${writtenMoment(record.until)}（不含）`;
    case 'annulment':
    case 'withdrawal':
    case 'clinician':
    case 'institution':
      return '—';
  }
}

/** Half-open: the end is the first moment that is not in it. */
export const fromUntil = ({ from, until }: Interval): string =>
  until === OPEN_END
    ? `${writtenMoment(from)} 起`
    : `${writtenMoment(from)} 至 ${writtenMoment(until)}（不含）`;
