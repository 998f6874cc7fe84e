import { instantOf, parseDay } from '@gatekeeper/calendar';
import { loadPolicy } from '@gatekeeper/wire';
import { officialWorkingDays } from '@gatekeeper/wire';
import type { CaseFile } from '../cases/case-file';
import { termsAt } from '../cases/terms';
import type { Measure, SanctionData } from '../cases/workflows/sanction-data';
import { PERSON } from '../documents/testing/example-forms';
import { copyOfCase } from './copy-of-case';
import { noticeAnswer } from './notice-answer';
import { noticeOfCase } from './notice-of-case';

const NOW = instantOf(Date.parse('2026-03-02T09:00:00+08:00'));

function caseOf(measure: Omit<Measure, 'scope' | 'cause'>): CaseFile<SanctionData> {
  const data: SanctionData = {
    occasion: 'penalty',
    occasion_on: '2026-03-02',
    decided_at: '2026-03-02 09:00:00',
    dept_codg: null,
    violation: '伪造医疗文书',
    findings: [],
    proposed: { ...measure, scope: 'person', cause: 'discipline' },
    issued_on: '2026-03-03',
  };
  return {
    caseId: 'c',
    kind: 'sanction',
    state: 'issued',
    version: 5,
    fixmedinsCode: 'H44010000001',
    clinicianCode: PERSON.code,
    area: '440100',
    pack: 'guangdong-2025',
    documentNo: '穗医保处〔2026〕1号',
    data,
    proposedBy: null,
    withdrawnBy: null,
    openedAt: NOW,
    changedAt: NOW,
  };
}

describe('CONTRACT 7, Sanction: the forms of a case say the measure that was ordered, whatever days it has', () => {
  it.each([
    ['inform', null, null, '提醒谈话'],
    ['suspended', '2026-03-10', '2026-06-09', '暂停医保结算资格，自2026年3月10日起至2026年6月9日止'],
    ['suspended', '2026-03-10', null, '暂停医保结算资格，自2026年3月10日起，未定终止日期'],
    ['terminated', '2026-03-10', '2027-03-09', '终止医保结算资格，自2026年3月10日起至2027年3月9日止'],
    ['terminated', '2026-03-10', null, '终止医保结算资格，自2026年3月10日起，未定终止日期'],
  ] as const)('%s from %s to %s', (measure, from, last, copied) => {
    const loaded = loadPolicy();
    if (!loaded.ok) throw new Error('the packs that ship do not load');
    const file = caseOf({ measure, from, last_day: last });
    const { parameters } = termsAt(
      { policy: loaded.value, workingCalendar: officialWorkingDays },
      file.area,
      NOW,
    );
    const nameOf = (code: string): string => code;
    const notice = noticeOfCase(file, { agencyName: '', person: PERSON, sites: [], nameOf, parameters });
    expect(notice === 'not_issued' ? notice : noticeAnswer(notice)).toMatchObject({
      measure,
      from,
      last_day: last,
    });
    const day = parseDay('2026-03-04');
    if (day === null) throw new Error('2026-03-04 is a day');
    const facts = {
      person: PERSON,
      bornOn: null,
      timeline: { subject: PERSON.code, version: 0, records: [] },
      records: [],
      knownAt: NOW,
      institutionOf: () => null,
    };
    expect(copyOfCase(file, facts, { addressee: '', senderName: '', madeOn: day })).toMatchObject({
      persons: [{ handling: copied }],
    });
  });
});
