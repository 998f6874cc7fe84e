import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { UsageError } from './ending';
import { addScoreCommand } from './score-command';

let folder: string;
let told: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'score-'));
  told = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const row = (finding_id: string, more: object = {}) => ({
  finding_id,
  code: 'D460100000001',
  fixmedins_code: 'H46010000001',
  situation: 'HI22-17-2',
  decided_at: '2025-06-10 09:00:00',
  ...more,
});

/** The answers of the command on a file of these rows. */
async function score(rows: readonly unknown[], pack = 'hainan-2022', ...options: string[]) {
  const findings = join(folder, 'F.ndjson');
  const out = join(folder, 'S.ndjson');
  const text = rows.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n');
  writeFileSync(findings, text);
  const program = new Command().exitOverride();
  addScoreCommand(program);
  const args = ['score', '--pack', pack, '--findings', findings, '--out', out, ...options];
  await program.parseAsync(args, { from: 'user' });
  return readFileSync(out, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

/** Why the command ends with 2: the reason, then its details without the folder. */
async function refusal(rows: readonly unknown[], pack?: string, ...options: string[]) {
  const error: unknown = await score(rows, pack, ...options).catch((thrown: unknown) => thrown);
  if (!(error instanceof UsageError)) throw new Error(`no refusal: ${JSON.stringify(error)}`);
  return [error.message, ...error.details].map((text) => text.replaceAll(`${folder}/`, ''));
}

describe('gatekeeper score', () => {
  it('prints an answer for each decision, by time', async () => {
    const rows = [
      row('F3', { situation: 'HI22-17-3', decided_at: '2025-09-01' }),
      row('F1', { situation: 'HI22-16-1', inspection_id: 'I1' }),
      row('F2', { situation: 'HI22-19-3', inspection_id: 'I1' }),
    ];
    expect(await score(rows)).toEqual([
      {
        code: 'D460100000001',
        year: 2025,
        counted: [
          { finding_id: 'F1', points: 6 },
          { finding_id: 'F2', points: 1 },
        ],
        year_total: 7,
        outcome: 'suspend',
        months: 3,
        from: '2025-06-10',
        last_day: '2025-09-09',
        remaining: 5,
        grade: 'D',
        article: 'hainan-2022 art. 20',
        edition: '1',
        decided_at: '2025-06-10T09:00:00+08:00',
      },
      expect.objectContaining({ year_total: 10, outcome: 'suspend', months: 12, last_day: '2026-08-31' }),
    ]);
    expect(told).toContain('3 of 3 finding(s) counted, of 1 person(s)');
    expect(told).toMatch(/suspend +│ 12 month\(s\) +│ +1/);
  });

  it('takes values set by hand, and names them in the edition', async () => {
    const rows = [row('F1'), row('F2')];
    const [answer] = await score(
      rows,
      'hainan-2022',
      '--set',
      'hainan-2022.sameKindInSameInspection=perCase',
    );
    expect(answer).toMatchObject({ year_total: 6, edition: expect.stringMatching(/^1\+[0-9a-f]{8}$/) });
  });

  it('tells warnings in the answer and at the end', async () => {
    const rows = [row('F1', { situation: 'N23-4-6-1', points: 7 })];
    const warning = 'F1: 7 points lie outside the band of N23-4-6-1, 4 to 6';
    expect(await score(rows, 'national-2024')).toEqual([
      expect.objectContaining({ outcome: 'inform', warnings: [warning] }),
    ]);
    expect(told).toContain(`warning: ${warning}`);
  });

  it('a finding that comes twice alike is one', async () => {
    expect(await score([row('F1'), row('F1')])).toEqual([
      expect.objectContaining({ counted: [{ finding_id: 'F1', points: 3 }] }),
    ]);
  });

  it('an empty file has no answers', async () => {
    expect(await score([])).toEqual([]);
    expect(told).toContain('0 of 0 finding(s) counted');
  });

  it('names every problem of every row, and scores nothing', async () => {
    const rows = [
      row('F1'),
      row('F1', { decided_at: '2025-06-11' }),
      '',
      row('F2', { situation: 'HI22-20-1' }),
      row('F3', { points: 3, code: '' }),
      '{',
      row('F4', { points: 3 }),
    ];
    expect(await refusal(rows)).toEqual([
      '5 bad row(s) in the findings F.ndjson; nothing was scored',
      'F.ndjson:2: finding_id: FIELD_INVALID, expected the finding of row 1 again, or another id, got other content',
      'F.ndjson:4: situation: FIELD_INVALID, expected a code of the catalogue of hainan-2022 (HI22-15-1 to HI22-19-3), got "HI22-20-1"',
      'F.ndjson:5: code: FIELD_MISSING, expected a code of at most 30 characters, no character invisible, of direction or quoting, not in exponent form, got nothing',
      expect.stringMatching(/^F\.ndjson:6: row: NOT_JSON, /),
      'F.ndjson:7: points: FIELD_INVALID, expected none: HI22-17-2 is 3 points, got 3',
    ]);
  });

  it('leaves a file of earlier answers alone when a row is bad', async () => {
    writeFileSync(join(folder, 'S.ndjson'), 'kept');
    await refusal([row('F1', { points: 3 })]);
    expect(readFileSync(join(folder, 'S.ndjson'), 'utf8')).toBe('kept');
  });

  it('an unknown pack: those there are', async () => {
    const [reason] = await refusal([row('F1')], 'hainan');
    expect(reason).toMatch(/^there is no pack hainan; there are national-2024, .*hainan-2022/);
  });

  it.each(['hainan-institutions-2024', 'linfen'])('%s scores nothing: those that do', async (pack) => {
    expect(await refusal([row('F1')], pack)).toEqual([
      expect.stringMatching(/^the pack \S+ scores nothing; packs that do are national-2024, .*hainan-2022/),
    ]);
  });

  it('a file that is not there', async () => {
    const program = new Command().exitOverride();
    addScoreCommand(program);
    const args = ['score', '--pack', 'hainan-2022', '--findings', join(folder, 'none.ndjson')];
    await expect(program.parseAsync(args, { from: 'user' })).rejects.toThrow(/^there is no file/);
  });
});
