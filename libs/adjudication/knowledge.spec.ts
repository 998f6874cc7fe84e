import type { Interval } from '@gatekeeper/calendar';
import { formatInterval, instantOf, OPEN_END } from '@gatekeeper/calendar';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { InstitutionView, PersonView, principalsOf, registryTimelines, Views } from '.';

const head = (recordId: string, knownFrom: number, supersedes: string | null = null) => ({
  recordId,
  recordedAt: instantOf(knownFrom),
  receivedAt: null,
  knownFrom: instantOf(knownFrom),
  supersedes,
});
const clinician = (
  recordId: string,
  knownFrom: number,
  supersedes: string | null = null,
): RegistryRecord => ({
  ...head(recordId, knownFrom, supersedes),
  kind: 'clinician',
  code: 'D1',
  name: '',
  category: 'doctor',
});
const institution = (recordId: string, knownFrom: number): RegistryRecord => ({
  ...head(recordId, knownFrom),
  kind: 'institution',
  fixmedinsCode: 'H1',
  name: '',
  type: 'hospital',
  area: '440106',
  regionalMedicalCenter: false,
});
const status = (documentNo: string, from: number, until: number, more = {}): RegistryRecord => ({
  ...head(`${documentNo}${from}`, 10),
  kind: 'institution_status',
  fixmedinsCode: 'H1',
  status: 'suspended',
  documentNo,
  from: instantOf(from),
  until: instantOf(until),
  ...more,
});
const exemption = (exemptionNo: string, from: number, until = 90): RegistryRecord => ({
  ...head(`${exemptionNo}${from}`, 10),
  kind: 'exemption',
  exemptionNo,
  code: 'D1',
  fixmedinsCode: null,
  departmentCode: null,
  from: instantOf(from),
  until: instantOf(until),
  reason: '',
  approvedAt: instantOf(10),
});
const timelineOf = (subject: string, records: readonly RegistryRecord[]) =>
  registryTimelines(records).get(subject)!;

describe('a view serves every moment between two at which something became known', () => {
  const timeline = timelineOf('D1', [clinician('a', 10), clinician('b', 20, 'a'), clinician('c', 30)]);
  it.each([
    [9, -Infinity, 10],
    [10, 10, 20],
    [15, 10, 20],
    [19, 10, 20],
    [20, 20, 30],
    [29, 20, 30],
    [30, 30, Infinity],
    [99, 30, Infinity],
  ])('made for %d: from %d until %d', (knownAt, from, until) => {
    const view = new PersonView(timeline, instantOf(knownAt));
    expect(view.asked).toEqual({ from, until });
    const served = [from - 1, from, until - 1, until].filter(Number.isFinite);
    expect(served.map((moment) => view.servesAt(instantOf(moment)))).toEqual(
      served.map((moment) => moment >= from && moment < until),
    );
  });

  it('is remembered for them, for its timeline alone, persons and institutions apart', () => {
    const views = new Views();
    const first = views.person(timeline, instantOf(12));
    expect(views.person(timeline, instantOf(19))).toBe(first);
    expect(views.person(timeline, instantOf(20))).not.toBe(first);
    expect(views.person(timeline, instantOf(20))).toBe(views.person(timeline, instantOf(29)));
    const site = timelineOf('H1', [institution('i', 10)]);
    const seen = views.institution(site, instantOf(12));
    expect(seen).toBeInstanceOf(InstitutionView);
    expect(views.institution(site, instantOf(13))).toBe(seen);
    expect(views.institution(site, instantOf(9))).not.toBe(seen);
    expect(views.institution(timelineOf('H1', [institution('i', 10)]), instantOf(9))).not.toBe(
      views.institution(site, instantOf(9)),
    );
  });
});

describe('whether a subject is itself on file', () => {
  it.each([
    ['its own record', 'D1', [clinician('a', 10)], 10, true],
    ['not known yet', 'D1', [clinician('a', 10)], 9, false],
    ['records about it, but not its own', 'D1', [exemption('免1', 1)], 10, false],
  ])('%s', (_, subject, records, knownAt, known) => {
    expect(new PersonView(timelineOf(subject, records), instantOf(knownAt)).known).toBe(known);
  });

  it('an institution says what it is and where; one that is not on file says nothing', () => {
    const view = new InstitutionView(timelineOf('H1', [institution('i', 10)]), instantOf(10));
    expect([view.known, view.about]).toEqual([true, { type: 'hospital', area: '440106' }]);
    const absent = new InstitutionView(timelineOf('H1', [status('机1', 1, 2)]), instantOf(10));
    expect([absent.known, absent.about]).toEqual([false, null]);
  });
});

describe('exemptions on file', () => {
  it('are listed by number, then by their beginning, then by their end, whatever their order on file', () => {
    const records = [
      clinician('a', 10),
      exemption('免2', 5),
      exemption('免1', 7),
      exemption('免1', 3, 80),
      exemption('免1', 3, 90),
    ];
    const written = (some: readonly RegistryRecord[]) =>
      new PersonView(timelineOf('D1', some), instantOf(10)).exemptions.map(
        ({ exemptionNo, interval }) => `${exemptionNo} ${interval.from}-${interval.until}`,
      );
    const expected = ['免1 3-80', '免1 3-90', '免1 7-90', '免2 5-90'];
    expect(written(records)).toEqual(expected);
    expect(written([...records].reverse())).toEqual(expected);
  });

  it('say their number and interval', () => {
    const [found] = new PersonView(timelineOf('D1', [exemption('免1', 3)]), instantOf(10)).exemptions;
    const interval: Interval = { from: instantOf(3), until: instantOf(90) };
    expect(found).toEqual({
      exemptionNo: '免1',
      code: 'D1',
      fixmedinsCode: null,
      departmentCode: null,
      interval,
      evidence: ['exemption 免1', formatInterval(interval)],
    });
  });
});

describe('statuses of an institution', () => {
  const said = (...records: RegistryRecord[]) =>
    new InstitutionView(timelineOf('H1', records), instantOf(10)).statuses.map(
      ({ documentNo, status: what, interval }) => `${documentNo} ${what} ${interval.from}-${interval.until}`,
    );
  it.each([
    ['one', [status('机1', 1, 5)], ['机1 suspended 1-5']],
    [
      'two records that touch, of one document',
      [status('机1', 5, 9), status('机1', 1, 5)],
      ['机1 suspended 1-9'],
    ],
    [
      'two that touch, of two documents',
      [status('机2', 1, 5), status('机1', 5, 9)],
      ['机1 suspended 5-9', '机2 suspended 1-5'],
    ],
    [
      'two that touch, of two kinds',
      [status('机1', 5, 9, { status: 'terminated' }), status('机1', 1, 5)],
      ['机1 suspended 1-5', '机1 terminated 5-9'],
    ],
    [
      'two stretches of one document, by their beginning',
      [status('机1', 7, Infinity), status('机1', 1, 5)],
      ['机1 suspended 1-5', '机1 suspended 7-Infinity'],
    ],
    ['one that never was', [status('机1', 5, 5)], []],
  ])('%s', (_, records, expected) => {
    expect(said(...records)).toEqual(expected);
  });

  it('rest on their document and interval', () => {
    const view = new InstitutionView(timelineOf('H1', [status('机1', 1, Infinity)]), instantOf(10));
    expect(view.statuses[0]?.evidence).toEqual([
      'document 机1',
      formatInterval({ from: instantOf(1), until: OPEN_END }),
    ]);
  });

  it('of departments are kept by department; what a line sees without any is nothing', () => {
    const ofDepartment: RegistryRecord = {
      ...head('d', 10),
      kind: 'department_status',
      fixmedinsCode: 'H1',
      departmentCode: 'A03',
      status: 'suspended',
      documentNo: '科1',
      from: instantOf(1),
      until: instantOf(5),
    };
    const view = new InstitutionView(timelineOf('H1', [ofDepartment, institution('i', 10)]), instantOf(10));
    expect([...view.departmentStatuses].map(([department, found]) => [department, found.length])).toEqual([
      ['A03', 1],
    ]);
    expect(view.statuses).toEqual([]);
    expect(view.withoutStatus).toMatchObject({
      code: 'H1',
      known: true,
      statuses: [],
      departmentStatuses: [],
    });
  });
});

describe('who ever was principal of an institution', () => {
  const principal = (recordId: string, code: string): RegistryRecord => ({
    ...head(recordId, 1),
    kind: 'pharmacy_principal',
    fixmedinsCode: 'H1',
    code,
    from: instantOf(0),
    until: instantOf(1),
  });

  it.each([
    ['nobody', [institution('i', 1)], []],
    [
      'each once',
      [principal('p1', 'HY1'), institution('i', 1), principal('p2', 'HY2'), principal('p3', 'HY1')],
      ['HY1', 'HY2'],
    ],
  ])('%s', (_, records, codes) => {
    const timeline = registryTimelines(records).get('H1');
    expect(timeline === undefined ? null : principalsOf(timeline)).toEqual(codes);
  });
});
