/** The folder that `gatekeeper clear` wrote (CONTRACT 9), in the terms of the oracle, and every difference between the two. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectAt, rowsOf, textAt } from './answers';
import type { OracleAnswer, OracleClearing } from './year-oracle';
import { answerFrom, keyOf } from './year-played';

/** In the order of CONTRACT 9. */
const SUMMARY = [
  ...[
    'area',
    'period',
    'by',
    'known_at',
    'packs',
    'lines',
    'accepted',
    'rejected',
    'clawed_back',
    'held',
    'void',
  ],
  ...['set_aside', 'claimed', 'accepted_amount', 'refused', 'recover', 'held_amount', 'overpaid', 'damages'],
  ...['adjustments', 'frame_digest', 'seed', 'digest'],
];

export interface ClearedFolder {
  readonly summary: Readonly<Record<string, unknown>>;
  readonly tables: Readonly<Record<string, string>>;
  readonly adjustments: readonly object[];
  readonly differences: readonly ClearedDifference[];
  readonly carveOuts: readonly (readonly string[])[];
  readonly sample: string | null;
  /** The texts of all files, by name. */
  readonly texts: Readonly<Record<string, string>>;
}

export interface ClearedDifference {
  readonly line: string;
  readonly standing: OracleAnswer;
  readonly run: OracleAnswer;
  readonly cause: string;
}

export function textsOf(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

export function clearedFolder(folder: string): ClearedFolder {
  const texts = textsOf(folder);
  const text = (name: string): string => {
    const found = texts[name];
    if (found === undefined) throw new Error(`${folder} has no ${name}`);
    return found;
  };
  return {
    summary: JSON.parse(text('summary.json')) as Record<string, unknown>,
    tables: {
      ...{ institutions: text('institutions.csv'), clinicians: text('clinicians.csv') },
      ...{ departments: text('departments.csv'), reasons: text('reasons.csv') },
    },
    adjustments: rowsOf(text('adjustments.ndjson')).map((row) => ({
      ...row,
      line: keyOf(objectAt(row, 'line')),
    })),
    differences: rowsOf(text('differences.ndjson')).map((row) => ({
      line: keyOf(objectAt(row, 'line')),
      standing: answerFrom(objectAt(row, 'standing')),
      run: answerFrom(objectAt(row, 'run')),
      cause: textAt(row, 'cause'),
    })),
    carveOuts: csvRows(text('carve-outs.csv')),
    sample: texts['sample.csv'] ?? null,
    texts,
  };
}

/** What a folder says otherwise than the oracle, and what of it does not agree with itself; each in words. Empty: nothing. */
export function disagreements(
  { summary, tables, adjustments, differences, carveOuts, sample, texts }: ClearedFolder,
  oracle: OracleClearing,
): readonly string[] {
  const { packs, known_at: _, digest, ...said } = summary;
  const { packs: expectedPacks, ...expected } = oracle.summary;
  const packsSaid = (packs as readonly { pack: string; edition: string }[]).map(
    ({ pack, edition }) => `${pack} ${edition}`,
  );
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['summary.json', said, expected],
    ['packs', packsSaid, expectedPacks],
    ...Object.entries(oracle.tables).map(([name, text]) => [`${name}.csv`, tables[name], text] as const),
    ['adjustments.ndjson', sorted(adjustments), sorted(oracle.adjustments)],
    [
      'differences.ndjson',
      sorted(differences.map(({ line, standing, run }) => ({ line, standing, run }))),
      sorted(oracle.differences.map(({ line, standing, run }) => ({ line, standing, run }))),
    ],
    [
      'carve-outs.csv',
      carveOuts.map((row) => row.filter((_field, n) => n !== EVIDENCE)).map((row) => row.join(',')),
      oracle.carveOuts.map((row) => row.join(',')).sort(),
    ],
    ['sample.csv', sample, oracle.sample],
    ['fields of summary.json', Object.keys(summary), SUMMARY],
    ['files', Object.keys(texts), filesOf(oracle.sample !== null)],
    ['digest', digest, digestOf(texts)],
    ...identities(summary),
  ];
  return pairs.flatMap(([name, is, should]) =>
    canonical(is) === canonical(should) ? [] : [`${name}: ${linesApart(canonical(is), canonical(should))}`],
  );
}

const EVIDENCE = 6;

const filesOf = (hasSample: boolean): readonly string[] => [
  ...['adjustments.ndjson', 'carve-outs.csv', 'clinicians.csv', 'departments.csv', 'differences.ndjson'],
  ...['institutions.csv', 'reasons.csv', ...(hasSample ? ['sample.csv'] : []), 'summary.json'],
];

/** CONTRACT 9, of the line `summary.json`. */
function identities(summary: ClearedFolder['summary']): readonly (readonly [string, number, number])[] {
  const number = (name: string): number => Number(summary[name]);
  const fen = (name: string): number => Math.round(Number(summary[name]) * 100);
  const sum = (names: readonly string[], of: (name: string) => number): number =>
    names.reduce((total, name) => total + of(name), 0);
  return [
    ['lines', number('lines'), sum(['accepted', 'rejected', 'clawed_back', 'held', 'void'], number)],
    [
      'claimed',
      fen('claimed'),
      sum(['accepted_amount', 'refused', 'recover', 'held_amount'], fen) - fen('overpaid'),
    ],
  ];
}

function digestOf(texts: ClearedFolder['texts']): string {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  return sha256(
    Object.entries(texts)
      .filter(([name]) => name !== 'summary.json')
      .map(([, text]) => sha256(text))
      .join(''),
  );
}

/** Lines that only one of two texts has. */
function linesApart(is: string, should: string): string {
  const [ours, theirs] = [is, should].map((text) => text.replaceAll('\\n', '\n').split('\n'));
  const [has, asked] = [new Set(ours), new Set(theirs)];
  return [
    ...(ours ?? []).filter((line) => !asked.has(line)).map((line) => `\n  is        ${line}`),
    ...(theirs ?? []).filter((line) => !has.has(line)).map((line) => `\n  should be ${line}`),
  ].join('');
}

const canonical = (value: unknown): string => JSON.stringify(value, null, 1);
const sorted = (rows: readonly object[]): readonly string[] =>
  rows.map((row) => JSON.stringify(Object.fromEntries(Object.entries(row).sort(byName)))).sort();
const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

/** RFC 4180, without the header. */
function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, field = '', end = ''] of text.matchAll(/((?:"(?:[^"]|"")*"|[^",\n])*)(,|\n)/g)) {
    rows.at(-1)?.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end === '\n') rows.push([]);
  }
  return rows.slice(1, -1);
}
