/** Case data as it is kept: by version, read back or refused. */
import type { CaseFile } from './case-file';
import { hasShape } from './shape';
import type { Shape } from './shape';

/** How the data of one kind of case is kept. */
export interface CaseData<Data extends object> {
  /** Of its workflow. */
  readonly kind: string;
  /**
   * One reading for each version of the data, the first one first; each answers with data as of today. What is written has the last
   * one's number in `data_version`, but for version 1, which was written before there were numbers.
   */
  readonly versions: readonly [Reading<Data>, ...Reading<Data>[]];
}

type Reading<Data extends object> = (kept: object) => Data | Malformed;

/** What is wrong with kept data, each problem with its place. It names no value: that may be about a person. */
export interface Malformed {
  readonly malformed: readonly string[];
}

export const isMalformed = (read: object): read is Malformed => 'malformed' in read;

/** A version whose data is of this shape today. */
export const asKept =
  <Data extends object>(shape: Shape<Data>): Reading<Data> =>
  (kept) =>
    hasShape(shape, kept) ? kept : { malformed: shape.problemsOf(kept, 'data') };

/** A case of a kind with its data read, or what is wrong with it. */
export function readCase<Data extends object>(
  { kind, versions }: CaseData<Data>,
  file: CaseFile,
): CaseFile<Data> | Malformed {
  if (file.kind !== kind) return { malformed: [`kind: ${kind} is expected, not ${file.kind}`] };
  const { version, kept } = versionOf(file.data);
  const reading = versions.find((_, index) => index + 1 === version);
  if (reading === undefined)
    return { malformed: [`data.data_version: ${versions.length} is the latest known`] };
  const data = reading(kept);
  return isMalformed(data) ? data : { ...file, data };
}

/** Without a number it is version 1; what is no number is no version. */
function versionOf(written: object): { readonly version: unknown; readonly kept: object } {
  if (!('data_version' in written)) return { version: 1, kept: written };
  const { data_version: version, ...kept } = written;
  return { version, kept };
}

/** Data as it is written. */
export const keptData = <Data extends object>({ versions }: CaseData<Data>, data: Data): object =>
  versions.length === 1 ? data : { ...data, data_version: versions.length };
