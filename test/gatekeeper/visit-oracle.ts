/**
 * What must stand on the lines of one visit once everything about it has come: written for its own sake, line by line from
 * CONTRACT 7 and 8, and from nothing of the product. It knows revisions, refunds, voids, facts and payments of a visit under
 * guangdong-2025 (the pooled fund counts); who may be paid when it is told.
 */
export type Row = Readonly<Record<string, string>>;

/** Revision, outcome or hold code, refused and recovered in fen; and why, and who is liable, of what is decided. */
export type Stands = readonly [
  revision: number,
  answer: string,
  refused: number,
  recover: number,
  reasons: string,
  liable: string,
];

/** What is to be said of a line that is no refund, but for what was paid of it. */
export type Judged =
  | { readonly kind: 'accepted'; readonly reasons: string }
  | { readonly kind: 'held'; readonly code: string }
  | {
      readonly kind: 'barred';
      readonly reasons: string;
      readonly recoveredFrom: 'institution' | 'none';
      /** The first bar that nothing lifts, where it is told. */
      readonly firstStanding?: string;
    };

export interface AboutLine {
  /** What officers found. */
  readonly emergency: 'proven' | 'refuted' | null;
  readonly setl_time: string | undefined;
}

export type Judge = (row: Row, about: AboutLine) => Judged;

/** Of one hospital with doctors in good standing, and others who are suspended throughout. */
export const judgedBySuspension =
  (isSuspended: (doctor: string) => boolean): Judge =>
  (row, { emergency }) => {
    const isClaimed = fen(row['pool_pay_amt']) > 0;
    if (!isClaimed || !isSuspended(row['bilg_dr_codg'] ?? '')) return { kind: 'accepted', reasons: '' };
    const shown = emergency === null && (row['rescue_record_no'] !== undefined || row['med_type'] === '13');
    if (emergency === 'proven' || shown) return { kind: 'accepted', reasons: '' };
    if (emergency === null && row['er_flag'] === '1')
      return { kind: 'held', code: 'EMERGENCY_EVIDENCE_NEEDED' };
    return { kind: 'barred', reasons: '', recoveredFrom: 'institution' };
  };

/** A line as its rows have left it. */
export interface FoldedLine {
  /** Its content, without what is stated of settlement. */
  row: Row;
  revision: number;
  settlement: { setl_id?: string; setl_time?: string; paid_at?: string };
  isVoid: boolean;
  emergency: 'proven' | 'refuted' | null;
  /** The voids that named it. */
  readonly voids: { readonly setl_id: string | undefined; readonly voided_at: string }[];
}

const fen = (amount: string | undefined): number => Math.round(Number(amount ?? '0') * 100);
const nameOf = (row: Row): string => `${row['feedetl_sn'] ?? ''}@${row['chrg_bchno'] ?? ''}`;
const isRefund = ({ row }: FoldedLine): boolean =>
  Number(row['cnt']) < 0 && Number(row['det_item_fee_sumamt']) < 0;

/** The lines of one visit, by line number and charge batch (`1@`), in the order in which they first came. */
export function foldedLines(rows: readonly Row[]): ReadonlyMap<string, FoldedLine> {
  const lines = new Map<string, FoldedLine>();
  for (const row of rows) take(row, lines);
  return lines;
}

/** @param notices all known before the first row */
export function standsAfter(
  rows: readonly Row[],
  notices: readonly Row[],
  judge: Judge,
): ReadonlyMap<string, Stands> {
  const lines = foldedLines(rows);
  const answers = new Map<string, Stands>();
  for (const name of lines.keys()) answerOf(name);
  return answers;

  function answerOf(name: string): Stands {
    const known = answers.get(name);
    if (known !== undefined) return known;
    const line = lines.get(name);
    if (line === undefined) throw new Error(`no line ${name}`);
    const answer = line.isVoid ? void0(line) : isRefund(line) ? mirrored(name, line) : judged(name, line);
    answers.set(name, answer);
    return answer;
  }

  function judged(name: string, { row, revision, emergency, settlement, voids }: FoldedLine): Stands {
    const claimed = fen(row['pool_pay_amt']);
    const answer = judge(row, { emergency, setl_time: settlement.setl_time });
    if (answer.kind === 'held') return held(revision, answer.code);
    const { reasons } = answer;
    if (answer.kind === 'accepted') return [revision, 'accept', 0, 0, reasons, 'none'];
    const paid = paidBy(name, claimed, settlement.paid_at, voids);
    if (paid <= 0) return [revision, 'reject', claimed, 0, reasons, 'institution'];
    return [revision, 'claw_back', Math.max(0, claimed - paid), paid, reasons, answer.recoveredFrom];
  }

  function paidBy(
    name: string,
    claimed: number,
    paidAt: string | undefined,
    voids: FoldedLine['voids'],
  ): number {
    const latest = new Map<string, Row>();
    for (const notice of notices) if (nameOf(notice) === name) latest.set(notice['setl_id'] ?? '', notice);
    const counting = [...latest.values()].filter(
      (notice) =>
        !voids.some(
          ({ setl_id, voided_at }) => setl_id === notice['setl_id'] || voided_at > (notice['paid_at'] ?? ''),
        ),
    );
    if (counting.length > 0) return counting.reduce((sum, notice) => sum + fen(notice['pool_pay_amt']), 0);
    return paidAt === undefined ? 0 : claimed;
  }

  /** The line of its own batch that carries the number, else the only one of the visit. */
  function originalOf(name: string, { row }: FoldedLine): string | null {
    const number = row['init_feedetl_sn'];
    const same = [...lines.keys()].filter((other) => other !== name && other.split('@')[0] === number);
    return (
      same.find((other) => other === `${number}@${row['chrg_bchno'] ?? ''}`) ??
      (same.length === 1 ? (same[0] ?? null) : null)
    );
  }

  function mirrored(name: string, line: FoldedLine): Stands {
    const { row, revision } = line;
    const unknown = held(revision, 'REFUND_ORIGINAL_UNKNOWN');
    const originalName = originalOf(name, line);
    if (originalName === null) return unknown;
    const original = lines.get(originalName);
    const [, outcome, , recovered, , liable] = answerOf(originalName);
    if (original === undefined || !['accept', 'reject', 'claw_back'].includes(outcome)) return unknown;
    let [quantity, amount, fund, taken] = [0, 0, 0, 0];
    for (const [other, beside] of lines) {
      if (other === name) break;
      if (!isRefund(beside) || originalOf(other, beside) !== originalName) continue;
      const [, answer, , recover] = answerOf(other);
      if (!['accept', 'reject', 'claw_back'].includes(answer)) continue;
      quantity += Math.abs(Number(beside.row['cnt']));
      amount += Math.abs(fen(beside.row['det_item_fee_sumamt']));
      fund += Math.abs(fen(beside.row['fund_pay_amt']));
      taken += Math.abs(recover);
    }
    const isBeyond =
      quantity + Math.abs(Number(row['cnt'])) > Math.abs(Number(original.row['cnt'])) + 1e-9 ||
      amount + Math.abs(fen(row['det_item_fee_sumamt'])) >
        Math.abs(fen(original.row['det_item_fee_sumamt'])) ||
      fund + Math.abs(fen(row['fund_pay_amt'])) > Math.abs(fen(original.row['fund_pay_amt']));
    if (isBeyond) return held(revision, 'REFUND_EXCEEDS_ORIGINAL');
    const own = fen(row['pool_pay_amt']);
    if (outcome === 'accept') return [revision, outcome, 0, 0, MIRRORS, liable];
    if (outcome === 'reject') return [revision, outcome, own, 0, MIRRORS, liable];
    const left = Math.max(0, Math.abs(recovered) - taken);
    const recover = -Math.min(-own, left);
    return [revision, outcome, own - recover, recover, MIRRORS, liable];
  }
}

const MIRRORS = JSON.stringify([['REFUND_MIRRORS_ORIGINAL', 'notes', null]]);
const void0 = ({ revision }: FoldedLine): Stands => [revision, 'void', 0, 0, '[]', 'none'];
const held = (revision: number, code: string): Stands => [revision, code, 0, 0, '', ''];

function take(row: Row, lines: Map<string, FoldedLine>): void {
  if (row['op'] === 'void') {
    for (const [name, line] of lines) {
      if (!isNamed(row, name, line)) continue;
      line.voids.push({ setl_id: row['setl_id'], voided_at: row['voided_at'] ?? '' });
      if (line.isVoid) continue;
      Object.assign(line, { isVoid: true, settlement: {}, emergency: null });
    }
    return;
  }
  const line = lines.get(nameOf(row));
  if (row['op'] === 'fact') {
    if (line !== undefined && row['fact'] !== 'date_confirmed')
      line.emergency = row['fact'] === 'emergency_proven' ? 'proven' : 'refuted';
    return;
  }
  const { setl_id, setl_time, paid_at, ...content } = row;
  const stated = {
    ...(setl_id === undefined ? {} : { setl_id }),
    ...(setl_time === undefined ? {} : { setl_time }),
    ...(paid_at === undefined ? {} : { paid_at }),
  };
  if (line === undefined) {
    lines.set(nameOf(row), {
      row: content,
      revision: 1,
      settlement: stated,
      isVoid: false,
      emergency: null,
      voids: [],
    });
    return;
  }
  const isSame = !line.isVoid && JSON.stringify(line.row) === JSON.stringify(content);
  if (!isSame) Object.assign(line, { row: content, revision: line.revision + 1, isVoid: false });
  line.settlement = { ...line.settlement, ...stated };
}

function isNamed(row: Row, name: string, { settlement }: FoldedLine): boolean {
  const [number, batch] = name.split('@');
  const asked = row['feedetl_sn'];
  if (asked !== undefined && asked !== '0000') return number === asked && batch === (row['chrg_bchno'] ?? '');
  if (row['chrg_bchno'] !== undefined && row['chrg_bchno'] !== batch) return false;
  return settlement.setl_id === (asked === '0000' ? undefined : row['setl_id']);
}
