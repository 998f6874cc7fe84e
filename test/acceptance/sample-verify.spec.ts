/** `gatekeeper sample --verify`: whoever has the export redraws a sample; what was changed after the draw shows. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatekeeper } from '../gatekeeper/command';
import { IN_STANDING, lineRow, REGISTRY } from '../gatekeeper/rows';

const SEED = '2025-06/公证';
const KNOWN_AT = '2025-08-01T00:00:00+08:00';

describe('a sample that is redrawn', () => {
  let folder: string;
  let digest: string;
  const at = (name: string): string => join(folder, name);
  const verify = async (clearing = 'june', more: Readonly<Record<string, string>> = {}) => {
    const { frame = digest, seed = SEED, from = 'exported' } = more;
    const args = ['--frame-digest', frame, '--seed', seed, '--from', at(from), '--clearing', at(clearing)];
    const { code, stdout, stderr } = await gatekeeper(['sample', '--verify', ...args]);
    return `${code} ${stdout}${stderr}`.replaceAll(folder, '');
  };
  const exported = (name: string, visits: number): void => {
    const lines = Array.from({ length: visits }, (_, n) =>
      lineRow({
        ...{
          infno: '2301',
          mdtrt_id: `V-${n + 1}`,
          bilg_dr_codg: IN_STANDING,
          adm_time: '2025-06-15 08:00:00',
        },
        ...{ fee_ocur_time: '2025-06-16 09:30:00', setl_time: '2025-06-20 10:00:00' },
      }),
    );
    cpSync(at('empty'), at(name), { recursive: true });
    writeFileSync(at(`${name}/lines.ndjson`), `${lines.join('\n')}\n`);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatekeeper-sample-spec-'));
    mkdirSync(at('empty'));
    const policy = { map: null, values: null };
    const installation = {
      ...{ area: '44', period: '2025-06', known_at: KNOWN_AT, plans: [], closed_periods: [], unsettled: [] },
      ...{ ...policy, adoptions: [{ adopted_at: '2025-01-01T00:00:00+08:00', ...policy }] },
    };
    writeFileSync(at('empty/installation.json'), JSON.stringify(installation));
    writeFileSync(at('empty/registry.ndjson'), REGISTRY);
    for (const name of ['payments', 'decisions', 'holds']) writeFileSync(at(`empty/${name}.ndjson`), '');
    exported('exported', 60);
    exported('other', 59);
    const { code, stderr } = await gatekeeper([
      ...['clear', '--from', at('exported'), '--area', '44', '--period', '2025-06', '--seed', SEED],
      ...['--out', at('june')],
    ]);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    digest = (JSON.parse(readFileSync(at('june/summary.json'), 'utf8')) as { frame_digest: string })
      .frame_digest;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('agrees, line by line: 5 % of 60 stays', async () => {
    expect(await verify()).toBe('0 3 lines redrawn, every one as it was drawn\n');
  });

  it.each([
    [
      'another digest published',
      'june',
      { frame: '0'.repeat(64) },
      'was drawn from another frame than was published',
    ],
    ['another seed published', 'june', { seed: 'another' }, 'was drawn by another seed than was published'],
    ['another export', 'june', { from: 'other' }, 'the frame of /other is another than was published'],
  ] as const)('does not agree with %s', async (_, clearing, more, words) => {
    const told = await verify(clearing, more);
    expect(told).toMatch(/^1 /);
    expect(told).toContain(words);
  });

  it('shows a line that was put in the place of one drawn, by its number', async () => {
    cpSync(at('june'), at('changed'), { recursive: true });
    const rows = readFileSync(at('june/sample.csv'), 'utf8').split('\n');
    const drawn = rows[2]?.split(',')[3] ?? '';
    writeFileSync(at('changed/sample.csv'), rows.join('\n').replace(`,${drawn},`, ',V-other,'));
    expect(await verify('changed')).toMatch(/^1 .*sample\.csv line 3 is not what the seed draws: .*V-other/s);
  });

  it('ends with 2 on what cannot be used', async () => {
    expect(await verify('june', { frame: 'short' })).toMatch(/^2 .*64 lower-case hex digits/s);
    expect(await verify('exported')).toMatch(/^2 .*cannot read \/exported\/summary\.json/s);
  });
});
