/** Form 7 of guangdong-2025 (抄告书, art. 45) as a sanction case fills it in. */
import type { Day } from '@gatekeeper/calendar';
import type { CaseFile } from '../cases/case-file';
import { orderedBy } from '../cases/workflows/sanction-data';
import type { SanctionData } from '../cases/workflows/sanction-data';
import type { CopyToAuthority } from '../documents';
import { writtenDay } from '../documents';
import { institutionName } from './form-facts';
import type { FormFacts } from './form-facts';
import { pointsThisTime } from './notice-of-case';

/** The authorities a copy goes to: art. 45 names both. */
export const AUTHORITIES = ['health', 'drug'] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** What stands where the authority is not called by its name. */
export const AUTHORITY_WORDS: Readonly<Record<Authority, string>> = {
  health: '卫生健康主管部门',
  drug: '药品监督管理部门',
};

export interface CopyAsked {
  readonly addressee: string;
  readonly senderName: string;
  readonly madeOn: Day;
}

/** The copy of a case whose notice was issued. `annulled`: an appeal was upheld, so there are no points to tell of. */
export function copyOfCase(
  { documentNo, clinicianCode, fixmedinsCode, data }: CaseFile<SanctionData>,
  facts: FormFacts,
  asked: CopyAsked,
): CopyToAuthority | 'not_issued' | 'annulled' {
  const { proposed, score, violation } = data;
  if (documentNo === null || clinicianCode === null || proposed === undefined) return 'not_issued';
  if (isAnnulled(facts, documentNo, clinicianCode)) return 'annulled';
  const { name, identity, code } = facts.person;
  return {
    ...asked,
    reference: documentNo,
    persons: [
      {
        name,
        identity,
        code,
        institutionName: institutionName(facts, fixmedinsCode),
        violation,
        documentNo,
        pointsThisTime: pointsThisTime(data),
        pointsThisYear: score?.year_total ?? 0,
        handling: handlingWords(proposed),
      },
    ],
  };
}

/** An appeal that was upheld: the measure never was. */
const isAnnulled = ({ records }: FormFacts, documentNo: string, clinicianCode: string): boolean =>
  records.some(
    (record) =>
      record.kind === 'annulment' &&
      record.documentNo === documentNo &&
      (record.code === null || record.code === clinicianCode),
  );

const MEASURE_WORDS = { suspended: '暂停医保结算资格', terminated: '终止医保结算资格' } as const;

function handlingWords(measure: NonNullable<SanctionData['proposed']>): string {
  const ordered = orderedBy(measure);
  if (ordered === null) return '提醒谈话';
  const { status, firstDay, lastDay } = ordered;
  const begin = `${MEASURE_WORDS[status]}，自${writtenDay(firstDay)}起`;
  return lastDay === null ? `${begin}，未定终止日期` : `${begin}至${writtenDay(lastDay)}止`;
}
