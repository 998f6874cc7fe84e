import type { Instant } from '@gatekeeper/calendar';

/** What is on file of a line when another message about it comes. */
export interface LineOnFile {
  readonly revision: number;
  readonly contentHash: string;
  /** When the fund paid it, as far as any message said. */
  readonly paidAt: Instant | null;
}

/**
 * What a message about a line is: the first of it; the same content again; the same content with the news that it was
 * paid (a payment notice, FORMATS 7 "Content"); or other content, a new revision.
 */
export type Disposition =
  | { readonly kind: 'first'; readonly revision: 1 }
  | { readonly kind: 'resend'; readonly revision: number }
  | { readonly kind: 'payment'; readonly revision: number }
  | { readonly kind: 're_upload'; readonly revision: number };

export function dispositionOf(
  onFile: LineOnFile | null,
  contentHash: string,
  paidAt: Instant | null,
): Disposition {
  if (onFile === null) return { kind: 'first', revision: 1 };
  if (onFile.contentHash !== contentHash) return { kind: 're_upload', revision: onFile.revision + 1 };
  return {
    kind: onFile.paidAt === null && paidAt !== null ? 'payment' : 'resend',
    revision: onFile.revision,
  };
}
