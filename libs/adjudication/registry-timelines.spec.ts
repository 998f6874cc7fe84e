import { instantOf, OPEN_END } from '@gatekeeper/calendar';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { neverOnFile, principalsOf, registryTimelines, subjectsOf } from '.';

const at = instantOf(10);
const head = (recordId: string, supersedes: string | null = null) => ({
  recordId,
  recordedAt: at,
  receivedAt: null,
  knownFrom: at,
  supersedes,
});
const sanction = (recordId: string, code: string, documentNo = '文1'): RegistryRecord => ({
  ...head(recordId),
  kind: 'sanction',
  documentNo,
  code,
  status: 'suspended',
  scope: 'person',
  fixmedinsCode: 'H1',
  cause: 'points',
  from: at,
  until: OPEN_END,
  points: null,
  decidedAt: at,
  issuedAt: null,
  deliveredAt: null,
  maintainedAt: null,
});
const annulment = (recordId: string, code: string | null, documentNo = '文1'): RegistryRecord => ({
  ...head(recordId),
  kind: 'annulment',
  documentNo,
  code,
  decidedAt: at,
});
const clinician = (recordId: string, code: string, supersedes: string | null = null): RegistryRecord => ({
  ...head(recordId, supersedes),
  kind: 'clinician',
  code,
  name: '',
  category: 'doctor',
});
const principal = (recordId: string, code: string): RegistryRecord => ({
  ...head(recordId),
  kind: 'pharmacy_principal',
  fixmedinsCode: 'P1',
  code,
  from: at,
  until: OPEN_END,
});
const idsBySubject = (records: readonly RegistryRecord[]) =>
  Object.fromEntries(
    [...registryTimelines(records, 7)].map(([subject, timeline]) => {
      expect(timeline).toMatchObject({ subject, version: 7 });
      return [subject, timeline.records.map(({ fact }) => fact.recordId).join()];
    }),
  );

describe('the timelines of a registry at hand', () => {
  it.each<readonly [string, readonly RegistryRecord[], Record<string, string>]>([
    ['nothing', [], {}],
    [
      'each record under its subject',
      [clinician('a', 'D1'), clinician('b', 'D2'), sanction('c', 'D1')],
      { D1: 'a,c', D2: 'b' },
    ],
    ['a reference under whom it names', [annulment('a', 'D9')], { D9: 'a' }],
    [
      'a reference without a name under everyone its document names, wherever the document comes',
      [
        sanction('a', 'D1'),
        annulment('x', null),
        sanction('b', 'D2'),
        sanction('c', 'D3', '文2'),
        sanction('d', 'D1'),
      ],
      { D1: 'a,x,d', D2: 'x,b', D3: 'c' },
    ],
    [
      'a reference whose document is not on file under no one',
      [annulment('x', null), clinician('a', 'D1')],
      { D1: 'a' },
    ],
  ])('%s', (_, records, expected) => {
    expect(idsBySubject(records)).toEqual(expected);
  });

  it('close a record that one of another subject corrects', () => {
    const timelines = registryTimelines([
      clinician('a', 'D1'),
      { ...clinician('b', 'D2', 'a'), knownFrom: instantOf(20) },
    ]);
    expect(timelines.get('D1')?.records[0]?.recorded).toEqual({ from: 10, until: 20 });
    expect(timelines.get('D1')?.version).toBe(0);
  });
});

describe('whom a line asks about', () => {
  const line = { fixmedinsCode: 'ｈ1', orderingCode: 'd440106000001', performingCode: '/' };
  it.each([
    [line, ['H1', 'D440106000001']],
    [{ ...line, performingCode: '10086' }, ['H1', 'D440106000001', '10086']],
    [{ ...line, orderingCode: null, performingCode: null }, ['H1']],
    [{ ...line, orderingCode: '009999' }, ['H1']],
  ])('%j', (codes, expected) => {
    expect(subjectsOf(codes as Parameters<typeof subjectsOf>[0])).toEqual(expected);
  });

  it('a pharmacy about everyone who ever was its principal, once each', () => {
    const timeline = registryTimelines([
      principal('a', 'D1'),
      principal('b', 'D2'),
      principal('c', 'D1'),
    ]).get('P1');
    expect(timeline === undefined ? [] : principalsOf(timeline)).toEqual(['D1', 'D2']);
    expect(principalsOf(neverOnFile('P1'))).toEqual([]);
  });

  it('who was never on file has no record and no version', () => {
    expect(neverOnFile('D1')).toEqual({ subject: 'D1', version: 0, records: [] });
  });
});
