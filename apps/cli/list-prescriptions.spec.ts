/** hainan-institutions-2024 art. 4: what a pharmacy filled during a stay is listed, out of what an installation exported. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnusableInput } from '@gatekeeper/runtime';
import { listPrescriptions } from './list-prescriptions';

const HEADER = 'stay_fixmedins_code,stay_mdtrt_id,fixmedins_code,mdtrt_id,chrg_bchno,feedetl_sn,code,amount';
const row = (fields: object): string =>
  JSON.stringify({
    ...{ infno: '2301', fixmedins_code: 'H46019900001', mdtrt_id: 'S1', feedetl_sn: '1', psn_token: 'p1' },
    ...{ med_type: '21', insutype: '310', mdtrtarea_admvs: '460100', insuplc_admdvs: '460100', cnt: '1' },
    ...{ fee_ocur_time: '2025-06-12 09:00:00', adm_time: '2025-06-10 08:00:00', pric: '100' },
    ...{ setl_time: '2025-06-15 10:00:00', bilg_dr_codg: 'D460199000001', det_item_fee_sumamt: '100' },
    ...{ fund_pay_amt: '80', pool_pay_amt: '70', received_at: '2025-07-01 10:00:00', ...fields },
  });
const filled = (mdtrt_id: string, fee_ocur_time: string, fields: object = {}): string =>
  row({
    ...{ infno: '2102', fixmedins_code: 'P46019900001', mdtrt_id, fee_ocur_time, adm_time: undefined },
    ...{ setl_time: undefined, med_type: '41', det_item_fee_sumamt: '12.50', ...fields },
  });
const voided = (fixmedins_code: string, mdtrt_id: string): string =>
  JSON.stringify({
    ...{ op: 'void', fixmedins_code, mdtrt_id, feedetl_sn: '1', voided_at: '2025-07-02 10:00:00' },
    received_at: '2025-07-02 10:00:00',
  });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prescriptions-'));
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const installation = {
    ...{ area: '46', period: '2025', known_at: '2025-09-01 00:00:00', map: null, values: null },
    ...{ plans: [], closed_periods: [] },
  };
  writeFileSync(join(folder, 'installation.json'), JSON.stringify(installation));
  writeFileSync(join(folder, 'registry.ndjson'), '');
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function listed(lines: readonly string[], period?: string): Promise<readonly string[]> {
  writeFileSync(join(folder, 'lines.ndjson'), lines.join('\n'));
  const out = join(folder, 'out.csv');
  await listPrescriptions({ from: folder, out, ...(period === undefined ? {} : { period }) });
  const [header, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n');
  expect(header).toBe(HEADER);
  return rows;
}

it('brings together stays and pharmacies, whatever institution comes first; in the order of their bytes', async () => {
  const stays = [row({}), row({ mdtrt_id: 'S2', psn_token: 'p2', fixmedins_code: 'Q46019900001' })];
  const drugs = [
    filled('R2', '2025-06-13 09:00:00', { psn_token: 'p2' }),
    filled('R1', '2025-06-12 09:00:00'),
    filled('R0', '2025-06-16 09:00:00'),
    filled('R3', '2025-06-12 09:00:00', { psn_token: 'p3' }),
  ];
  expect(await listed([...stays, ...drugs])).toEqual([
    'H46019900001,S1,P46019900001,R1,,1,D460199000001,12.50',
    'Q46019900001,S2,P46019900001,R2,,1,D460199000001,12.50',
  ]);
});

it('leaves out what was withdrawn, a stay or what was filled', async () => {
  const lines = [row({}), filled('R1', '2025-06-12 09:00:00')];
  expect(await listed([...lines, voided('H46019900001', 'S1')])).toEqual([]);
  expect(await listed([...lines, voided('P46019900001', 'R1')])).toEqual([]);
});

it('lists a line in the month that it is cleared in, also of a stay that crosses its bounds', async () => {
  const stay = row({ setl_time: '2025-07-05 10:00:00' });
  const lines = [stay, filled('R1', '2025-06-30 09:00:00'), filled('R2', '2025-07-01 09:00:00')];
  const visitsIn = async (period: string) => (await listed(lines, period)).map((each) => each.split(',')[3]);
  expect([await visitsIn('2025-06'), await visitsIn('2025-07'), await visitsIn('2025')]).toEqual([
    ['R1'],
    ['R2'],
    ['R1', 'R2'],
  ]);
});

it('refuses a period that was not exported', async () => {
  await expect(listed([], '2024-06')).rejects.toThrow(UnusableInput);
});
