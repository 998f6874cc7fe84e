/** The register of articles: of every text each article, with what became of it. */

/** One article of a text, in our own words. */
export interface RegisteredArticle {
  /** As citations, spec files and the register name it: `20`, `5-1`, `form-3`, `N23-annex-2`. */
  readonly id: string;
  readonly en: string;
  readonly zh: string;
  /** Why it is deliberately not modelled; `null`: it is, and has a spec file of its own. */
  readonly notModelled: string | null;
}

/** What became of the articles of one pack's texts. */
export interface PackRegister {
  readonly pack: string;
  /** How much of the text was read. */
  readonly read: string;
  readonly articles: readonly RegisteredArticle[];
}

export const modelled = (id: string, en: string, zh: string): RegisteredArticle => ({
  id,
  en,
  zh,
  notModelled: null,
});

export const leftOut = (id: string, en: string, zh: string, notModelled: string): RegisteredArticle => ({
  id,
  en,
  zh,
  notModelled,
});

/** Reasons that several articles share. */
export const PURPOSE = 'purpose and basis of the text: nothing follows for a line, a score or a deadline';
export const CONDUCT =
  'conduct in practice: what breaks it arrives as a finding under its scored situation, not by this article';
export const OFFICES = 'distribution of tasks among offices: no line, score or deadline depends on it';
export const INTAKE =
  'tells who may find a violation; a finding is scored alike whoever found it, so nothing differs';
export const AGREEMENT =
  'content of the agreement with the institution: its effect here is the institution status on file';
export const SUPERVISION = 'supervision and publicity, without effect on a line, a score or a deadline';
export const SYSTEMS = 'work on information systems, without a rule that a line or a score could be held to';
export const AUDITING = 'a rhythm of auditing fees, without a rule that a line or a score could be held to';
export const TOLD = 'what is passed on afterwards: no line, score or deadline depends on it';
export const ADMINISTRATION = 'a matter of granting roles in the administration, not of deciding lines';
export const NOT_AT_HAND = 'the text is not among the sources: nothing can be read into it';
