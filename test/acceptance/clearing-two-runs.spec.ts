/** CONTRACT 9: whoever works on a run takes parts of others too, and tells of its own. */
import { handOut } from '@gatekeeper/clearing-run';
import { poolOf } from '@gatekeeper/database';
import { partsToDo } from '@gatekeeper/decision-store';
import { IN_STANDING, lineRow } from '../gatekeeper/rows';
import { describeWith } from '../servers/addresses';
import { ClosingGround } from './closed-period-parts';

const [JUNE, JULY] = ['2025-06', '2025-07'];

describeWith(['postgres'], 'two runs at the same time', () => {
  let ground: ClosingGround;
  beforeEach(async () => {
    ground = await ClosingGround.open('two_runs');
  });
  afterEach(() => ground.close());

  it('each says how many of its own lines were proven untouched', async () => {
    const { dataSource } = ground.driven;
    const of = (month: string, lines: readonly string[]): string[] =>
      lines.map((feedetl_sn) =>
        lineRow({
          ...{ mdtrt_id: `V-${month}`, feedetl_sn, bilg_dr_codg: IN_STANDING },
          fee_ocur_time: `${month}-20 09:30:00`,
        }),
      );
    await ground.settle(...of(JUNE, ['1', '2', '3']), ...of(JULY, ['11', '12']));
    await ground.swept();
    // Waits for whoever comes, before what the command hands out.
    const other = await ground.begin(JULY);
    await handOut(dataSource, await partsToDo(poolOf(dataSource), other.runId));
    const { stderr } = await ground.must(
      ...['clear', '--area', '44', '--period', JUNE, '--out', ground.file('june')],
    );
    expect(await partsToDo(poolOf(dataSource), other.runId)).toEqual([]);
    expect(stderr).toContain(
      '\n3 lines here were proven untouched by set logic, 0 were decided one by one\n',
    );
  });
});
