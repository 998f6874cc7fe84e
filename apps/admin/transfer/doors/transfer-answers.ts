/** Transfers on the wire. What is not known yet is left out. */
import { ApiProperty } from '@nestjs/swagger';
import { formatInstant } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import {
  CodeField,
  FlagField,
  ListField,
  MomentField,
  OneOfField,
  TextField,
  WholeField,
} from '../../http/fields';
import type { BadRow, PlannedChange } from '../staging/preview-pages';
import { TRANSFER_STATES } from '../staging/transfer';
import type { PreviewSummary, Transfer, TransferState } from '../staging/transfer';

const MOST = 2_000_000_000;
const LONGEST_REASON = 2_000;
const Count = (): PropertyDecorator => WholeField({ min: 0, max: MOST });

export class SummaryAnswer {
  @Count() add!: number;
  @Count() change!: number;
  @Count() close!: number;
  @Count() unchanged!: number;
  @Count() bad_rows!: number;
  @Count() subjects!: number;
  @Count() lines!: number;
  @FlagField({ description: 'There are more lines than were counted' }) more_lines!: boolean;
  @WholeField({ min: 0, max: MOST, optional: true }) registered?: number;
  @FlagField() closing_needs_confirmation!: boolean;
}

export class TransferAnswer {
  @ApiProperty({ type: 'string', format: 'uuid', maxLength: 36 }) transfer_id!: string;
  @OneOfField(TRANSFER_STATES) state!: TransferState;
  @OneOfField(['ndjson', 'csv', 'xlsx', 'roster']) format!: string;
  @CodeField({ optional: true }) institution?: string;
  @TextField() uploaded_by!: string;
  @MomentField() uploaded_at!: string;
  @Count() rows_read!: number;
  @ApiProperty({ type: () => SummaryAnswer, required: false }) summary?: SummaryAnswer;
  @TextField({ optional: true }) closing_confirmed_by?: string;
  @FlagField({ optional: true }) leave_out_bad_rows?: boolean;
  @TextField({ optional: true }) proposed_by?: string;
  @MomentField({ optional: true }) proposed_at?: string;
  @TextField({ optional: true }) approved_by?: string;
  @MomentField({ optional: true }) approved_at?: string;
  @MomentField({ optional: true }) ended_at?: string;
  @TextField({ optional: true, max: LONGEST_REASON }) ended_because?: string;
}

export class TransferPage {
  @ListField(() => TransferAnswer, { max: 200 }) items!: readonly TransferAnswer[];
  @ApiProperty({ type: ['string', 'null'] as unknown as 'string', maxLength: 400 }) next!: string | null;
}

export class RowProblemAnswer {
  @TextField({ optional: true }) column?: string;
  @TextField() code!: string;
  @TextField({ max: LONGEST_REASON }) expected!: string;
  @TextField() got!: string;
}

export class PreviewItem {
  @Count() line!: number;
  @OneOfField(['add', 'change', 'close', 'bad_row']) effect!: string;
  @CodeField({ optional: true }) subject?: string;
  @TextField({ optional: true }) supersedes?: string;
  @ApiProperty({ type: 'object', additionalProperties: true, selfRequired: false }) record?: Readonly<
    Record<string, unknown>
  >;
  @ListField(() => RowProblemAnswer, { max: 200, optional: true }) problems?: readonly RowProblemAnswer[];
}

export class PreviewPage {
  @ListField(() => PreviewItem, { max: 200 }) items!: readonly PreviewItem[];
  @ApiProperty({ type: ['string', 'null'] as unknown as 'string', maxLength: 400 }) next!: string | null;
}

export class ProposeBody {
  @FlagField({ optional: true, description: 'Apply the good rows though others are bad' })
  leave_out_bad_rows?: boolean;
}

export class ConfirmClosingBody {
  @CodeField({ description: 'The institution whose registrations are closed' }) institution!: string;
}

export class RejectBody {
  @TextField({ max: 1_000 }) because!: string;
}

const maybe = <Name extends string, Value>(name: Name, value: Value | null): Partial<Record<Name, Value>> =>
  value === null ? {} : ({ [name]: value } as Record<Name, Value>);
const written = (instant: Instant | null): string | null =>
  instant === null ? null : formatInstant(instant);

export const transferAnswer = (transfer: Transfer): TransferAnswer => ({
  transfer_id: transfer.transferId,
  state: transfer.state,
  format: transfer.upload.file.format,
  ...maybe('institution', transfer.institution),
  uploaded_by: transfer.uploadedBy,
  uploaded_at: formatInstant(transfer.uploadedAt),
  rows_read: transfer.rowsRead,
  ...maybe('summary', transfer.summary === null ? null : summaryAnswer(transfer.summary)),
  ...maybe('closing_confirmed_by', transfer.closingConfirmedBy),
  ...maybe('leave_out_bad_rows', transfer.leaveOutBadRows),
  ...maybe('proposed_by', transfer.proposedBy),
  ...maybe('proposed_at', written(transfer.proposedAt)),
  ...maybe('approved_by', transfer.approvedBy),
  ...maybe('approved_at', written(transfer.approvedAt)),
  ...maybe('ended_at', written(transfer.endedAt)),
  ...maybe('ended_because', transfer.endedBecause),
});

const summaryAnswer = (summary: PreviewSummary): SummaryAnswer => ({
  add: summary.add,
  change: summary.change,
  close: summary.close,
  unchanged: summary.unchanged,
  bad_rows: summary.badRows,
  subjects: summary.subjects,
  lines: summary.lines,
  more_lines: summary.moreLines,
  ...maybe('registered', summary.registered),
  closing_needs_confirmation: summary.closingNeedsConfirmation,
});

export const changeItem = ({ line, effect, subject, supersedes, record }: PlannedChange): PreviewItem => ({
  line,
  effect,
  ...maybe('subject', subject),
  ...maybe('supersedes', supersedes),
  record,
});

export const badRowItem = ({ line, problems }: BadRow): PreviewItem => ({
  line,
  effect: 'bad_row',
  problems: problems.map(({ column, ...problem }) => ({ ...maybe('column', column), ...problem })),
});
