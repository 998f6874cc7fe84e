/** CONTRACT 8: a hold ends by what was missing, values of a pack among it; what still lacks something is asked once by each policy. */
import { askHoldsBy } from '@gatekeeper/decision-store';
import { loadPolicy, parseValuesFile } from '@gatekeeper/wire';
import type { LoadedPolicy } from '@gatekeeper/wire';
import { policyName } from '../../apps/gatekeeper/holds-asked';
import { HandDriven } from '../gatekeeper/hand-driven';
import { LINFEN_VALUES } from '../gatekeeper/linfen-values';
import { HOSPITAL, IN_STANDING, lineRow, personRows, recordRow, refundRow } from '../gatekeeper/rows';
import { describeWith } from '../servers/addresses';

const REGISTRY = [
  recordRow('institution', {
    ...{ kind: 'institution', fixmedins_code: HOSPITAL, name: '医院', type: 'hospital', admdvs: '141000' },
  }),
  ...personRows(IN_STANDING, '王小明', 'doctor', HOSPITAL),
].join('\n');
const rowOf = (visit: string): string =>
  lineRow({ mdtrt_id: visit, mdtrtarea_admvs: '141002', bilg_dr_codg: IN_STANDING });

function loaded(values?: unknown): LoadedPolicy {
  const parsed = values === undefined ? null : parseValuesFile(JSON.stringify(values));
  if (parsed?.ok === false) throw new Error('no values');
  const read = loadPolicy(parsed === null ? {} : { values: parsed.value });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

describeWith(['postgres'], 'lines that wait for values of a pack', () => {
  let driven: HandDriven;
  beforeEach(async () => {
    driven = await HandDriven.open('holds-asked', { registry: REGISTRY });
  });
  afterEach(() => driven.close());

  const decided = (): readonly string[] =>
    driven.stated('decisions').map(({ outcome, trigger }) => `${String(outcome)} ${String(trigger)}`);

  it('are decided once the values are filled in, and those that lack something else wait on', async () => {
    const blank = loaded();
    const filled = loaded({ linfen: LINFEN_VALUES });
    driven.send([
      rowOf('V-1'),
      refundRow('9', { mdtrt_id: 'V-2', mdtrtarea_admvs: '141002', bilg_dr_codg: IN_STANDING }),
    ]);
    await driven.settleAll();
    expect(decided()).toEqual([]);
    expect(await askHoldsBy(driven.dataSource, policyName(blank))).toBe(2);
    await driven.askAllDue();
    expect(decided()).toEqual([]);

    driven.restart();
    driven.instead = { policy: filled.policy };
    expect(await askHoldsBy(driven.dataSource, policyName(filled))).toBe(2);
    await driven.askAllDue();
    expect(decided()).toEqual(['accept hold_released']);
    expect(await driven.count('hold_record WHERE released_at IS NULL')).toBe(1);
  });

  it('are asked by one policy once, and again where an older process has held them since', async () => {
    const name = policyName(loaded({ linfen: LINFEN_VALUES }));
    driven.send([rowOf('V-1')]);
    await driven.settleAll();
    expect(await askHoldsBy(driven.dataSource, name)).toBe(1);
    expect(await askHoldsBy(driven.dataSource, name)).toBe(0);
    driven.send([rowOf('V-2')]);
    await driven.settleAll();
    expect(await askHoldsBy(driven.dataSource, name)).toBe(1);
    expect(await askHoldsBy(driven.dataSource, policyName(loaded()))).toBe(2);
  });
});
