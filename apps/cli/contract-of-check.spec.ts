/** What goes into `check` and what comes out of it, on the sample that ships, held against the schemas that are checked in. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { Command } from 'commander';
import { addCheckCommand } from './check-command';
import { addScoreCommand } from './score-command';

const PROJECT = join(__dirname, '..', '..');
const SAMPLE = join(PROJECT, 'deploy', 'local', 'sample');
const ajv = new Ajv({ allowUnionTypes: true, strictRequired: false, strictTypes: false });

interface Decided {
  readonly outcome: string;
  readonly borne_by?: unknown;
}

const FINDINGS = ['HI22-17-2', 'HI22-17-3', 'HI22-16-1'].map((situation, n) => ({
  ...{ finding_id: `F${n}`, code: 'D460100000001', fixmedins_code: 'H46010000001' },
  ...{ situation, decided_at: `2025-0${n + 5}-10 09:00:00` },
}));

const rowsIn = (path: string): readonly unknown[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((row) => row !== '')
    .map((row): unknown => JSON.parse(row));

/** The first rows that do not keep the schema, each with why. */
function amiss(name: string, rows: readonly unknown[]): readonly unknown[] {
  const file = join(PROJECT, 'libs', 'wire', 'contract', `${name}.schema.json`);
  const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  return rows
    .flatMap((row, n) => (validate(row) ? [] : [{ row: n + 1, errors: validate.errors }]))
    .slice(0, 3);
}

describe('the sample, decided', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'contract-'));
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    // Every second line is paid: what is refused of the others is recovered of these.
    const lines = rowsIn(join(SAMPLE, 'lines.ndjson')).map((line, n) =>
      n % 2 === 0 ? line : { ...(line as object), setl_id: 'S-1', paid_at: '2025-01-01 00:00:00' },
    );
    const bad = ['{"infno":"2204"}', '[]', 'not JSON', ''];
    writeFileSync(at('lines.ndjson'), [...lines.map((line) => JSON.stringify(line)), ...bad].join('\n'));
    writeFileSync(at('findings.ndjson'), FINDINGS.map((finding) => JSON.stringify(finding)).join('\n'));
    const program = new Command().exitOverride();
    addCheckCommand(program);
    await program.parseAsync(
      [
        ...['check', '--registry', join(SAMPLE, 'registry.ndjson'), '--lines', at('lines.ndjson')],
        ...['--known-at', '2025-07-01', '--out', at('decisions.ndjson')],
        ...['--holds', at('holds.ndjson'), '--set-aside', at('set-aside.ndjson')],
      ],
      { from: 'user' },
    );
    addScoreCommand(program);
    await program.parseAsync(
      [
        ...['score', '--pack', 'hainan-2022'],
        ...['--findings', at('findings.ndjson'), '--out', at('answers.ndjson')],
      ],
      { from: 'user' },
    );
  }, 60_000);
  afterAll(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['settlement-line', 'lines.ndjson', 2_000],
    ['registry-record', 'registry.ndjson', 150],
  ])('%s: every row that ships', (name, file, least) => {
    const rows = rowsIn(join(SAMPLE, file));
    expect(amiss(name, rows)).toEqual([]);
    expect(rows.length).toBeGreaterThan(least);
  });

  it.each([
    ['decision', 'decisions.ndjson', 1_900],
    ['hold', 'holds.ndjson', 300],
    ['set-aside-row', 'set-aside.ndjson', 2],
    ['finding', 'findings.ndjson', 2],
    ['score-answer', 'answers.ndjson', 1],
  ])('%s: every row that is written', (name, file, least) => {
    const rows = rowsIn(at(file));
    expect(amiss(name, rows)).toEqual([]);
    expect(rows.length).toBeGreaterThan(least);
  });

  it('accepts, refuses and recovers, and says who bears it', () => {
    const decisions = rowsIn(at('decisions.ndjson')) as readonly Decided[];
    expect([...new Set(decisions.map(({ outcome }) => outcome))].sort()).toEqual([
      'accept',
      'claw_back',
      'reject',
    ]);
    expect(decisions.some(({ borne_by: borneBy }) => borneBy !== undefined)).toBe(true);
  });

  it.each([
    ['without an outcome', { outcome: undefined }],
    ['with another outcome', { outcome: 'pay' }],
    ['with a number as money', { amounts: { refused: 1, recover: '0.00' } }],
    ['with a time of no place', { known_at: '2025-07-01 00:00:00' }],
    ['of a line without its content', { line: { fixmedins_code: 'H', mdtrt_id: 'V', feedetl_sn: '1' } }],
    ['with a reason in no words', { reasons: [{ code: 'CODE_MISSING', effect: 'bars' }] }],
  ])('a decision %s is none', (_, part) => {
    const [decision] = rowsIn(at('decisions.ndjson'));
    expect(amiss('decision', [{ ...(decision as object), ...part }])).toHaveLength(1);
  });
});
