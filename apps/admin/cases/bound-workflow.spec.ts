/** Where a workflow of the casework lib meets what is stored and what came in: anything else than it was made for is a defect, never a step. */
import { instantOf } from '@gatekeeper/calendar';
import { recordHead } from '@gatekeeper/casework';
import { loadPolicy, officialWorkingDays } from '@gatekeeper/wire';
import { EmergencyBody } from './case-bodies';
import type { CaseFile } from './case-file';
import { headsFor } from './record-heads';
import { termsAt } from './terms';
import type { CaseReads, Moment } from './workflow';
import { CERTIFICATE_RENEWAL } from './workflows/certificate-renewal';
import { EXEMPTION } from './workflows/exemption';

const NOW = instantOf(Date.parse('2026-03-02T09:00:00+08:00'));
const DATA = { dept_codg: null, from: '2026-03-01', last_day: '2026-03-31', reasons: '诊疗需要' };
const fileOf = (data: object, more: Partial<CaseFile> = {}): CaseFile => ({
  ...{ caseId: 'c1', kind: 'exemption', state: 'proposed', version: 1, fixmedinsCode: 'H1' },
  ...{ clinicianCode: 'D1', area: '460100', pack: 'hainan-2022', documentNo: null, data },
  ...{ proposedBy: 'first', withdrawnBy: null, openedAt: NOW, changedAt: NOW },
  ...more,
});
const never = () => Promise.reject(new Error('nothing is looked up'));
const READS: CaseReads = {
  timeline: never,
  casesOfClinician: never,
  casesAtInstitution: never,
  lineOnFile: never,
  takeDocumentNo: (area) => Promise.resolve(`${area}号1`),
};
function momentOf(body: object): Moment<object> {
  const loaded = loadPolicy();
  if (!loaded.ok) throw new Error('the packs that ship do not load');
  const terms = termsAt({ policy: loaded.value, workingCalendar: officialWorkingDays }, '460100', NOW);
  return {
    ...{ body, terms, actor: 'second', roles: ['reviewer'], now: NOW, reads: READS },
    ...{ head: headsFor('c1', 2, NOW), recordHead: recordHead('c1', 2, NOW) },
  };
}
const [approve] = EXEMPTION.steps;
const confirm = CERTIFICATE_RENEWAL.steps.find(({ event }) => event === 'confirm');

it('a step is taken with the number of its area, and the data of the case stays as it was kept', async () => {
  await expect(approve?.act(fileOf(DATA), momentOf(new EmergencyBody()))).resolves.toMatchObject({
    documentNo: '460100号1',
    data: DATA,
    records: [{ recordId: 'case:c1:2:1', exemptionNo: '460100号1' }],
  });
});

it('data that no step wrote is refused by its places', async () => {
  await expect(
    approve?.act(fileOf({ ...DATA, from: '昨天', until: 1 }), momentOf(new EmergencyBody())),
  ).rejects.toThrow(
    'the case c1 is kept with data that cannot be read: data.from: a day is expected, not another string; data.until: not known',
  );
});

it('so is a body that was not checked, and a case that names nobody where a person is looked up', async () => {
  await expect(approve?.act(fileOf(DATA), momentOf({}))).rejects.toThrow(
    'a body of EmergencyBody was not checked',
  );
  const file = fileOf(
    { valid_until: '2026-06-30', late: false, proposed: null },
    { kind: 'certificate_renewal', clinicianCode: null },
  );
  if (confirm === undefined) throw new Error('there is no such step');
  await expect(confirm.act(file, momentOf(new confirm.body()))).rejects.toThrow('its case names none');
});
