import { instantOf, BEFORE_ALL } from '@gatekeeper/calendar';
import { PACKS, bindPolicy, loadPacks } from '@gatekeeper/policy';
import { parseSettlementLine, isMalformed } from '@gatekeeper/wire';
import { FileSettlement } from './file-settlement';
import { LineIndex } from './line-index';
import { everyoneIn } from './registry-file';
import type { LinesOnFile } from './lines-on-file';
import { VisitIndex } from './visit-index';

const KNOWN_AT = instantOf(Date.parse('2026-01-01T00:00:00+08:00'));

/** A line as a file states it. Nobody is on file, so that every one that is no refund is barred. */
function row(lineNo: string, more: Readonly<Record<string, string>> = {}) {
  const line = parseSettlementLine(
    Buffer.from(
      JSON.stringify({
        infno: '2204',
        fixmedins_code: 'H31010000001',
        mdtrt_id: 'V1',
        feedetl_sn: lineNo,
        psn_token: 'p',
        med_type: '11',
        insutype: '310',
        mdtrtarea_admvs: '310100',
        insuplc_admdvs: '310100',
        fee_ocur_time: '2025-06-15 08:30:00',
        bilg_dr_codg: 'D310100000001',
        cnt: '10',
        pric: '10.00',
        det_item_fee_sumamt: '100.00',
        fund_pay_amt: '80.00',
        pool_pay_amt: '70.00',
        ...more,
      }),
    ),
  );
  if (isMalformed(line)) throw new Error(JSON.stringify(line.problems));
  return line;
}

const refund = (lineNo: string, cnt: number, more: Readonly<Record<string, string>> = {}) =>
  row(lineNo, {
    init_feedetl_sn: '1',
    cnt: `-${cnt}`,
    det_item_fee_sumamt: '-1.00',
    fund_pay_amt: '-1.00',
    pool_pay_amt: '-1.00',
    ...more,
  });

interface Kept {
  readonly index: LinesOnFile;
  readonly close: () => Promise<void>;
}
const onDisk = (): Kept => {
  const index = new LineIndex();
  return { index, close: () => index.close() };
};

/** What each row leads to, its own answer first: `2 reject`, `3 hold REFUND_EXCEEDS_ORIGINAL`. */
async function answersFrom(
  { index, close }: Kept,
  rows: readonly ReturnType<typeof row>[],
): Promise<readonly (readonly string[])[]> {
  const policy = bindPolicy(
    new Map([['', [{ pack: 'national-2024', dated: null }]]]),
    loadPacks(PACKS, (_, { number }) => number).packs,
  );
  const settlement = new FileSettlement(index, everyoneIn(new Map()), policy);
  try {
    const told = rows.map((line) => {
      const asking = { askedAt: () => KNOWN_AT, decidedAt: BEFORE_ALL };
      const { own, refunds } = settlement.settle({ kind: 'line', line }, asking);
      return [...own, ...refunds].map(({ settled: { decision, held, state } }) => {
        const answer =
          decision?.verdict.outcome ?? (held === null ? 'nothing' : `hold ${held.hold.holdCode}`);
        return `${state.line.lineNo} ${answer}`;
      });
    });
    const held = [...index.heldLines()].map(({ line, hold }) => `${line.lineNo} ${hold.holdCode}`);
    return [...told, held];
  } finally {
    await close();
  }
}

const BEYOND = 'REFUND_EXCEEDS_ORIGINAL';

describe.each<readonly [string, () => Kept]>([
  ['on disk', onDisk],
  ['in memory', () => ({ index: new VisitIndex(), close: () => Promise.resolve() })],
])('refunds beyond their original, in a file, with what is on file %s', (_, kept) => {
  const answersTo = (rows: readonly ReturnType<typeof row>[]) => answersFrom(kept(), rows);

  it('wait, and take nothing while they wait', async () => {
    expect(await answersTo([row('1'), refund('2', 6), refund('3', 5), refund('4', 4)])).toEqual([
      ['1 reject'],
      ['2 reject'],
      [`3 hold ${BEYOND}`],
      ['4 reject'],
      [`3 ${BEYOND}`],
    ]);
  });

  it('are released by one before them that is sent again smaller, and by an original that grows', async () => {
    expect(await answersTo([row('1'), refund('2', 6), refund('3', 6), refund('2', 4)])).toEqual([
      ['1 reject'],
      ['2 reject'],
      [`3 hold ${BEYOND}`],
      ['2 reject', '3 reject'],
      [],
    ]);
    expect(await answersTo([row('1'), refund('2', 6), refund('3', 6), row('1', { cnt: '12' })])).toEqual([
      ['1 reject'],
      ['2 reject'],
      [`3 hold ${BEYOND}`],
      ['1 reject', '3 reject'],
      [],
    ]);
  });

  it('are released by one before them that is sent again as no refund, or as one of another line', async () => {
    const other = row('9');
    for (const again of [row('2'), refund('2', 6, { init_feedetl_sn: '9' })]) {
      expect(await answersTo([row('1'), other, refund('2', 6), refund('3', 6), again])).toEqual([
        ['1 reject'],
        ['9 reject'],
        ['2 reject'],
        [`3 hold ${BEYOND}`],
        ['2 reject', '3 reject'],
        [],
      ]);
    }
  });

  it('an earlier one that is sent again larger keeps its place: the later one waits', async () => {
    expect(await answersTo([row('1'), refund('2', 1), refund('3', 9), refund('2', 10)])).toEqual([
      ['1 reject'],
      ['2 reject'],
      ['3 reject'],
      ['2 reject'],
      [`3 ${BEYOND}`],
    ]);
  });

  it('come before their original, and share its room in their own order', async () => {
    expect(await answersTo([refund('2', 6), refund('3', 6), row('1')])).toEqual([
      ['2 hold REFUND_ORIGINAL_UNKNOWN'],
      ['3 hold REFUND_ORIGINAL_UNKNOWN'],
      ['1 reject', '2 reject'],
      [`3 ${BEYOND}`],
    ]);
  });

  it('of two originals of one number each take of their own', async () => {
    const batch = (chrg_bchno: string) => ({ chrg_bchno });
    const rows = [
      row('1', batch('a')),
      row('1', batch('b')),
      refund('2', 10, batch('a')),
      refund('3', 10, batch('b')),
      refund('4', 1, batch('a')),
    ];
    expect(await answersTo(rows)).toEqual([
      ['1 reject'],
      ['1 reject'],
      ['2 reject'],
      ['3 reject'],
      [`4 hold ${BEYOND}`],
      [`4 ${BEYOND}`],
    ]);
  });

  it('a thousand refunds of one line, each sent twice, and the line again', async () => {
    const many = Array.from({ length: 1000 }, (_, i) =>
      refund(`R${i}`, 1, { fund_pay_amt: '-0.01', pool_pay_amt: '-0.01', det_item_fee_sumamt: '-0.01' }),
    );
    const answers = await answersTo([row('1'), ...many, ...many, row('1', { cnt: '500' })]);
    expect(answers.at(-1)).toHaveLength(500);
    // Ten had room before: what stands on them says the same.
    expect(answers.at(-2)).toHaveLength(491);
  });
});
