import type { Instant } from '@gatekeeper/calendar';
import type { Clock } from '@gatekeeper/runtime';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import type { DataSource } from 'typeorm';
import type { Caller } from '../../access/caller';
import { badRowsOf, changesOf } from '../staging/preview-pages';
import type { BadRow, PageOfTransfer, PlannedChange } from '../staging/preview-pages';
import { plannedRecords } from '../staging/apply';
import type { Transfer, TransferState } from '../staging/transfer';
import type { TransferStore } from '../staging/transfer-store';
import { badQuery, tooManyToAsk, wrongTransferState } from './transfer-refusals';

const PLANNED: readonly TransferState[] = ['previewed', 'proposed'];
/** Records whose effect is told at once. */
const MOST_ASKED = 20_000;

const PLACE = /^\d{1,10}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const badCursor = () =>
  badQuery([
    { path: 'after', code: 'FIELD_INVALID', expected: '`next` of the page before', got: 'another text' },
  ]);

/** What the doors read of transfers. */
export class TransferReads {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transfers: TransferStore,
    private readonly clock: Clock,
  ) {}

  now(): Instant {
    return this.clock.now();
  }

  /** Newest first, of those the caller may see. @throws Refused for an `after` that is no transfer's id. */
  list(caller: Caller, after: string | null, limit: number): Promise<readonly Transfer[]> {
    if (after !== null && !UUID.test(after)) throw badCursor();
    return this.transfers.list({ seenBy: caller, after, limit });
  }

  /** What applying it would write. @throws Refused where it is not previewed yet, or no more, or of too many records. */
  async planned({ transferId, state }: Transfer): Promise<readonly RegistryRecord[]> {
    if (!PLANNED.includes(state)) throw wrongTransferState(state, PLANNED.join(' or '));
    const records: RegistryRecord[] = [];
    for await (const record of plannedRecords(this.dataSource, transferId)) {
      if (records.length === MOST_ASKED) throw tooManyToAsk(MOST_ASKED);
      records.push(record);
    }
    return records;
  }

  badRows(transferId: string, page: PageOfTransfer): Promise<readonly BadRow[]> {
    return badRowsOf(this.dataSource, transferId, page);
  }

  changes(transferId: string, page: PageOfTransfer): Promise<readonly PlannedChange[]> {
    return changesOf(this.dataSource, transferId, page);
  }

  /** @throws Refused for a cursor that no page gave. */
  placeOf(after: string | undefined): number {
    if (after !== undefined && !PLACE.test(after)) throw badCursor();
    return Number(after ?? 0);
  }
}
