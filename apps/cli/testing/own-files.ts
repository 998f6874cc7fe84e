/** For the specs of commands: a folder of each test's own, what a command says meanwhile, and rows that it decides. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';

export interface OwnFiles {
  /** The folder, made for each test and taken away behind it. */
  readonly folder: () => string;
  /** What was said on stdout and stderr since the test began, or since `forget`. */
  readonly told: () => string;
  readonly forget: () => void;
  /** Writes a file into the folder. @returns its path */
  readonly put: (name: string, content: string | Buffer) => string;
}

/** To be called outside of every test. */
export function ownFiles(): OwnFiles {
  let folder = '';
  let told = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'command-'));
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
  return {
    folder: () => folder,
    told: () => told,
    forget: () => {
      told = '';
    },
    put: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
  };
}

/** Runs one command in this process. @param add puts it into a program */
export function run(add: (program: Command) => void, ...args: readonly string[]): Promise<Command> {
  const program = new Command().exitOverride();
  add(program);
  return program.parseAsync([...args], { from: 'user' });
}

export const ndjson = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

export const HOSPITAL = 'H44019900001';
export const DOCTOR = 'D440199000002';
export const head = (record_id: string) => ({ record_id, recorded_at: '2024-01-01' });

/** A hospital in Guangdong, and a doctor registered there. */
export const GROUND = [
  {
    ...{ kind: 'institution', ...head('i'), fixmedins_code: HOSPITAL, name: '甲', type: 'hospital' },
    admdvs: '440100',
  },
  { kind: 'clinician', ...head('c'), code: DOCTOR, name: '张三', category: 'doctor' },
  {
    ...{ kind: 'registration', ...head('r'), code: DOCTOR, fixmedins_code: HOSPITAL, main_site: true },
    ...{ from: '2024-01-01', committed_on: '2024-01-01' },
  },
] as const;

/** The doctor suspended from 2025-06-10. */
export const SUSPENDED = {
  ...{
    kind: 'sanction',
    ...head('s'),
    document_no: 'A1',
    code: DOCTOR,
    status: 'suspended',
    scope: 'person',
  },
  ...{ fixmedins_code: HOSPITAL, cause: 'discipline', from: '2025-06-10', decided_at: '2025-06-01' },
} as const;

export type Row = Readonly<Record<string, string>>;

/** An outpatient line of 2025-07-01 that the doctor ordered. */
export const line = (feedetl_sn: string, more: Row = {}): Row => ({
  ...{ infno: '2204', fixmedins_code: HOSPITAL, mdtrt_id: 'V1', feedetl_sn, psn_token: 'p', med_type: '11' },
  ...{ insutype: '310', mdtrtarea_admvs: '440100', insuplc_admdvs: '440100', cnt: '1', pric: '100' },
  ...{ fee_ocur_time: '2025-07-01 09:30:00', bilg_dr_codg: DOCTOR },
  ...{ det_item_fee_sumamt: '100', fund_pay_amt: '80', pool_pay_amt: '70', ...more },
});
