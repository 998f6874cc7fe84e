/** What bad input gets: set aside as it came, with every problem named, while the stream goes on. */
import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import type { Stated } from '../gatekeeper/answers';
import { idsOf, objectAt, statedOn } from '../gatekeeper/answers';
import { BAD_VALUES } from '../gatekeeper/bad-values';
import { conservationOf } from '../gatekeeper/counters';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { Offline } from '../gatekeeper/offline';
import { IN_STANDING, lineRow, REGISTRY, SUSPENDED } from '../gatekeeper/rows';
import { describeWith } from '../servers/addresses';

/** Without the empty prefix: what lies in no named area is nobody's. */
const PACK_MAP = '{"44":["guangdong-2025"]}';

/** Lines that can be read, whatever they claim: a row below each bad value, and these. */
const ODD_LINES: readonly (readonly [name: string, row: string, answer: string])[] = [
  ['an area of no map', lineRow({ mdtrt_id: 'O-1', mdtrtarea_admvs: '999999' }), 'held PACK_MISSING'],
  ['a category of no table', lineRow({ mdtrt_id: 'O-2', med_type: '9999' }), 'held MED_TYPE_UNKNOWN'],
  [
    'emergency without evidence',
    lineRow({ mdtrt_id: 'O-3', er_flag: '1' }),
    'held EMERGENCY_EVIDENCE_NEEDED',
  ],
  [
    'a fee of tomorrow’s tomorrow',
    lineRow({ mdtrt_id: 'O-4', fee_ocur_time: '2999-01-01 00:00:00' }),
    'held DATE_IMPLAUSIBLE',
  ],
  ['unknown fields', lineRow({ mdtrt_id: 'O-5', invented: { deep: ['field'] } }), 'reject'],
  ['a prototype of its own', `${lineRow({ mdtrt_id: 'O-6' }).slice(0, -1)},"__proto__":{"a":1}}`, 'reject'],
  ['a mark before it', `\ufeff${lineRow({ mdtrt_id: 'O-7', bilg_dr_codg: IN_STANDING })}`, 'set aside'],
  ['numbers for money', lineRow({ mdtrt_id: 'O-8', fund_pay_amt: 80, pool_pay_amt: 70.5 }), 'reject'],
];

const goodRow = (n: number): string =>
  lineRow({ mdtrt_id: `G-${n}`, bilg_dr_codg: n % 2 === 0 ? IN_STANDING : SUSPENDED });

const header = ({ headers }: { readonly headers?: IHeaders }, name: string): string => {
  const value = headers?.[name];
  return Buffer.isBuffer(value) ? value.toString('utf8') : String(value);
};

describeWith(['postgres', 'redis', 'kafka'], 'bad input between good lines', () => {
  const offline = new Offline();
  const good = BAD_VALUES.map((_, n) => goodRow(n));
  const bad: readonly Message[] = BAD_VALUES.map(([name, value], n) => ({
    key: n % 3 === 0 ? null : Buffer.from([0xff, n]),
    value,
    headers: { case: name, 'error-code': 'claimed by the sender' },
  }));
  let installation: Installation;
  let gatekeeper: GatekeeperProcess;
  let decisions: readonly Stated[];
  let holds: readonly Stated[];
  let deadLetters: ReadonlyMap<string, KafkaMessage>;

  beforeAll(async () => {
    installation = await Installation.create('bad-input', { partitions: 2 });
    await loadHistory(installation.registry, REGISTRY);
    gatekeeper = installation.gatekeeper({
      PACK_MAP: offline.file('pack-map.json', PACK_MAP),
      LOG_LEVEL: 'trace',
    });
    // Each bad value on its own: two of them together may be more than the broker takes at once.
    await installation.produce(
      bad.flatMap((message, n) => [message, { key: `G|${n}`, value: good[n]! }]),
      1,
    );
    await installation.produce(
      ODD_LINES.map(([name, value]) => ({ key: 'odd', value, headers: { case: name } })),
    );
    await installation.drained(gatekeeper);
    decisions = statedOn(await installation.read('decisions'));
    holds = statedOn(await installation.read('holds'));
    const letters = await installation.read('deadLetters');
    deadLetters = new Map(letters.map(({ message }) => [header(message, 'case'), message]));
    expect(deadLetters.size).toBe(letters.length);
  });

  afterAll(async () => {
    await gatekeeper.discard();
    await installation.close();
    offline.discard();
  });

  it.each(BAD_VALUES)('%s: set aside untouched, the first problem named', (name, value, code, path) => {
    const letter = deadLetters.get(name);
    expect(letter?.value?.toString('base64') ?? null).toBe(value?.toString('base64') ?? null);
    expect(letter?.key).toEqual(bad.find(({ headers }) => headers?.['case'] === name)?.key);
    const errors: unknown = JSON.parse(header(letter!, 'errors'));
    expect(errors).toEqual(expect.arrayContaining([expect.objectContaining({ code, path })]));
    expect([header(letter!, 'error-code'), Number(header(letter!, 'error-count'))]).toEqual([
      code,
      (errors as unknown[]).length,
    ]);
    expect(header(letter!, 'source-topic')).toBe(installation.topics.lines);
    expect(header(letter!, 'source-partition')).toMatch(/^[01]$/);
    expect(header(letter!, 'source-offset')).toMatch(/^\d+$/);
  });

  it.each(ODD_LINES)('%s', (name, row, answer) => {
    const visit = /O-\d/.exec(row)?.[0];
    const isOwn = (stated: Stated): boolean => objectAt(stated, 'line')['mdtrt_id'] === visit;
    const said = [
      ...decisions.filter(isOwn).map(({ outcome }) => outcome),
      ...holds.filter(isOwn).map(({ hold_code }) => `held ${String(hold_code)}`),
      ...(deadLetters.has(name) ? ['set aside'] : []),
    ];
    expect(said).toEqual([answer]);
  });

  it('leaves the good lines between them decided as ever', async () => {
    const checked = await offline.check({ registry: REGISTRY, lines: good.join('\n'), packMap: PACK_MAP });
    expect(checked.decisions).toHaveLength(good.length);
    expect(idsOf(decisions)).toEqual(expect.arrayContaining([...idsOf(checked.decisions)]));
  });

  it('is conserved', async () => {
    const { read, sum, byOutcome } = conservationOf(await gatekeeper.counters());
    expect([read, sum]).toEqual([2 * BAD_VALUES.length + ODD_LINES.length, read]);
    expect(byOutcome.set_aside).toBe(deadLetters.size);
    expect(deadLetters.size).toBe(BAD_VALUES.length + 1);
  });

  it('leaves nothing personal in what the gatekeeper prints, however much it prints', () => {
    const personal = ['a1b2c3d4e5f60718', '王小明', '小明', IN_STANDING, SUSPENDED, '11010519491231002X'];
    expect(personal.filter((text) => gatekeeper.output.includes(text))).toEqual([]);
    expect(gatekeeper.output).toContain('"level":"trace"');
  });

  it('leaves the gatekeeper ready', async () => {
    expect(await gatekeeper.readiness()).toMatchObject({ status: 200 });
    expect(await gatekeeper.end()).toBe(0);
  });
});
