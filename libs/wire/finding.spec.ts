import { formatInstant } from '@gatekeeper/calendar';
import { findingProblem, isMalformed, parseFindingRow } from '.';

const FULL = {
  finding_id: 'F1',
  code: 'd460100000001',
  fixmedins_code: 'h46010000001',
  inspection_id: 'I1',
  act_id: 'A1',
  situation: 'N23-4-6-1',
  points: 5,
  decided_at: '2025-06-10 09:00:00',
  document_no: '处1号',
};
const NEEDED = ['finding_id', 'code', 'fixmedins_code', 'situation', 'decided_at'] as const;
const parsed = (row: unknown) => parseFindingRow(Buffer.from(JSON.stringify(row)));

function problemsOf(row: unknown): readonly string[] {
  const finding = parsed(row);
  return isMalformed(finding) ? finding.problems.map(({ path, code, got }) => `${path} ${code} ${got}`) : [];
}

describe('a finding on the wire', () => {
  it('becomes a finding: codes folded, the time as an instant', () => {
    const finding = parsed(FULL);
    expect(finding).toEqual({
      findingId: 'F1',
      code: 'D460100000001',
      fixmedinsCode: 'H46010000001',
      inspectionId: 'I1',
      actId: 'A1',
      situation: 'N23-4-6-1',
      points: 5,
      decidedAt: isMalformed(finding) ? null : finding.decidedAt,
      documentNo: '处1号',
    });
    expect(isMalformed(finding) ? '' : formatInstant(finding.decidedAt)).toBe('2025-06-10T09:00:00+08:00');
  });

  it.each([
    ['inspection_id', 'inspectionId'],
    ['act_id', 'actId'],
    ['points', 'points'],
    ['document_no', 'documentNo'],
  ])('%s may be absent, null or empty', (field, name) => {
    for (const absent of [undefined, null, ''])
      expect(parsed({ ...FULL, [field]: absent })).toMatchObject({ [name]: null });
  });

  it.each(NEEDED)('%s must be there', (field) => {
    expect(problemsOf({ ...FULL, [field]: undefined })).toEqual([`${field} FIELD_MISSING nothing`]);
  });

  it.each([
    ['points', -3, 'points FIELD_INVALID "-3"'],
    ['points', 4.5, 'points FIELD_INVALID "4.5"'],
    ['points', 'three', 'points FIELD_INVALID "three"'],
    ['points', 12345, 'points FIELD_INVALID "12345"'],
    ['decided_at', '2025-02-30', 'decided_at FIELD_INVALID "2025-02-30"'],
    ['decided_at', '2025-06-10 24:00:00', 'decided_at FIELD_INVALID "2025-06-10 24:00:00"'],
    ['code', 'D'.repeat(31), 'code FIELD_INVALID masked text of 31 characters'],
    ['situation', 7, 'situation FIELD_INVALID 7'],
  ])('%s may not be %j', (field, value, expected) => {
    expect(problemsOf({ ...FULL, [field]: value })).toEqual([expected]);
  });

  it('points are taken as a number or as its digits, a date as its first moment', () => {
    expect(parsed({ ...FULL, points: '12' })).toMatchObject({ points: 12 });
    expect(parsed({ ...FULL, decided_at: '2025/6/10 9:00:00' })).toEqual(parsed(FULL));
    expect(parsed({ ...FULL, decided_at: '2025-06-10' })).toEqual(
      parsed({ ...FULL, decided_at: '2025-06-10 00:00:00' }),
    );
  });

  it('names every problem of a row', () => {
    expect(problemsOf({ points: 'x' })).toEqual([
      'finding_id FIELD_MISSING nothing',
      'code FIELD_MISSING nothing',
      'fixmedins_code FIELD_MISSING nothing',
      'situation FIELD_MISSING nothing',
      'points FIELD_INVALID "x"',
      'decided_at FIELD_MISSING nothing',
    ]);
  });

  it.each([
    ['no JSON', '{', 'NOT_JSON'],
    ['a list', '[]', 'NOT_AN_OBJECT'],
    ['a key twice', '{"code":"a","code":"b"}', 'DUPLICATE_KEY'],
  ])('%s is refused', (_, text, code) => {
    const finding = parseFindingRow(Buffer.from(text));
    expect(isMalformed(finding) && finding.problems[0].code).toBe(code);
  });

  it('unknown fields are kept out and told', () => {
    const unknown: string[] = [];
    const row = Buffer.from(JSON.stringify({ ...FULL, note: 'x' }));
    expect(parseFindingRow(row, (names) => unknown.push(...names))).toEqual(parsed(FULL));
    expect(unknown).toEqual(['note']);
  });

  it.each([
    [null, 'FIELD_MISSING', 'nothing'],
    [13, 'FIELD_INVALID', '13'],
    ['N23', 'FIELD_INVALID', '"N23"'],
  ])('what the pack finds wrong is told like any problem: %j', (got, code, told) => {
    expect(findingProblem({ index: 0, findingId: 'F1', field: 'points', expected: '4 to 6', got })).toEqual({
      path: 'points',
      code,
      expected: '4 to 6',
      got: told,
    });
  });

  it('a code is masked there too', () => {
    const problem = { index: 0, findingId: 'F1', field: 'code', expected: 'a code', got: '009999' } as const;
    expect(findingProblem(problem).got).toBe('masked text of 6 characters');
  });
});
