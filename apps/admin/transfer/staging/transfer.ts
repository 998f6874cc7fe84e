/** An upload on its way into the registry. */
import type { Instant } from '@gatekeeper/calendar';
import type { ClinicianCategory, DeregistrationReason, RegistryRecordKind } from '@gatekeeper/vocabulary';
import type { TextEncoding } from '../reading/csv';
import type { StaffStanding } from '../reading/roster';
import type { Roster } from '../reading/roster-layouts';

/** Registrations on file at an institution that a complete list of it lacks are closed. */
export interface Closing {
  /** Folded. */
  readonly institution: string;
  /** Only persons of this category, as a roster of doctors says nothing of nurses; null: of every category. */
  readonly category: ClinicianCategory | null;
  /** The list is the whole: who is not on it is no longer registered there. */
  readonly complete: boolean;
  /** From when on, as written on the wire. */
  readonly from: string;
  readonly reason: DeregistrationReason;
}

/** What a file is, as its uploader says. */
export type UploadedFile =
  | { readonly format: 'ndjson' }
  | { readonly format: 'csv'; readonly kind: RegistryRecordKind; readonly encoding: TextEncoding }
  | { readonly format: 'xlsx'; readonly kind: RegistryRecordKind }
  | {
      readonly format: 'roster';
      readonly roster: Roster;
      readonly standings: Readonly<Record<string, StaffStanding>>;
      readonly mainSite: boolean;
    };

export interface Upload {
  readonly file: UploadedFile;
  /** The institution whose list it is; null for a file of any records. */
  readonly closing: Closing | null;
}

export const TRANSFER_STATES = [
  'uploaded',
  'previewed',
  'proposed',
  'approved',
  'applied',
  'rejected',
  'failed',
] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];

/** What applying would do. */
export interface PreviewSummary {
  readonly add: number;
  readonly change: number;
  readonly close: number;
  /** On file already, or stated twice in the file. */
  readonly unchanged: number;
  /** Bad as they are written, or as the registry stands. */
  readonly badRows: number;
  readonly subjects: number;
  /** Recorded lines of these persons and institutions, which are decided anew where the change matters to them. */
  readonly lines: number;
  /** `lines` stopped counting there. */
  readonly moreLines: boolean;
  /** Of a list of an institution: how many it has on file, and whether closing so many has to be confirmed. */
  readonly registered: number | null;
  readonly closingNeedsConfirmation: boolean;
}

export interface Transfer {
  readonly transferId: string;
  readonly state: TransferState;
  readonly upload: Upload;
  readonly institution: string | null;
  readonly uploadedBy: string;
  readonly uploadedAt: Instant;
  readonly rowsRead: number;
  /** Bad as they are written. */
  readonly badRows: number;
  readonly previewedVersion: number | null;
  readonly summary: PreviewSummary | null;
  readonly closingConfirmedBy: string | null;
  readonly leaveOutBadRows: boolean | null;
  readonly proposedBy: string | null;
  readonly proposedAt: Instant | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Instant | null;
  readonly endedBy: string | null;
  readonly endedAt: Instant | null;
  readonly endedBecause: string | null;
  readonly appliedVersion: number | null;
}
