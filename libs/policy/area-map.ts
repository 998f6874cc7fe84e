/** Which packs govern a line: by the area of treatment, longest prefix first (CONTRACT 5). */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { BEFORE_ALL, covers, OPEN_END } from '@gatekeeper/calendar';
import type { LoadedEdition, LoadedPack } from './load';
import { editionAt } from './load';

/** One pack of an area; `dated` when the map itself says for which fee days. */
export interface AreaEntry {
  readonly pack: string;
  readonly dated: Interval | null;
}

/** Area prefix → packs in their order: the first gives parameters and fund scope, the others add their bars. */
export type AreaMap = ReadonlyMap<string, readonly AreaEntry[]>;

/** The packs for each area, the leading one first. */
export const DEFAULT_AREA_MAP: AreaMap = new Map(
  [
    ['46', ['hainan-2022', 'hainan-institutions-2024']],
    ['44', ['guangdong-2025', 'nhsa-2018']],
    ['1410', ['linfen']],
    ['', ['national-2024']],
  ].map(([prefix, packs]) => [prefix as string, (packs as string[]).map((pack) => ({ pack, dated: null }))]),
);

/** The editions that decide a line, the first leading. */
export type Governing = readonly [LoadedEdition, ...LoadedEdition[]];

/** An area map bound to loaded packs. */
export interface Policy {
  /** The governing editions for an area of treatment and the moment the fee arose; `null`: none covers it. */
  governing(treatmentArea: string, feeOccurredAt: Instant): Governing | null;
  /** Until when fees from then on are governed by the same editions; not the last such moment, where the next ones are the same. */
  governedUntil(treatmentArea: string, feeOccurredAt: Instant): Instant;
}

interface BoundEntry {
  readonly pack: LoadedPack;
  readonly dated: Interval | null;
}

/** From where the one before it ends: which editions govern is the same for every fee in it. */
interface GoverningStretch {
  readonly until: Instant;
  readonly governing: Governing | null;
}

/** Names in the map for which no pack is loaded. */
export function unknownPacks(map: AreaMap, packs: ReadonlyMap<string, LoadedPack>): readonly string[] {
  const named = [...map.values()].flat().map(({ pack }) => pack);
  return [...new Set(named)].filter((name) => !packs.has(name));
}

/** Binds a map to the loaded packs; an entry whose pack is not loaded is left out, so its area may be covered by none. */
export function bindPolicy(map: AreaMap, packs: ReadonlyMap<string, LoadedPack>): Policy {
  const bound = new Map<string, readonly GoverningStretch[]>();
  for (const [prefix, entries] of map) {
    bound.set(
      prefix,
      governingOverTime(
        entries.flatMap(({ pack, dated }) => {
          const loaded = packs.get(pack);
          return loaded === undefined ? [] : [{ pack: loaded, dated }];
        }),
      ),
    );
  }
  const prefixLengths = [...new Set([...bound.keys()].map((prefix) => prefix.length))].sort((a, b) => b - a);
  const byArea = new Map<string, readonly GoverningStretch[]>();
  const stretchesFor = (area: string): readonly GoverningStretch[] => {
    const known = byArea.get(area);
    if (known !== undefined) return known;
    const stretches =
      prefixLengths
        .map((length) => bound.get(area.slice(0, length)))
        .find((ofPrefix) => ofPrefix !== undefined) ?? [];
    byArea.set(area, stretches);
    return stretches;
  };
  return {
    governing(treatmentArea, feeOccurredAt) {
      for (const { until, governing } of stretchesFor(treatmentArea))
        if (feeOccurredAt < until) return governing;
      return null;
    },
    governedUntil: (treatmentArea, feeOccurredAt) =>
      stretchesFor(treatmentArea).find(({ until }) => feeOccurredAt < until)?.until ?? OPEN_END,
  };
}

/** Cuts time where an entry's dates or an edition's validity end, so that a line finds its editions ready. */
function governingOverTime(entries: readonly BoundEntry[]): readonly GoverningStretch[] {
  const cuts = new Set<Instant>([OPEN_END]);
  for (const { pack, dated } of entries) {
    if (dated !== null) cuts.add(dated.from).add(dated.until);
    for (const { validity } of pack.editions) cuts.add(validity.until);
  }
  cuts.delete(BEFORE_ALL);
  let from = BEFORE_ALL;
  return [...cuts]
    .sort((a, b) => a - b)
    .map((until) => {
      const stretch = { until, governing: governingAt(entries, from) };
      from = until;
      return stretch;
    });
}

function governingAt(entries: readonly BoundEntry[], feeOccurredAt: Instant): Governing | null {
  const editions: LoadedEdition[] = [];
  for (const { pack, dated } of entries) {
    if (dated !== null && !covers(dated, feeOccurredAt)) continue;
    const edition = editionAt(pack, feeOccurredAt);
    if (edition !== null) editions.push(edition);
  }
  const [leading, ...others] = editions;
  return leading === undefined ? null : [leading, ...others];
}
