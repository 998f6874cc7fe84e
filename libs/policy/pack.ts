import type { Interval } from '@gatekeeper/calendar';
import type { Citation } from '@gatekeeper/vocabulary';
import type { Article } from './article';
import type { CategoryClass, ParameterName, Parameters } from './parameters';

/** What a text is worth today: in force, published for comment, replaced, or a form whose numbers are blank. */
export type PackStatus = 'in-force' | 'draft' | 'superseded' | 'template';

export interface Source {
  /** Number or name of the document. */
  readonly document: string;
  readonly titleZh: string;
  readonly issuedOn: string | null;
}

/** A value with its source and the fee days it holds for. */
export interface CitedValue<Value> {
  readonly value: Value;
  readonly citation: Citation;
  readonly validity: Interval;
}

/** A value the text leaves blank: its lines are held until someone fills it. */
export interface BlankValue {
  readonly blank: true;
  readonly citation: Citation;
}

export type Setting<Value> = readonly CitedValue<Value>[] | BlankValue;

export type Settings = { readonly [Name in ParameterName]: Setting<Parameters[Name]> };

/** One edition of a pack: what the text says, as we read it, for fees that arose in `validity`. Never edited once used. */
export interface Edition {
  readonly number: string;
  readonly validity: Interval;
  readonly settings: Settings;
  readonly articles: readonly Article[];
  /** Medical category → class, exact codes. */
  readonly medicalCategories: Readonly<Record<string, CategoryClass>>;
}

/** One body of law, as data. */
export interface Pack {
  readonly name: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly status: PackStatus;
  readonly sources: readonly Source[];
  /** The days on which the text is law, `YYYY-MM-DD`, `until` exclusive; `null` for one that never was (a draft). */
  readonly inForce: { readonly from: string; readonly until: string | null } | null;
  readonly editions: readonly Edition[];
}

export const isBlank = (setting: Setting<unknown>): setting is BlankValue => 'blank' in setting;
