import type { Instant } from '@gatekeeper/calendar';
import type { Upload } from './transfer';

/** What is worked out anew, alike each time, from the rows that stand under its id. */
export interface StagedFile {
  readonly transferId: string;
  readonly upload: Upload;
  /** When records that the file does not date became known. */
  readonly uploadedAt: Instant;
}

/** SQL: no other record corrects this one, so that the registry holds it now. */
export const isHeld = (record: string): string =>
  `NOT EXISTS (SELECT FROM registry_record later WHERE later.supersedes = ${record}.record_id)`;
