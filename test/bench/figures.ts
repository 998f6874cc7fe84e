/** Figures as they are printed: rates, ratios, and a table of them. */
import Table from 'cli-table3';

export interface FigureRow {
  readonly what: string;
  readonly figure: string;
  readonly note: string;
}

export const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en-US')}/s`;

export const ratio = (value: number, other: number): string =>
  other > 0 && value / other < 10 ? (value / other).toFixed(2) : (value / other).toFixed(0);

export const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;

export const milliseconds = (ms: number): string => `${ms.toFixed(0)} ms`;

/** For `sort`. */
export const bySize = (a: number, b: number): number => a - b;

/** The value below which this share of them lies; `sorted` is in order of size. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

/** What a yardstick measured before and after comes to: the lower of the two would flatter what is held against it. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export function printTable(rows: readonly FigureRow[]): string {
  const table = new Table({
    head: ['what', 'figure', 'compared'],
    colAligns: ['left', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const { what, figure, note } of rows) table.push([what, figure, note]);
  return table.toString();
}
