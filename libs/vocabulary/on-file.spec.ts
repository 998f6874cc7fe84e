import { instantOf, OPEN_END } from '@gatekeeper/calendar';
import { enteredBy, speakingOfNobody, spokenOf } from './on-file';
import type { RegistryRecord } from './registry';

const then = instantOf(0);
const head = (recordId: string, supersedes: string | null = null) => ({
  recordId,
  recordedAt: then,
  receivedAt: null,
  knownFrom: then,
  supersedes,
});
const clinician = (code: string): RegistryRecord => ({
  kind: 'clinician',
  ...head(`c-${code}`),
  code,
  name: '张三',
  category: 'doctor',
});
const deregistration = (
  recordId: string,
  code: string,
  supersedes: string | null = null,
): RegistryRecord => ({
  kind: 'deregistration',
  ...head(recordId, supersedes),
  code,
  fixmedinsCode: null,
  reason: 'left',
  from: then,
});
const status = (recordId: string, fixmedinsCode: string): RegistryRecord => ({
  kind: 'institution_status',
  ...head(recordId),
  fixmedinsCode,
  status: 'suspended',
  from: then,
  until: OPEN_END,
  documentNo: 'A1',
});
const annulment: RegistryRecord = {
  kind: 'annulment',
  ...head('a'),
  documentNo: 'A1',
  code: null,
  decidedAt: then,
};

describe('records that speak of nobody on file', () => {
  it('are those whose code no record enters', () => {
    const records = [
      clinician('D1'),
      deregistration('g1', 'D1'),
      deregistration('g2', 'D2'),
      status('s', 'H1'),
      annulment,
    ];
    expect(speakingOfNobody(records).map(({ record, code }) => [record.recordId, code])).toEqual([
      ['g2', 'D2'],
      ['s', 'H1'],
    ]);
  });

  it('are none once a later record corrects the code', () => {
    const records = [clinician('D1'), deregistration('g1', 'D9'), deregistration('g2', 'D1', 'g1')];
    expect(speakingOfNobody(records)).toEqual([]);
  });

  it.each([
    ['a person is entered', clinician('D1'), 'D1', null],
    ['a person is spoken of', deregistration('g', 'D1'), null, 'D1'],
    ['an institution is spoken of', status('s', 'H1'), null, 'H1'],
    ['a document alone speaks of whom it names', annulment, null, null],
  ] as const)('%s', (_, record, entered, spoken) => {
    expect([enteredBy(record), spokenOf(record)]).toEqual([entered, spoken]);
  });
});
