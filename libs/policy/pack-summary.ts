/** A pack in one row: what it is worth, when and where it is used, what is still to be filled in. Plain data. */
import type { AreaMap } from './area-map';
import type { LoadedPack } from './load';
import type { PackStatus, Source, WrittenDays } from './pack';
import type { ParameterName } from './parameters';
import { writtenDays } from './written-articles';

/** Where the area map puts a pack. */
export interface AreaPlace {
  /** Leading digits of the area of treatment; `''`: everything else. */
  readonly prefix: string;
  /** From 1: the first gives parameters and fund scope, the others add their bars. */
  readonly position: number;
  /** All packs of the area, in their order; of these, some may not be loaded. */
  readonly stack: readonly string[];
  /** The fee days for which the map itself names it; `null`: all. */
  readonly dated: WrittenDays | null;
}

export interface PackSummary {
  readonly name: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly status: PackStatus;
  readonly superseded: { readonly by: string; readonly from: string } | null;
  /** `null`: it never was law. */
  readonly inForce: WrittenDays | null;
  /** `1`, or `1+<8 hex>` with values set by hand. */
  readonly editions: readonly string[];
  readonly areas: readonly AreaPlace[];
  /** Parameters to be filled in before its lines are decided. */
  readonly blanks: readonly ParameterName[];
  readonly sources: readonly Source[];
}

export const packSummary = ({ pack, editions }: LoadedPack, areas: AreaMap): PackSummary => ({
  name: pack.name,
  titleZh: pack.titleZh,
  titleEn: pack.titleEn,
  status: pack.status,
  superseded: pack.superseded,
  inForce: pack.inForce,
  editions: editions.map(({ edition }) => edition),
  areas: placesOf(pack.name, areas),
  blanks: [...new Set(editions.flatMap(({ blanks }) => blanks))],
  sources: pack.sources,
});

const placesOf = (name: string, areas: AreaMap): readonly AreaPlace[] =>
  [...areas].flatMap(([prefix, entries]) =>
    entries.flatMap(({ pack, dated }, index) =>
      pack === name
        ? [
            {
              prefix,
              position: index + 1,
              stack: entries.map((entry) => entry.pack),
              dated: dated === null ? null : writtenDays(dated),
            },
          ]
        : [],
    ),
  );
