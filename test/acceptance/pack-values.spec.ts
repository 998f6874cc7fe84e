/** Values of packs given by a file: to the command with `--values`, to the process with `PACK_VALUES`. */
import { gatekeeper } from '../gatekeeper/command';
import { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { Offline } from '../gatekeeper/offline';
import { LINFEN_VALUES } from '../gatekeeper/linfen-values';
import { HOSPITAL, IN_STANDING, lineRow, personRows, recordRow } from '../gatekeeper/rows';

const WRONG = { linfen: { ...LINFEN_VALUES, qualifiedScoreFrom: 90 }, nowhere: {} };
const PROBLEMS = [
  /nowhere is no known pack; there are national-2024, /,
  /linfen\.qualifiedScoreFrom is 90, which is not below excellentScoreFrom \(90\)/,
];

const offline = new Offline();
const registry = [
  recordRow('institution', {
    kind: 'institution',
    fixmedins_code: HOSPITAL,
    name: '医院',
    type: 'hospital',
    admdvs: '141000',
  }),
  ...personRows(IN_STANDING, '王小明', 'doctor', HOSPITAL),
].join('\n');
const line = lineRow({ mdtrtarea_admvs: '141002', bilg_dr_codg: IN_STANDING });

afterAll(() => offline.discard());

describe('gatekeeper check --values', () => {
  const check = (...options: readonly string[]) =>
    gatekeeper([
      'check',
      ...['--registry', offline.file('registry.ndjson', registry)],
      ...['--lines', offline.file('lines.ndjson', line)],
      ...['--known-at', '2026-01-01'],
      ...options,
    ]);
  const setOptions = Object.entries(LINFEN_VALUES).flatMap(([name, value]) => [
    '--set',
    `linfen.${name}=${value}`,
  ]);

  it('decides lines of 1410, which are held without; the same as by --set, edition and all', async () => {
    expect((await check()).stderr).toMatch(/PACK_INCOMPLETE +│ +1 /);
    const byFile = await check(
      '--values',
      offline.file('values.json', JSON.stringify({ linfen: LINFEN_VALUES })),
    );
    expect(byFile.code).toBe(0);
    expect(JSON.parse(byFile.stdout)).toMatchObject({
      outcome: 'accept',
      pack: 'linfen',
      edition: expect.stringMatching(/^1\+[0-9a-f]{8}$/),
    });
    const bySet = await check(...setOptions);
    const [ofFile, ofSet] = [byFile, bySet].map(({ stdout }): unknown => JSON.parse(stdout));
    expect(ofFile).toEqual({ ...(ofSet as object), decided_at: expect.anything() });
  });

  it('ends with 2 on values that cannot be, a line for each problem, nothing decided', async () => {
    const { code, stdout, stderr } = await check(
      '--values',
      offline.file('wrong.json', JSON.stringify(WRONG)),
    );
    expect([code, stdout]).toEqual([2, '']);
    const [reason, ...problems] = stderr.trimEnd().split('\n');
    expect(reason).toBe('gatekeeper: the packs cannot be used as asked');
    expect(problems).toHaveLength(PROBLEMS.length);
    PROBLEMS.forEach((problem, index) => expect(problems[index]).toMatch(problem));
    for (const problem of problems) expect(problem).toContain('wrong.json: ');
  });
});

describe('PACK_VALUES', () => {
  it('that cannot be end the process with 2 before it waits for any server, each problem named', async () => {
    const refused = GatekeeperProcess.start({
      PACK_VALUES: offline.file('wrong.json', JSON.stringify(WRONG)),
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      REDIS_URL: 'redis://127.0.0.1:1',
      KAFKA_BROKERS: '127.0.0.1:1',
    });
    expect(await refused.ended()).toBe(2);
    for (const problem of PROBLEMS) expect(refused.output).toMatch(problem);
  });
});
