import { registryTimelines } from '@gatekeeper/adjudication';
import { parseTime } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { loadPolicy, officialWorkingDays, registryCodec } from '@gatekeeper/wire';
import { personFilePdf } from '../documents';
import { printedText } from '../../../libs/documents/testing/printed-text';
import { assemblePersonFile } from './assemble-person-file';
import type { PersonRead } from './assemble-person-file';
import type { PersonFile } from './person-file';

const DOCTOR = 'D460100000001';
const HOSPITAL = 'H46010000001';
const DOCUMENT = '琼医保支付〔2025〕17号';

const at = (written: string): Instant => parseTime(written)!.instant;
const record = (recordId: string, recordedAt: string, fields: object): RegistryRecord =>
  registryCodec.decode(JSON.stringify({ record_id: recordId, recorded_at: recordedAt, ...fields }));

const RECORDS: readonly RegistryRecord[] = [
  record('i', '2025-01-01', {
    kind: 'institution',
    fixmedins_code: HOSPITAL,
    name: '海口市第三人民医院',
    type: 'hospital',
    admdvs: '460108',
  }),
  record('c', '2025-01-01', { kind: 'clinician', code: DOCTOR, name: '欧阳龑', category: 'doctor' }),
  record('r', '2025-01-01', {
    kind: 'registration',
    code: DOCTOR,
    fixmedins_code: HOSPITAL,
    main_site: true,
    from: '2025-01-01',
    committed_on: '2025-01-02',
  }),
  record('s', '2025-06-06 10:00:00', {
    kind: 'sanction',
    document_no: DOCUMENT,
    code: DOCTOR,
    status: 'suspended',
    scope: 'person',
    fixmedins_code: HOSPITAL,
    cause: 'points',
    from: '2025-06-10',
    last_day: '2025-09-09',
    decided_at: '2025-06-05 09:00:00',
    issued_at: '2025-06-06 09:00:00',
  }),
  record('a', '2025-07-01 10:00:00', {
    kind: 'annulment',
    document_no: DOCUMENT,
    code: DOCTOR,
    decided_at: '2025-07-01 09:00:00',
  }),
];

const policy = (() => {
  const loaded = loadPolicy();
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
})();

function fileOf(effectiveAt: string, knownAt: string, more: Partial<PersonRead> = {}): PersonFile {
  const timelines = registryTimelines(RECORDS);
  const read: PersonRead = {
    timeline: timelines.get(DOCTOR)!,
    institutions: timelines,
    maskedIdentity: '460*************28',
    particulars: new Map(),
    points: {
      findings: [
        {
          findingId: 'f1',
          code: DOCTOR,
          fixmedinsCode: HOSPITAL,
          inspectionId: 'JC-1',
          actId: null,
          situation: 'HI22-16-1',
          points: null,
          decidedAt: at('2025-06-05 09:00:00'),
          documentNo: DOCUMENT,
        },
      ],
      takenBack: [],
    },
    cases: [],
    caseDeadlines: [],
    ...more,
  };
  const moment = { effectiveAt: at(effectiveAt), knownAt: at(knownAt) };
  return assemblePersonFile(read, moment, policy, officialWorkingDays);
}

describe('a file on both axes', () => {
  it.each([
    ['2025-06-20', '2025-06-20', 'suspended', 'running'],
    ['2025-06-20', '2025-07-02', 'normal', 'annulled'],
    ['2025-06-08', '2025-06-08', 'normal', 'to_come'],
    // hainan-2022 art. 22: the period ends by itself.
    ['2025-09-10', '2025-06-30', 'normal', 'over'],
  ] as const)('of %s as known on %s: %s, the sanction %s', (effectiveAt, knownAt, status, state) => {
    const { sites, sanctions } = fileOf(effectiveAt, knownAt);
    expect(sites.map((site) => site.status.kind)).toEqual([status]);
    expect(sanctions.map((sanction) => sanction.state)).toEqual([state]);
  });

  it('before anything of the sanction was known there is none', () => {
    expect(fileOf('2025-06-20', '2025-06-05').sanctions).toEqual([]);
  });

  it('points of a year with what is left and the grade (hainan-2022 art. 16, 20 and 28)', () => {
    expect(fileOf('2025-06-20', '2025-06-20').years).toMatchObject([
      { year: 2025, total: 6, remaining: 6, grade: 'C', decisions: [{ measure: { outcome: 'suspend' } }] },
    ]);
  });

  it('a person at an institution that is not on file: what its sanctions reach is not known', () => {
    expect(fileOf('2025-06-20', '2025-06-20', { institutions: new Map() }).sites).toMatchObject([
      { institutionName: null, pack: null, status: { kind: 'unknown' } },
    ]);
  });
});

describe('the file in print', () => {
  it('shows both moments, identity masked, the chain of dates, what became known when, and no empty glyph', async () => {
    const pdf = await personFilePdf(fileOf('2025-06-20', '2025-07-02'));
    const text = printedText(pdf);
    for (const words of [
      '一医一档',
      '460*************28',
      '所述为 2025-06-20 的情况',
      '截至 2025-07-02 已为登记机构知悉',
      '2025年：累计记 6 分，剩余 6 分，等级 C',
      DOCUMENT,
      '已撤销',
      '决定 2025-06-05 09:00:00',
      '印发 2025-06-06 09:00:00',
      '送达 —',
      '撤销，2025-07-01 09:00:00 决定（知悉 2025-07-01 10:00:00）',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('\uFFFD');
  });

  it('is the same file for the same two moments', async () => {
    const print = (): Promise<Buffer> => personFilePdf(fileOf('2025-06-20', '2025-07-02'));
    expect((await print()).equals(await print())).toBe(true);
  });
});
