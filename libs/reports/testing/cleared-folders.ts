/** Folders as `gatekeeper clear` writes them (CONTRACT 9), made up line by line so that every sum in them is true. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatFen } from '@gatekeeper/vocabulary';

export type OutcomeMade = 'accepted' | 'rejected' | 'clawed_back' | 'held' | 'void';

/** Lines that are alike, counted together. */
export interface LinesMade {
  readonly institution: string;
  readonly clinician: string;
  readonly department: string;
  readonly reason: string;
  readonly outcome: OutcomeMade;
  readonly lines: number;
  /** Of all of them, in fen. */
  readonly claimed: bigint;
  /** Of a claw-back, what is recovered; beyond what is claimed it is overpaid. */
  readonly recover?: bigint;
}

export interface FolderMade {
  readonly period?: string;
  readonly area?: string;
  /** As summary.json has it, by institution. */
  readonly prepayment?: Readonly<Record<string, object>>;
  readonly packs?: readonly { readonly pack: string; readonly edition: string }[];
  readonly lines: readonly LinesMade[];
  /** In fen, by institution. */
  readonly damages?: Readonly<Record<string, bigint>>;
  /** Rows as they stand in their files. */
  readonly differences?: readonly object[];
  readonly adjustments?: readonly { readonly refused: string; readonly recover: string }[];
  readonly carveOuts?: readonly (readonly string[])[];
}

const COUNTS = ['lines', 'accepted', 'rejected', 'clawed_back', 'held', 'void'] as const;
const MONEY = ['claimed', 'accepted_amount', 'refused', 'recover', 'held_amount', 'overpaid'] as const;

interface Row {
  counts: Record<(typeof COUNTS)[number], number>;
  money: Record<(typeof MONEY)[number], bigint>;
}

const emptyRow = (): Row => ({
  counts: { lines: 0, accepted: 0, rejected: 0, clawed_back: 0, held: 0, void: 0 },
  money: { claimed: 0n, accepted_amount: 0n, refused: 0n, recover: 0n, held_amount: 0n, overpaid: 0n },
});

function add(row: Row, made: LinesMade): void {
  const { counts, money } = row;
  counts.lines += made.lines;
  counts[made.outcome] += made.lines;
  if (made.outcome === 'void') return;
  money.claimed += made.claimed;
  switch (made.outcome) {
    case 'accepted':
      money.accepted_amount += made.claimed;
      return;
    case 'held':
      money.held_amount += made.claimed;
      return;
    case 'rejected':
      money.refused += made.claimed;
      return;
    case 'clawed_back': {
      const recover = made.recover ?? made.claimed;
      money.recover += recover;
      money.refused += made.claimed > recover ? made.claimed - recover : 0n;
      money.overpaid += recover > made.claimed ? recover - made.claimed : 0n;
      return;
    }
  }
}

const csvField = (value: string): string =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
const byBytes = (rows: readonly string[]): readonly string[] =>
  [...rows].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
const asText = (rows: readonly string[]): string => rows.map((row) => `${row}\n`).join('');

const cellsOf = ({ counts, money }: Row, damages: bigint): readonly string[] => [
  ...COUNTS.map((name) => String(counts[name])),
  ...MONEY.filter((name) => name !== 'overpaid').map((name) => formatFen(money[name])),
  formatFen(damages),
];

function table(
  made: readonly LinesMade[],
  header: string,
  keyOf: (line: LinesMade) => readonly string[],
  damages: Readonly<Record<string, bigint>> = {},
): string {
  const rows = new Map<string, Row>();
  for (const line of made) {
    const key = keyOf(line).map(csvField).join(',');
    const row = rows.get(key) ?? emptyRow();
    rows.set(key, row);
    add(row, line);
  }
  const texts = [...rows].map(([key, row]) => [key, ...cellsOf(row, damages[key] ?? 0n)].join(','));
  const columns = [...COUNTS, ...MONEY.filter((name) => name !== 'overpaid'), 'damages'];
  return asText([[header, ...columns].join(','), ...byBytes(texts)]);
}

const fenOf = (text: string): bigint => BigInt(text.replace('.', ''));

/** Writes the folder. @returns its summary */
export function writeClearedFolder(path: string, made: FolderMade): Readonly<Record<string, unknown>> {
  const files: Readonly<Record<string, string>> = {
    'adjustments.ndjson': asText(byBytes((made.adjustments ?? []).map((row) => JSON.stringify(row)))),
    'carve-outs.csv': asText([
      'fixmedins_code,code,mdtrt_id,chrg_bchno,feedetl_sn,lift,evidence,amount',
      ...byBytes((made.carveOuts ?? []).map((row) => row.map(csvField).join(','))),
    ]),
    'clinicians.csv': table(made.lines, 'code', ({ clinician }) => [clinician]),
    'departments.csv': table(made.lines, 'fixmedins_code,code', ({ institution, department }) => [
      ...[institution, department],
    ]),
    'differences.ndjson': asText(byBytes((made.differences ?? []).map((row) => JSON.stringify(row)))),
    'institutions.csv': table(made.lines, 'code', ({ institution }) => [institution], made.damages),
    'reasons.csv': table(made.lines, 'code', ({ reason }) => [reason]),
  };
  mkdirSync(path, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  const total = emptyRow();
  for (const line of made.lines) add(total, line);
  const sum = (field: 'refused' | 'recover'): string =>
    formatFen((made.adjustments ?? []).reduce((all, row) => all + fenOf(row[field]), 0n));
  const summary = {
    area: made.area ?? '4401',
    period: made.period ?? '2025-06',
    by: 'settlement',
    known_at: '2025-07-03T09:00:00+08:00',
    packs: made.packs ?? [
      { pack: 'guangdong-2025', edition: '1' },
      { pack: 'nhsa-2018', edition: '1' },
    ],
    ...total.counts,
    set_aside: 0,
    ...Object.fromEntries(MONEY.map((name) => [name, formatFen(total.money[name])])),
    damages: formatFen(Object.values(made.damages ?? {}).reduce((all, one) => all + one, 0n)),
    adjustments: { refused: sum('refused'), recover: sum('recover') },
    ...(made.prepayment === undefined ? {} : { prepayment: made.prepayment }),
    frame_digest: createHash('sha256').digest('hex'),
    seed: null,
    digest: digestOf(files),
  };
  writeFileSync(join(path, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}

export const digestOf = (files: Readonly<Record<string, string>>): string =>
  createHash('sha256')
    .update(
      byBytes(Object.keys(files))
        .map((name) =>
          createHash('sha256')
            .update(files[name] ?? '')
            .digest('hex'),
        )
        .join(''),
    )
    .digest('hex');
