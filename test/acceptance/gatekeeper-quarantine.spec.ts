/**
 * One message never stops a partition: what the dead-letter topic does not take goes out without its bytes, what this
 * system fails on is put aside. Both are kept in the database, whole.
 */
import type { LogMessage, OutgoingMessage } from '@gatekeeper/stream';
import { loadPolicy } from '@gatekeeper/wire';
import { Outage } from '@gatekeeper/runtime';
import { objectAt } from '../gatekeeper/answers';
import { conservationOf } from '../gatekeeper/counters';
import { HandDriven } from '../gatekeeper/hand-driven';
import { IN_STANDING, lineRow, REGISTRY } from '../gatekeeper/rows';
import { describeWith } from '../servers/addresses';

const POISONED_AREA = '667788';
const goodRow = (n: number): string => lineRow({ mdtrt_id: `G-${n}`, bilg_dr_codg: IN_STANDING });
const poisonedRow = (n: number): string => lineRow({ mdtrt_id: `X-${n}`, mdtrtarea_admvs: POISONED_AREA });
const keyed = (value: string | Buffer): OutgoingMessage => ({ key: 'one', value });

/** The policy, with a defect of ours in it: it fails on one area. */
function failingPolicy() {
  const loaded = loadPolicy();
  if (!loaded.ok) throw new Error('the packs do not load');
  const { policy } = loaded.value;
  const governing: typeof policy.governing = (area, day) => {
    if (area === POISONED_AREA) throw new RangeError(`of psn_token a1b2c3d4e5f60718: ${area}`);
    return policy.governing(area, day);
  };
  return { ...policy, governing };
}

const header = ({ headers }: LogMessage, name: string): string | undefined => headers[name]?.toString('utf8');

describeWith(['postgres'], 'a message that', () => {
  let driven: HandDriven;
  afterEach(() => driven.close());

  const open = async (deadLetterBytes?: number): Promise<void> => {
    const limit = deadLetterBytes === undefined ? {} : { deadLetterBytes };
    driven = await HandDriven.open('quarantine', { registry: REGISTRY, ...limit });
  };
  const visitsDecided = (): readonly string[] =>
    driven.stated('decisions').map((stated) => String(objectAt(stated, 'line')['mdtrt_id']));
  const deadLetters = () =>
    driven.said('deadLetters').map((letter) => ({
      code: header(letter, 'error-code'),
      offset: header(letter, 'source-offset'),
      value: letter.value?.length ?? null,
      kept: header(letter, 'bytes-kept'),
    }));
  async function bytesOf(id: string): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of driven.stream.bytesSetAside(id)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  describe('the dead-letter topic does not take', () => {
    it('goes without its bytes, which are kept; the others go as ever', async () => {
      await open(200_000);
      const large = Buffer.alloc(3 * 1024 * 1024, 'x');
      driven.sendMessages([
        keyed(goodRow(1)),
        keyed('no line'),
        keyed(large),
        keyed('none'),
        keyed(goodRow(2)),
      ]);
      await driven.settleAll();
      expect(visitsDecided()).toEqual(['G-1', 'G-2']);
      const letters = deadLetters();
      expect(letters.filter(({ kept }) => kept !== undefined)).toEqual([
        { code: 'TOO_LARGE', offset: '2', value: null, kept: '1' },
      ]);
      expect(new Set(letters.map(({ offset }) => offset))).toEqual(new Set(['1', '2', '3']));
      expect((await bytesOf('1')).equals(large)).toBe(true);
      expect(conservationOf(await driven.counters())).toMatchObject({ read: 5, byOutcome: { set_aside: 3 } });
    });

    it('is kept once and counted once, however often it is read', async () => {
      await open(200_000);
      driven.sendMessages([keyed(Buffer.alloc(1_500_000, 'x'))]);
      await driven.settleAll();
      driven.rewind(0);
      driven.restart();
      await driven.settleAll();
      expect(deadLetters().map(({ kept }) => kept)).toEqual(['1', '1']);
      expect(await driven.count('set_aside_message')).toBe(1);
      expect(conservationOf(await driven.counters()).read).toBe(0);
    });

    it.each<[string, Partial<OutgoingMessage>]>([
      ['its key', { key: Buffer.alloc(60_000, 'k') }],
      ['a header of its sender', { headers: { mine: Buffer.alloc(60_000, 'h') } }],
    ])('because of %s goes without that too', async (_, more) => {
      await open(40_000);
      driven.sendMessages([{ ...keyed('no line'), ...more }, keyed(goodRow(1))]);
      await driven.settleAll();
      expect(deadLetters()).toEqual([{ code: 'NOT_JSON', offset: '0', value: null, kept: '1' }]);
      const [kept] = await driven.stream.listSetAside(1);
      expect([kept?.key?.length, kept?.headers['mine']?.length]).toEqual([
        'key' in more ? 60_000 : 3,
        'headers' in more ? 60_000 : undefined,
      ]);
    });

    it('in any form at all stops its partition by name', async () => {
      await open(50);
      driven.sendMessages([keyed('no line')]);
      const batch = driven.nextBatch();
      const outage = batch === null ? null : await driven.settle(batch);
      expect(outage?.message).toContain('raise its max.message.bytes');
    });
  });

  it('was too large to be unpacked is set aside, and says that nothing of it is kept', async () => {
    await open();
    driven.send([goodRow(1), goodRow(2)]);
    const batch = driven.nextBatch();
    const [first, second] = batch?.messages ?? [];
    if (batch === null || first === undefined || second === undefined) throw new Error('no batch');
    await driven.settle({
      ...batch,
      messages: [{ ...first, value: null, unpackedBytes: 314_572_800 }, second],
    });
    expect(visitsDecided()).toEqual(['G-2']);
    expect(deadLetters()).toEqual([{ code: 'TOO_LARGE', offset: '0', value: null, kept: 'none' }]);
    expect(header(driven.said('deadLetters')[0]!, 'errors')).toContain('314572800 bytes');
  });

  describe('this system fails on', () => {
    const failing = async (): Promise<void> => {
      await open();
      driven.instead = { policy: failingPolicy() };
    };
    const quarantined = async (): Promise<number | undefined> =>
      (await driven.counters()).get('gatekeeper_quarantined_total');

    it('is put aside with its bytes and the place where it failed; every other one is settled', async () => {
      await failing();
      const rows = Array.from({ length: 60 }, (_, n) =>
        n === 17 || n === 18 || n === 59 ? poisonedRow(n) : goodRow(n),
      );
      driven.send(rows);
      await driven.settleAll();
      expect(visitsDecided()).toEqual(rows.flatMap((row, n) => (row === goodRow(n) ? [`G-${n}`] : [])));
      expect(deadLetters()).toEqual(
        [17, 18, 59].map((n, place) => ({
          code: 'DEFECT',
          offset: String(n),
          value: Buffer.byteLength(rows[n] ?? ''),
          kept: String(place + 1),
        })),
      );
      const [letter] = driven.said('deadLetters');
      expect(header(letter!, 'errors')).toMatch(
        /RangeError in Object.governing \(gatekeeper-quarantine\.spec\.ts:\d+\)/,
      );
      expect(header(letter!, 'errors')).not.toContain('a1b2c3d4e5f60718');
      expect(String(await bytesOf('1'))).toBe(rows[17]);
      expect([await quarantined(), conservationOf(await driven.counters())]).toEqual([
        3,
        expect.objectContaining({ read: 60, sum: 60, byOutcome: expect.objectContaining({ set_aside: 3 }) }),
      ]);
    });

    it('and whose dead letter did not go out at first goes out before the partition goes on, counted once', async () => {
      await failing();
      driven.send([goodRow(1), poisonedRow(2), goodRow(3)]);
      driven.beforePublish = ([first]) => {
        if (first?.topic === driven.topics.deadLetters) throw new Outage('Kafka', 'away');
      };
      const batch = driven.nextBatch();
      expect(batch === null ? null : await driven.settle(batch)).toBeInstanceOf(Outage);
      const before = conservationOf(await driven.counters()).read;
      driven.beforePublish = () => undefined;
      driven.restart();
      await driven.settleAll();
      expect(deadLetters().map(({ code, offset }) => [code, offset])).toEqual([['DEFECT', '1']]);
      expect(visitsDecided()).toEqual(['G-1', 'G-3']);
      expect(before + conservationOf(await driven.counters()).read).toBe(3);
    });

    it('stops its partition, and puts nothing aside, where every message would be put aside', async () => {
      await failing();
      driven.send([goodRow(0), ...Array.from({ length: 40 }, (_, n) => poisonedRow(n))]);
      const batch = driven.nextBatch();
      const outage = batch === null ? null : await driven.settle(batch);
      expect(outage?.message).toMatch(/fails on 20 messages of settlement.lines.v1\[0\] in a row/);
      expect([await driven.count('set_aside_message'), visitsDecided()]).toEqual([0, ['G-0']]);
      driven.instead = {};
      driven.restart();
      await driven.settleAll();
      expect(await driven.count('line_identity')).toBe(41);
    });

    it('one at a time, without any that succeeds between: so too, after a few', async () => {
      await failing();
      driven.send(Array.from({ length: 40 }, (_, n) => poisonedRow(n)));
      await expect(driven.settleAll(1)).rejects.toThrow(/fails on 20 messages/);
      expect(await driven.count('set_aside_message')).toBe(19);
    });
  });
});
