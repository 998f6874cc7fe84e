/** Where a rule stands: a pack's article, or a reading the pack takes where its text is silent. */
export interface Citation {
  readonly pack: string;
  /** `15`, `38 para. 2`; `null` for a reading. */
  readonly article: string | null;
  /** Our one-line summary, never the text's own sentence. */
  readonly summary: string;
  /** The document quoted, by number or name. */
  readonly document: string;
  /** `YYYY-MM-DD`. */
  readonly lastCheckedOn: string;
}

/** `guangdong-2025 art. 15`, or `guangdong-2025 reading`. */
export const formatCitation = ({ pack, article }: Citation): string =>
  article === null ? `${pack} reading` : `${pack} art. ${article}`;
