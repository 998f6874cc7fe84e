/** What a file is read as, one row at a time, whatever its format. */
import type { Instant } from '@gatekeeper/calendar';
import type { RegistryRecordKind } from '@gatekeeper/vocabulary';
import type { ErrorCode, Problem } from '@gatekeeper/wire';

/** What is wrong with one cell, or with a row as a whole (`column` null). Holds no identity number. */
export interface RowProblem {
  readonly column: string | null;
  readonly code: ErrorCode;
  readonly expected: string;
  /** What stood there, shortened and masked. */
  readonly got: string;
}

/** Wire fields of a record as a file states them: absent is "not stated", null is "stated to be none". */
export type StatedFields = Readonly<Record<string, string | number | boolean | null>>;

/** A record that a row states. */
export interface ReadRecord {
  /** `departure`: a roster says that this person is no longer registered at its institution. */
  readonly kind: RegistryRecordKind | 'departure';
  /** Whose timeline it belongs to; null for a reference that names a document alone. */
  readonly subject: string | null;
  /** The other end of what it ties: a registration's institution, a principal's person; else ''. */
  readonly partner: string;
  readonly from: Instant | null;
  readonly until: Instant | null;
  readonly stated: StatedFields;
  /** Null: found on file by what it is about, not by its name. */
  readonly recordId: string | null;
  /** As written on the wire; null: the moment of the upload. */
  readonly recordedAt: string | null;
  readonly supersedes: string | null;
  /** In the clear: sealed before it is kept anywhere. */
  readonly identityNumber: string | null;
}

/** `line` counts physical lines (CSV, NDJSON, rosters) or sheet rows (XLSX), from 1. */
export type ReadItem =
  | { readonly kind: 'row'; readonly line: number; readonly records: readonly ReadRecord[] }
  | {
      readonly kind: 'bad_row';
      readonly line: number;
      readonly problems: readonly RowProblem[];
      /** Of a roster, who is listed all the same: a person whose row is bad is not absent from the list. */
      readonly listed?: { readonly subject: string; readonly institution: string };
    }
  /** Nothing of the file can be used; always the last item. */
  | { readonly kind: 'unreadable'; readonly line: number; readonly problem: RowProblem };

export type ReadItems = AsyncGenerator<ReadItem, void, undefined>;

/** A wire problem as one of a row, its field named as the file names it. */
export const rowProblem = (
  { path, code, expected, got }: Problem,
  titleOf: (field: string) => string = (field) => field,
): RowProblem => ({ column: path === '' ? null : titleOf(path), code, expected, got });

export const invalid = (column: string | null, expected: string, got: string): RowProblem => ({
  column,
  code: 'FIELD_INVALID',
  expected,
  got,
});

export const unreadable = (line: number, expected: string, got: string): ReadItem => ({
  kind: 'unreadable',
  line,
  problem: invalid(null, expected, got),
});
