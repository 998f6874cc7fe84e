import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRegistryFile } from './registry-file';

const folder = mkdtempSync(join(tmpdir(), 'registry-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const clinician = (record_id: string, supersedes?: string): string =>
  JSON.stringify({
    kind: 'clinician',
    record_id,
    recorded_at: '2025-01-01',
    supersedes,
    code: 'D310100000001',
    name: '张三',
    category: 'doctor',
  });

const withdrawal = (record_id: string, supersedes?: string): string =>
  JSON.stringify({
    kind: 'withdrawal',
    record_id,
    recorded_at: '2025-01-02',
    supersedes,
    reason: '误报',
    approved_at: '2025-01-02',
  });

async function read(...rows: readonly string[]) {
  const path = join(folder, 'R.ndjson');
  writeFileSync(path, `${rows.join('\n')}\n`);
  const { records, bad } = await readRegistryFile(path);
  return { taken: records.map(({ recordId }) => recordId), bad };
}

describe('CONTRACT 7, Sanction: records that correct each other in a ring are refused', () => {
  it('each is named with its row, and the ring', async () => {
    const { taken, bad } = await read(
      clinician('x'),
      clinician('a', 'c'),
      clinician('b', 'a'),
      clinician('c', 'b'),
      clinician('y', 'a'),
    );
    expect(taken).toEqual(['x', 'y']);
    expect(bad).toEqual(
      [2, 3, 4].map((row) => ({ row, reason: 'supersedes: a corrects c corrects b corrects a, in a ring' })),
    );
  });

  it('a withdrawal may be part of one', async () => {
    const { bad } = await read(clinician('a', 'w'), withdrawal('w', 'a'));
    expect(bad.map(({ row }) => row)).toEqual([1, 2]);
  });

  it('a chain is none, in whatever order it stands in the file', async () => {
    const { taken, bad } = await read(clinician('c', 'b'), clinician('b', 'a'), clinician('a'));
    expect(taken).toEqual(['c', 'b', 'a']);
    expect(bad).toEqual([]);
  });
});

it('a withdrawal that names no record is a bad row', async () => {
  expect(await read(withdrawal('w'))).toEqual({
    taken: [],
    bad: [
      { row: 1, reason: 'supersedes: FIELD_MISSING, expected the record that is withdrawn, got nothing' },
    ],
  });
});
