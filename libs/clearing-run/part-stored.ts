/** What a part came to, read back from `clearing_part`: only what `finishPart` was given adds up to a run. */
import type {
  CountsData,
  DamagesData,
  FrameData,
  PartResult,
  PartRows,
  TableData,
} from '@gatekeeper/clearing';
import { StoredFields, StoredRowUnreadable } from '@gatekeeper/decision-store';

const MEASURES = ['refused', 'suspended', 'terminated'] as const satisfies DamagesData['measures'];

/** @param stored JSON. @throws StoredRowUnreadable naming the field, never its value */
export function partResultFrom(stored: string): PartResult {
  const result = new StoredFields(jsonIn(stored, RESULT), RESULT);
  const adjustments = result.object('adjustments');
  return {
    totals: countsFrom(result.object('totals')),
    institutions: tableFrom(result, 'institutions'),
    clinicians: tableFrom(result, 'clinicians'),
    departments: tableFrom(result, 'departments'),
    reasons: tableFrom(result, 'reasons'),
    damages: objectsIn(result, 'damages').map(damagesFrom),
    packs: result.list('packs').map((pack) => textPairFrom(pack, 'packs')),
    adjustments: { refused: fenIn(adjustments, 'refused'), recover: fenIn(adjustments, 'recover') },
    frames: objectsIn(result, 'frames').map(frameFrom),
  };
}

/** @param stored JSON. @throws StoredRowUnreadable naming the field, never its value */
export function partRowsFrom(stored: string): PartRows {
  const rows = new StoredFields(jsonIn(stored, ROWS), ROWS);
  return {
    adjustments: rows.texts('adjustments'),
    differences: rows.texts('differences'),
    carveOuts: rows.texts('carveOuts'),
    sample: rows.texts('sample'),
  };
}

const RESULT = 'the result of a part';
const ROWS = 'the rows of a part';

function jsonIn(stored: string, what: string): unknown {
  try {
    return JSON.parse(stored);
  } catch {
    // The error's own words may say what was stored.
    throw new StoredRowUnreadable(`${what} is not JSON`);
  }
}

const countsFrom = (counts: StoredFields): CountsData => ({
  lines: countIn(counts, 'lines'),
  accepted: countIn(counts, 'accepted'),
  rejected: countIn(counts, 'rejected'),
  clawedBack: countIn(counts, 'clawedBack'),
  held: countIn(counts, 'held'),
  void: countIn(counts, 'void'),
  claimed: fenIn(counts, 'claimed'),
  acceptedAmount: fenIn(counts, 'acceptedAmount'),
  refused: fenIn(counts, 'refused'),
  recover: fenIn(counts, 'recover'),
  heldAmount: fenIn(counts, 'heldAmount'),
  overpaid: fenIn(counts, 'overpaid'),
});

const tableFrom = (result: StoredFields, name: string): TableData =>
  result.list(name).map((row): TableData[number] => {
    const [key, counts] = pairFrom(row, name);
    if (typeof key !== 'string') throw unreadable(`${name} has a row without its key`);
    return [key, countsFrom(new StoredFields(counts, `${RESULT}: ${name}`))];
  });

const damagesFrom = (damages: StoredFields): DamagesData => ({
  fixmedinsCode: damages.text('fixmedinsCode'),
  measures: damages.texts('measures').map((measure) => {
    const known = MEASURES.find((each) => each === measure);
    if (known === undefined) throw unreadable('measures has one that there is not');
    return known;
  }),
  bases: damages.list('bases').map((base): readonly [string, string] => {
    const [rates, fen] = textPairFrom(base, 'bases');
    return [rates, demandFen(fen, 'bases')];
  }),
  prepaymentCuts: damages.list('prepaymentCuts').map((cut) => {
    if (typeof cut !== 'number') throw unreadable('prepaymentCuts is not a list of numbers');
    return cut;
  }),
});

const frameFrom = (frame: StoredFields): FrameData => ({
  stratum: frame.text('stratum'),
  lines: countIn(frame, 'lines'),
  amount: fenIn(frame, 'amount'),
  least: countIn(frame, 'least'),
  digest: frame.text('digest'),
});

const objectsIn = (fields: StoredFields, name: string): readonly StoredFields[] =>
  fields.list(name).map((each) => new StoredFields(each, `${RESULT}: ${name}`));

function pairFrom(value: unknown, name: string): readonly [unknown, unknown] {
  if (!Array.isArray(value) || value.length !== 2) throw unreadable(`${name} is not a list of pairs`);
  const pair: readonly unknown[] = value;
  return [pair[0], pair[1]];
}

function textPairFrom(value: unknown, name: string): readonly [string, string] {
  const [one, other] = pairFrom(value, name);
  if (typeof one === 'string' && typeof other === 'string') return [one, other];
  throw unreadable(`${name} is not a list of pairs of texts`);
}

function countIn(fields: StoredFields, name: string): number {
  const count = fields.integer(name);
  if (count < 0) throw unreadable(`${name} is below nothing`);
  return count;
}

const fenIn = (fields: StoredFields, name: string): string => demandFen(fields.text(name), name);

function demandFen(written: string, name: string): string {
  if (!/^-?\d+$/.test(written)) throw unreadable(`${name} is not whole fen`);
  return written;
}

const unreadable = (what: string): StoredRowUnreadable => new StoredRowUnreadable(`${RESULT}: ${what}`);
