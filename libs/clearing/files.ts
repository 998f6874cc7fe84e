/** The files of a clearing, byte for byte (CONTRACT 9). */
import { formatInstant } from '@gatekeeper/calendar';
import { compareBytes, formatFen } from '@gatekeeper/vocabulary';
import { CARVE_OUTS_HEADER } from './carve-outs';
import type { ClearingTerms } from './cleared-line';
import type { Counts } from './counts';
import type { PrepaymentProposed } from './damages';
import { asLines, csvField, inOrderOfBytes } from './csv';
import type { MergedRun, MergedTable } from './merged';
import type { PartRows } from './part-result';
import { frameDigest, SAMPLE_HEADER } from './sample';
import type { NewSha256 } from './sha256';
import { sha256Of } from './sha256';

const COUNTED = [
  'lines',
  'accepted',
  'rejected',
  'clawed_back',
  'held',
  'void',
  'claimed',
  'accepted_amount',
  'refused',
  'recover',
  'held_amount',
  'damages',
] as const;

/**
 * The files that have a row for each line concerned, with their headers (NDJSON has none): rows in the order of their bytes,
 * each ended by LF. `sample.csv` is there only with a seed.
 */
export const LINE_FILES = [
  { name: 'adjustments.ndjson', rows: 'adjustments', header: null },
  { name: 'carve-outs.csv', rows: 'carveOuts', header: CARVE_OUTS_HEADER },
  { name: 'differences.ndjson', rows: 'differences', header: null },
  { name: 'sample.csv', rows: 'sample', header: SAMPLE_HEADER },
] as const satisfies readonly { name: string; rows: keyof PartRows; header: string | null }[];

export interface WrittenFile {
  readonly name: string;
  readonly text: string;
}

/** `institutions.csv`, `clinicians.csv`, `departments.csv`, `reasons.csv`: damages are owed by institutions alone. */
export function tableFiles(run: MergedRun): readonly WrittenFile[] {
  const damages = new Map([...run.damages].map(([code, owed]) => [csvField(code), formatFen(owed)]));
  const without: ReadonlyMap<string, string> = new Map();
  const file = (name: string, key: string, table: MergedTable, owed: ReadonlyMap<string, string>) => ({
    name,
    text: asLines([
      [key, ...COUNTED].join(','),
      ...inOrderOfBytes([...table].map(([code, counts]) => tableRow(code, counts, owed.get(code) ?? '0.00'))),
    ]),
  });
  return [
    file('clinicians.csv', 'code', run.clinicians, without),
    file('departments.csv', 'fixmedins_code,code', run.departments, without),
    file('institutions.csv', 'code', run.institutions, damages),
    file('reasons.csv', 'code', run.reasons, without),
  ];
}

const tableRow = (key: string, counts: Counts, damages: string): string =>
  [
    key,
    counts.lines,
    counts.accepted,
    counts.rejected,
    counts.clawedBack,
    counts.held,
    counts.void,
    formatFen(counts.claimed),
    formatFen(counts.acceptedAmount),
    formatFen(counts.refused),
    formatFen(counts.recover),
    formatFen(counts.heldAmount),
    damages,
  ].join(',');

/**
 * `digest` of `summary.json`: SHA-256 over the SHA-256 of every file in the folder but `summary.json`, each as 64 lower-case
 * hex digits, one after the other with nothing between, in the order of the bytes of the file names.
 */
export function digestOf(
  files: readonly { readonly name: string; readonly sha256: string }[],
  newSha256: NewSha256,
): string {
  const inOrder = [...files].sort((a, b) => compareBytes(a.name, b.name));
  return sha256Of(inOrder.map(({ sha256 }) => sha256).join(''), newSha256);
}

/** What `summary.json` says. Money as text in the pack's scope, a hold without a pack counting all fund money. */
export interface ClearingSummary {
  readonly area: string;
  readonly period: string;
  readonly by: string;
  readonly known_at: string;
  /** Those that decided or hold its lines, each once. */
  readonly packs: readonly { readonly pack: string; readonly edition: string }[];
  readonly lines: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly clawed_back: number;
  readonly held: number;
  readonly void: number;
  /** Bad rows of the input; 0 from a database. */
  readonly set_aside: number;
  readonly claimed: string;
  readonly accepted_amount: string;
  readonly refused: string;
  readonly recover: string;
  readonly held_amount: string;
  readonly overpaid: string;
  readonly damages: string;
  readonly adjustments: { readonly refused: string; readonly recover: string };
  /** By `fixmedins_code`, in the order of its bytes; left out where nothing is proposed. */
  readonly prepayment?: Readonly<Record<string, PrepaymentProposed>>;
  readonly frame_digest: string;
  readonly seed: string | null;
  /** `digestOf` the other files. */
  readonly digest: string;
}

/**
 * `summary.json`, two spaces deep and ended by LF.
 * @param setAside bad rows of the input; 0 from a database
 * @param digest `digestOf` the other files
 */
export function summaryText(
  terms: Pick<ClearingTerms, 'area' | 'period' | 'by' | 'knownAt' | 'seed' | 'newSha256'>,
  { totals, packs, damages, adjustments, prepayment, frames }: MergedRun,
  setAside: number,
  digest: string,
): string {
  const owed = [...damages.values()].reduce((sum, one) => sum + one, 0n);
  const summary: ClearingSummary = {
    area: terms.area,
    period: terms.period.text,
    by: terms.by,
    known_at: formatInstant(terms.knownAt),
    packs,
    lines: totals.lines,
    accepted: totals.accepted,
    rejected: totals.rejected,
    clawed_back: totals.clawedBack,
    held: totals.held,
    void: totals.void,
    set_aside: setAside,
    claimed: formatFen(totals.claimed),
    accepted_amount: formatFen(totals.acceptedAmount),
    refused: formatFen(totals.refused),
    recover: formatFen(totals.recover),
    held_amount: formatFen(totals.heldAmount),
    overpaid: formatFen(totals.overpaid),
    damages: formatFen(owed),
    adjustments: { refused: formatFen(adjustments.refused), recover: formatFen(adjustments.recover) },
    ...(prepayment.size === 0 ? {} : { prepayment: proposalsOf(prepayment) }),
    frame_digest: frameDigest(frames, terms.newSha256),
    seed: terms.seed,
    digest,
  };
  return `${JSON.stringify(summary, null, 2)}\n`;
}

const proposalsOf = (prepayment: MergedRun['prepayment']): Readonly<Record<string, PrepaymentProposed>> =>
  Object.fromEntries([...prepayment].sort(([a], [b]) => compareBytes(a, b)));
