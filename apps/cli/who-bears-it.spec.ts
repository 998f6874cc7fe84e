/** FORMATS 7, Liable: who bears a claw-back is told by `check`, and is nothing that `verify` compares. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { addCheckCommand } from './check-command';
import { addVerifyCommand } from './verify-command';

const [HOSPITAL, DOCTOR] = ['H44019900001', 'D440199000002'];
const head = (record_id: string) => ({ record_id, recorded_at: '2024-01-01' });
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
  {
    ...{ kind: 'sanction', ...head('s'), recorded_at: '2025-07-20', document_no: '粤1', code: DOCTOR },
    ...{
      status: 'suspended',
      scope: 'person',
      fixmedins_code: HOSPITAL,
      cause: 'points',
      from: '2025-06-10',
    },
    ...{ decided_at: '2025-06-01', issued_at: '2025-06-05', delivered_at: '2025-06-08' },
    maintained_at: '2025-07-10',
  },
];
const line = (feedetl_sn: string, more: object = {}) => ({
  ...{ infno: '2204', fixmedins_code: HOSPITAL, mdtrt_id: 'V1', feedetl_sn, psn_token: 'p', med_type: '11' },
  ...{ insutype: '310', mdtrtarea_admvs: '440100', insuplc_admdvs: '440100', cnt: '1', pric: '100' },
  ...{ fee_ocur_time: '2025-07-01 09:30:00', bilg_dr_codg: DOCTOR },
  ...{ det_item_fee_sumamt: '100', fund_pay_amt: '80', pool_pay_amt: '70', ...more },
});
const LINES = [
  line('1', { paid_at: '2025-07-05' }),
  line('2', {
    cnt: '-1',
    det_item_fee_sumamt: '-100',
    fund_pay_amt: '-80',
    pool_pay_amt: '-70',
    init_feedetl_sn: '1',
  }),
  line('3'),
];

let folder: string;
let told: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'borne-'));
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

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const rows = (objects: readonly object[]): string =>
  objects.map((one) => `${JSON.stringify(one)}\n`).join('');
const run = (add: (program: Command) => void, ...args: readonly string[]): Promise<Command> => {
  const program = new Command().exitOverride();
  add(program);
  return program.parseAsync([...args], { from: 'user' });
};
interface Stated {
  readonly outcome: string;
  readonly line: { readonly feedetl_sn: string };
  readonly borne_by?: readonly object[];
}

it('check tells it of a claw-back and of its refund, and of nothing else; verify does not compare it', async () => {
  const given = ['--registry', file('R', rows(REGISTRY)), '--lines', file('L', rows(LINES))];
  const out = join(folder, 'D');
  await run(addCheckCommand, 'check', ...given, '--known-at', '2025-08-01', '--out', out);
  const text = readFileSync(out, 'utf8');
  const stated = text
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as Stated);
  const borne = {
    ...{ code: 'CLINICIAN_SUSPENDED', document_no: '粤1', who: 'institution', because: 'MAINTAINED_LATE' },
    article: 'guangdong-2025 art. 39',
  };
  expect(stated).toMatchObject([
    { line: { feedetl_sn: '1' }, outcome: 'claw_back', borne_by: [borne] },
    { line: { feedetl_sn: '2' }, outcome: 'claw_back', borne_by: [borne] },
    { line: { feedetl_sn: '3' }, outcome: 'reject' },
  ]);
  expect(stated[2]).not.toHaveProperty('borne_by');

  const changed = file('D2', text.replaceAll('MAINTAINED_LATE', 'RECORDED_LATE'));
  const without = file('D3', rows(stated.map(({ borne_by: _, ...rest }) => rest)));
  for (const decisions of [out, changed, without]) {
    told = '';
    await run(addVerifyCommand, 'verify', '--decisions', decisions, ...given);
    expect(told).toContain('3 verified, 0 mismatched');
  }
});
