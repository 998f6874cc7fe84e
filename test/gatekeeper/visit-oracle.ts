/**
 * What must stand on the lines of one visit once everything about it has come: written for its own sake, line by line from
 * FORMATS 7 and 8, and from nothing of the product. It knows one hospital under guangdong-2025 (the pooled fund counts),
 * doctors in good standing and one who is suspended, and no registry that changes.
 */
export type Row = Readonly<Record<string, string>>;

/** Revision, outcome or hold code, refused and recovered in fen. */
export type Stands = readonly [revision: number, answer: string, refused: number, recover: number];

interface Line {
  row: Row;
  revision: number;
  settlement: { setl_id?: string; paid_at?: string };
  isVoid: boolean;
  emergency: 'proven' | 'refuted' | null;
  /** The voids that named it. */
  readonly voids: { readonly setl_id: string | undefined; readonly voided_at: string }[];
}

const fen = (amount: string | undefined): number => Math.round(Number(amount ?? '0') * 100);
const nameOf = (row: Row): string => `${row['feedetl_sn'] ?? ''}@${row['chrg_bchno'] ?? ''}`;
const isRefund = ({ row }: Line): boolean => Number(row['cnt']) < 0 && Number(row['det_item_fee_sumamt']) < 0;

/** @param notices all known before the first row */
export function standsAfter(
  rows: readonly Row[],
  notices: readonly Row[],
  isSuspended: (doctor: string) => boolean,
): ReadonlyMap<string, Stands> {
  const lines = new Map<string, Line>();
  for (const row of rows) take(row, lines);
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

  function judged(name: string, { row, revision, emergency, settlement, voids }: Line): Stands {
    const claimed = fen(row['pool_pay_amt']);
    if (claimed === 0 || !isSuspended(row['bilg_dr_codg'] ?? '')) return [revision, 'accept', 0, 0];
    const shown = emergency === null && (row['rescue_record_no'] !== undefined || row['med_type'] === '13');
    if (emergency === 'proven' || shown) return [revision, 'accept', 0, 0];
    if (emergency === null && row['er_flag'] === '1') return [revision, 'EMERGENCY_EVIDENCE_NEEDED', 0, 0];
    const paid = paidBy(name, claimed, settlement.paid_at, voids);
    if (paid <= 0) return [revision, 'reject', claimed, 0];
    return [revision, 'claw_back', Math.max(0, claimed - paid), paid];
  }

  function paidBy(name: string, claimed: number, paidAt: string | undefined, voids: Line['voids']): number {
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
  function originalOf(name: string, { row }: Line): string | null {
    const number = row['init_feedetl_sn'];
    const same = [...lines.keys()].filter((other) => other !== name && other.split('@')[0] === number);
    return (
      same.find((other) => other === `${number}@${row['chrg_bchno'] ?? ''}`) ??
      (same.length === 1 ? (same[0] ?? null) : null)
    );
  }

  function mirrored(name: string, line: Line): Stands {
    const { row, revision } = line;
    const unknown: Stands = [revision, 'REFUND_ORIGINAL_UNKNOWN', 0, 0];
    const originalName = originalOf(name, line);
    if (originalName === null) return unknown;
    const original = lines.get(originalName);
    const [, outcome, , recovered] = answerOf(originalName);
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
    if (isBeyond) return [revision, 'REFUND_EXCEEDS_ORIGINAL', 0, 0];
    const own = fen(row['pool_pay_amt']);
    if (outcome === 'accept') return [revision, outcome, 0, 0];
    if (outcome === 'reject') return [revision, outcome, own, 0];
    const left = Math.max(0, Math.abs(recovered) - taken);
    const recover = -Math.min(-own, left);
    return [revision, outcome, own - recover, recover];
  }
}

const void0 = ({ revision }: Line): Stands => [revision, 'void', 0, 0];

function take(row: Row, lines: Map<string, Line>): void {
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
  const { setl_id, paid_at, ...content } = row;
  const stated = {
    ...(setl_id === undefined ? {} : { setl_id }),
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

function isNamed(row: Row, name: string, { settlement }: Line): boolean {
  const [number, batch] = name.split('@');
  const asked = row['feedetl_sn'];
  if (asked !== undefined && asked !== '0000') return number === asked && batch === (row['chrg_bchno'] ?? '');
  if (row['chrg_bchno'] !== undefined && row['chrg_bchno'] !== batch) return false;
  return settlement.setl_id === (asked === '0000' ? undefined : row['setl_id']);
}
