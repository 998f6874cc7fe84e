/** FORMATS 5: rows that an installation received later than what is asked about are not there yet. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { addCheckCommand } from './check-command';
import { AnswerIsNo } from './ending';
import { addVerifyCommand } from './verify-command';

const HOSPITAL = 'H44019900001';
const DOCTOR = 'D440199000002';
const head = (record_id: string) => ({ record_id, recorded_at: '2024-01-01' });
const SUSPENDED = {
  ...{
    kind: 'sanction',
    ...head('s'),
    document_no: 'A1',
    code: DOCTOR,
    status: 'suspended',
    scope: 'person',
  },
  ...{ fixmedins_code: HOSPITAL, cause: 'discipline', from: '2025-06-10', decided_at: '2025-06-01' },
};
const REGISTRY = [
  {
    kind: 'institution',
    ...head('i'),
    fixmedins_code: HOSPITAL,
    name: '甲',
    type: 'hospital',
    admdvs: '440100',
  },
  { kind: 'clinician', ...head('c'), code: DOCTOR, name: '张三', category: 'doctor' },
  {
    ...{ kind: 'registration', ...head('r'), code: DOCTOR, fixmedins_code: HOSPITAL, main_site: true },
    ...{ from: '2024-01-01', committed_on: '2024-01-01' },
  },
];
const line = (feedetl_sn: string, more: object = {}) => ({
  ...{ infno: '2204', fixmedins_code: HOSPITAL, mdtrt_id: 'V1', feedetl_sn, psn_token: 'p', med_type: '11' },
  ...{ insutype: '310', mdtrtarea_admvs: '440100', insuplc_admdvs: '440100', cnt: '1', pric: '100' },
  ...{ fee_ocur_time: '2025-07-01 09:30:00', bilg_dr_codg: DOCTOR },
  ...{ det_item_fee_sumamt: '100', fund_pay_amt: '80', pool_pay_amt: '70', ...more },
});

let folder: string;
let told: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'received-'));
  told = '';
  for (const stream of [process.stderr, process.stdout])
    jest.spyOn(stream, 'write').mockImplementation((text, ...others: readonly unknown[]) => {
      told += String(text);
      const done = others.at(-1);
      if (typeof done === 'function') (done as () => void)();
      return true;
    });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const file = (name: string, rows: readonly object[]): string => {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return path;
};
const run = (add: (program: Command) => void, ...args: readonly string[]): Promise<Command> => {
  const program = new Command().exitOverride();
  add(program);
  return program.parseAsync([...args], { from: 'user' });
};
interface Stated {
  readonly outcome: string;
  readonly line: { readonly feedetl_sn: string; readonly revision: number };
}
async function checked(registry: string, lines: string, knownAt: string): Promise<readonly string[]> {
  const out = join(folder, `decided-${knownAt}`);
  await run(
    addCheckCommand,
    ...['check', '--registry', registry, '--lines', lines, '--known-at', knownAt, '--out', out],
  );
  return readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => {
      const { outcome, line: of } = JSON.parse(row) as Stated;
      return `${of.feedetl_sn} revision ${of.revision} ${outcome}`;
    });
}

describe('rows with received_at', () => {
  const LINES = [
    line('1', { received_at: '2025-07-02 08:00:00' }),
    line('2'),
    line('1', { pric: '99', received_at: '2025-07-05T08:00:00+08:00' }),
    line('3', { received_at: '2025-07-05 08:00:01' }),
  ];

  it.each([
    ['2025-07-02 07:59:59', ['2 revision 1 accept'], 3],
    ['2025-07-02 08:00:00', ['1 revision 1 accept', '2 revision 1 accept'], 2],
    ['2025-07-05 08:00:00', ['1 revision 1 accept', '2 revision 1 accept', '1 revision 2 accept'], 1],
    [
      '2025-07-05 08:00:01',
      ['1 revision 1 accept', '2 revision 1 accept', '1 revision 2 accept', '3 revision 1 accept'],
      0,
    ],
  ])('check as known at %s', async (knownAt, decisions, leftOut) => {
    const [registry, lines] = [file('R', REGISTRY), file('L', LINES)];
    expect(await checked(registry, lines, knownAt)).toEqual(decisions);
    if (leftOut === 0) expect(told).not.toContain('left out');
    else expect(told).toContain(`${leftOut} row(s) received later than --known-at left out`);
    const decided = join(folder, `decided-${knownAt}`);
    await run(
      addVerifyCommand,
      ...['verify', '--decisions', decided, '--registry', registry, '--lines', lines],
    );
    expect(told).toContain(`${decisions.length} verified, 0 mismatched`);
  });

  it('a decision that rests on a row received after it is a mismatch', async () => {
    const [registry, lines] = [file('R', REGISTRY), file('L', [line('1')])];
    await checked(registry, lines, '2025-07-02');
    const later = file('later', [line('1', { received_at: '2025-07-03' })]);
    await expect(
      run(
        addVerifyCommand,
        ...[
          'verify',
          '--decisions',
          join(folder, 'decided-2025-07-02'),
          '--registry',
          registry,
          '--lines',
          later,
        ],
      ),
    ).rejects.toThrow(AnswerIsNo);
  });

  it('a registry record of a file is asked by it', async () => {
    const registry = file('R', [...REGISTRY, { ...SUSPENDED, received_at: '2025-08-01' }]);
    const lines = file('L', [line('1')]);
    expect(await checked(registry, lines, '2025-07-31')).toEqual(['1 revision 1 accept']);
    expect(await checked(registry, lines, '2025-08-01')).toEqual(['1 revision 1 reject']);
  });

  it('received_at that is no time sets its row aside', async () => {
    const lines = file('L', [line('1', { received_at: 'yesterday' })]);
    expect(await checked(file('R', REGISTRY), lines, '2025-07-31')).toEqual([]);
    expect(told).toMatch(/set_aside[^\n]*FIELD_INVALID/);
  });
});
