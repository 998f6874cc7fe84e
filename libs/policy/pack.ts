import type { Citation } from '@gatekeeper/vocabulary';
import type { Article } from './article';
import type { CategoryClass } from './medical-categories';
import type { ParameterName, Parameters } from './parameters';
import type { Situation } from './situation';

/** What a text is worth today: in force, published for comment, replaced, or a form whose numbers are blank. */
export type PackStatus = 'in-force' | 'draft' | 'superseded' | 'template';

export interface Source {
  /** Number or name of the document. */
  readonly document: string;
  readonly titleZh: string;
  /** `YYYY-MM-DD`. */
  readonly issuedOn: string | null;
}

/** Days as they are written, `YYYY-MM-DD`, `until` exclusive; `null` is no such end. Loading reads them. */
export interface WrittenDays {
  readonly from: string | null;
  readonly until: string | null;
}

export const ALL_DAYS: WrittenDays = { from: null, until: null };

/** A value with its source and the fee days it holds for. */
export interface CitedValue<Value> {
  readonly value: Value;
  readonly citation: Citation;
  readonly holds: WrittenDays;
}

/** A value the text leaves blank: its lines are held until someone fills it. */
export interface BlankValue {
  readonly blank: true;
  readonly citation: Citation;
}

export type Setting<Value> = readonly CitedValue<Value>[] | BlankValue;

/** What a text sets itself; the rest is its parent's. */
export type Settings = { readonly [Name in ParameterName]?: Setting<Parameters[Name]> };

/** The edition of another pack whose values and articles stand wherever this one says nothing. */
export interface Parent {
  readonly name: string;
  readonly edition: Edition;
}

/** One edition of a pack: what the text says, as we read it, for fees that arose in `holds`. Never edited once used. */
export interface Edition {
  readonly number: string;
  readonly holds: WrittenDays;
  readonly parent: Parent | null;
  readonly settings: Settings;
  readonly articles: readonly Article[];
  /** What is scored, and for how many points; empty where the text scores nothing. */
  readonly catalogue: readonly Situation[];
  /** Medical category → class, exact codes. */
  readonly medicalCategories: Readonly<Record<string, CategoryClass>>;
}

/** One body of law, as data; its file is `packs/<name>.ts`. */
export interface Pack {
  readonly name: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly status: PackStatus;
  /** What replaced it where it was to hold, and from which day. */
  readonly superseded: { readonly by: string; readonly from: string } | null;
  readonly sources: readonly Source[];
  /** The days on which the text is law; `null` for one that never was (a draft). */
  readonly inForce: WrittenDays | null;
  readonly editions: readonly Edition[];
}

export const isBlank = (setting: Setting<unknown>): setting is BlankValue => 'blank' in setting;

/** A setting, and who sets it. */
export interface FoundSetting<Value> {
  readonly setting: Setting<Value>;
  /** The parent that sets it; `null`: the edition itself. */
  readonly setBy: Parent | null;
  /** That parent's name. */
  readonly inheritedFrom: string | null;
}

/** What an edition sets, or else its parent's edition, and so on; `undefined`: nobody. */
export function settingOf<Name extends ParameterName>(
  edition: Edition,
  name: Name,
): FoundSetting<Parameters[Name]> | undefined {
  let setBy: Parent | null = null;
  for (let at: Edition | null = edition; at !== null; at = at.parent?.edition ?? null) {
    const setting: Settings[Name] = at.settings[name];
    if (setting !== undefined) return { setting, setBy, inheritedFrom: setBy?.name ?? null };
    setBy = at.parent;
  }
  return undefined;
}

/** Whether an edition sets a parameter itself, and does not take it over. Of several texts of an area the first that does speaks. */
export const setsItself = (edition: Edition, name: ParameterName): boolean =>
  settingOf(edition, name)?.setBy === null;

/** What an edition says itself, then what it takes over from its parent: articles on codes it has none for. */
export function articlesOf(edition: Edition): readonly Article[] {
  const own = new Set(edition.articles.map(({ code }) => code));
  const inherited = edition.parent === null ? [] : articlesOf(edition.parent.edition);
  return [...edition.articles, ...inherited.filter(({ code }) => !own.has(code))];
}
